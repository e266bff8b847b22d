// What `dns check` found, for people and for programs.
#pragma once

#include "names/name_item.h"

#include <array>
#include <string>
#include <vector>

namespace msa {

struct ItemSight {
    const char* item;
    Sight sight;
};

struct DomainReport {
    std::string domain;  // empty: this host
    std::vector<ItemSight> sights{};
};

/// All items of a domain, or those of the host, where its name is empty.
[[nodiscard]] DomainReport examine(const SiteDomain& domain, Inquiry& inquiry);

/// How many sights have each verdict, by its number.
using VerdictCounts = std::array<std::size_t, sight_verdicts>;
[[nodiscard]] VerdictCounts verdicts_of(const std::vector<DomainReport>& reports);

/// Lines, the fixes below what they mend.
[[nodiscard]] std::string report_text(const DomainReport& report);
/// "not ok: 1 wrong, 0 missing, 2 cannot tell, 9 ok".
[[nodiscard]] std::string report_summary(const std::vector<DomainReport>& reports);
[[nodiscard]] std::string report_json(const std::vector<DomainReport>& reports);

}  // namespace msa
