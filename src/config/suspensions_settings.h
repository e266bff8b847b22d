// [suspensions] of msa-milter.toml: where suspended logins are kept, and who is told of them.
#pragma once

#include "config/schema.h"
#include "config/section.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

struct SuspensionsSettings {
    std::optional<std::string> file{};  // or "none"; absent: in the folder of the service
    std::vector<std::string> notify{};  // a program and its words; empty: none
    std::vector<std::string> mail{};    // addresses; empty: nobody
};

[[nodiscard]] const SectionSchema& suspensions_schema();
[[nodiscard]] SuspensionsSettings read_suspensions(const Section& section);

}  // namespace msa
