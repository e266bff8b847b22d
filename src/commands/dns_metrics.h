// The results of `dns check` as metrics.
#pragma once

#include "names/report.h"

#include <chrono>
#include <string>
#include <vector>

namespace msa {

/// For node_exporter's textfile collector: for each domain and item how many sights have each
/// verdict, where there are any. Domains are those that were asked about, items and verdicts a
/// fixed list; of more than 1000 domains what is ok is left out.
[[nodiscard]] std::string dns_metrics(const std::vector<DomainReport>& reports,
                                      std::chrono::system_clock::time_point now);

}  // namespace msa
