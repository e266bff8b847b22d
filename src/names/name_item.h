// One thing that DNS has to say of a domain, or of this host: what should stand there, and what
// does. Each is a file, and a line in all_items.cpp.
#pragma once

#include "names/inquiry.h"
#include "names/sight.h"
#include "names/site.h"
#include "names/wanted_record.h"

#include <vector>

namespace msa {

struct NameItem {
    const char* word;  // for people, programs and the label of a metric
    WantedRecords (*wanted)(const SiteDomain& domain) = nullptr;  // null: nothing is published
    Sights (*look)(const SiteDomain& domain, Inquiry& inquiry) = nullptr;
};

/// In the order in which they are asked and told.
[[nodiscard]] const std::vector<NameItem>& domain_items();
[[nodiscard]] const std::vector<NameItem>& host_items();

/// What a domain with these facts publishes, and what others publish of this host.
[[nodiscard]] WantedRecords wanted_records(const SiteDomain& domain);

}  // namespace msa
