// check_host() of RFC 7208 (4) by libspf2, which is kept on a short lead: see spf_lookups.h.
#pragma once

#include "spf/spf_lookups.h"
#include "submission/ports.h"

#include <chrono>

namespace msa {

struct SpfEvaluation {
    SpfAnswer answer;
    std::chrono::seconds ttl{
        0};                    // how long the answer holds for every sender in this domain; 0: not
    int terms = 0;             // that asked DNS
    int voids = 0;             // that asked for what is not there
    bool has_matched = false;  // a mechanism decided
};

[[nodiscard]] SpfEvaluation evaluate_spf(const SpfQuestion& question, const Resolver& resolver,
                                         Deadline deadline, const SpfStart& start = {});

}  // namespace msa
