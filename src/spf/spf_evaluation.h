// check_host() of RFC 7208 (4) by libspf2, which is kept on a short lead: see spf_lookups.h.
#pragma once

#include "policy/ports.h"

#include <chrono>

namespace msa {

struct SpfEvaluation {
    SpfAnswer answer;
    std::chrono::seconds ttl{
        0};  // how long the answer holds for every sender in this domain; 0: not
};

[[nodiscard]] SpfEvaluation evaluate_spf(const SpfQuestion& question, const Resolver& resolver,
                                         Deadline deadline);

}  // namespace msa
