// Charges as tests of limits in memory make them.
#pragma once

#include "submission/limit_store.h"

#include <cstdint>
#include <string>

namespace msa {

inline Charge ten_an_hour(std::int64_t cost = 1, const std::string& login = "alice") {
    return {.key = "l|10/3600|login:" + login,
            .quota = {.events = 10, .window = std::chrono::hours(1), .burst = 10},
            .cost = cost};
}

inline Charge new_recipient(const std::string& member) {
    return {.key = "n|2/3600|login:alice",
            .quota = {.events = 2, .window = std::chrono::hours(1), .burst = 2},
            .counting = Counting::newcomers,
            .member = member,
            .memory = std::chrono::hours(24)};
}

inline Charge network(const std::string& member) {
    return {.key = "w|2/3600|login:alice",
            .quota = {.events = 2, .window = std::chrono::hours(1), .burst = 2},
            .counting = Counting::distinct,
            .member = member,
            .is_final = true};
}

}  // namespace msa
