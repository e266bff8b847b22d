// [suspensions] of msa-milter.toml: where suspended logins are kept, and who is told of them.
#pragma once

#include "config/described.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

struct SuspensionsSettings {
    std::optional<std::string> file{};  // or "none"; absent: in the folder of the service
    std::vector<std::string> notify{};  // a program and its words; empty: none
    std::vector<std::string> mail{};    // addresses; empty: nobody

    bool operator==(const SuspensionsSettings&) const = default;
};

[[nodiscard]] const SectionOf<SuspensionsSettings>& suspensions_section();

}  // namespace msa
