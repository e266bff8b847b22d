// What the loader hands to the review of a rule file (review/), when nothing else is wrong with it.
#pragma once

#include "config/diagnostics.h"
#include "policy/rule_set.h"

#include <chrono>

#include <toml++/toml.h>

namespace msa {

struct Review {
    const toml::table& root;  // as it is written
    const RuleSet& rules;     // what that says
    Diagnostics& diagnostics;
    std::chrono::system_clock::time_point now;
};

}  // namespace msa
