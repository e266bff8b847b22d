// One evaluation of SPF, explained: which term of the record decided, and what it cost.
#pragma once

#include "submission/ports.h"

#include <string>

namespace msa {

struct SpfTrial {
    SpfAnswer answer;
    int lookups = 0;       // terms that asked DNS until one decided; receivers allow 10
    int void_lookups = 0;  // that asked for what is not there; receivers allow 2
    std::string term{};    // that decided, as the record has it, and behind "->" the one in the
                           // record that it names; empty: none did
};

/// RFC 7208, 4.6; `question` as for SenderPolicy. Ends at `deadline` with temperror.
[[nodiscard]] SpfTrial try_spf(const SpfQuestion& question, const Resolver& resolver,
                               Deadline deadline);

/// How many terms of the domain's record, and of the records that it names, ask DNS where none of
/// them matches: what an evaluation can cost at most. Not more than 50 are counted. Error: DNS
/// cannot tell.
[[nodiscard]] Result<int> most_spf_lookups(const std::string& domain, const Resolver& resolver,
                                           Deadline deadline);

}  // namespace msa
