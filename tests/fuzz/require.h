// What a fuzz harness does when a promise does not hold: says which, and stops where the fuzzer
// sees it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace msa {

inline void require(bool holds, const std::string& promise) {
    if (!holds) {
        (void)std::fprintf(stderr, "broken promise: %s\n", promise.c_str());
        std::abort();
    }
}

}  // namespace msa
