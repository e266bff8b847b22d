// Messages whose only purpose is to cost more than they are long.
#pragma once

#include "fakes/submission.h"

#include <cstddef>
#include <string>
#include <vector>

namespace msa {

struct Shape {
    std::string name;
    std::size_t smallest;  // n: how many pieces the smallest has
    Submitted (*of)(std::size_t pieces);
};

[[nodiscard]] const std::vector<Shape>& shapes();

/// What the client sent, about.
[[nodiscard]] std::size_t octets_of(const Submitted& message);

}  // namespace msa
