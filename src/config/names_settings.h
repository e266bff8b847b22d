// [names] of msa-milter.toml: what this host is called in DNS, and where it takes mail.
#pragma once

#include "config/described.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

struct NamesSettings {
    std::string host;                       // that mail programs connect to; empty: this host's
    std::optional<unsigned> submission{};   // port; 0: not offered; absent: as [scope] tells
    std::optional<unsigned> submissions{};  // the same with implicit TLS
    std::vector<std::string> mx{};          // where mail comes in; empty: nobody has said
    std::string reports{};                  // a mailbox; empty: postmaster@ of each domain

    bool operator==(const NamesSettings&) const = default;
};

[[nodiscard]] const SectionOf<NamesSettings>& names_section();

}  // namespace msa
