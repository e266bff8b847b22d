// What a limit has counted, in the form in which it outlives the daemon.
#pragma once

#include "limits/member_mark.h"
#include "submission/limit_store.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace msa {

using KeptTime = std::chrono::sys_time<std::chrono::microseconds>;

struct KeptLimit {
    /// Of a share: what was counted in a slice of its window.
    struct Slice {
        KeptTime begin;
        std::int64_t hits = 0;
        std::int64_t all = 0;
    };

    std::string key;
    Counting counting = Counting::amount;
    KeptTime empty_at{};               // of amount and newcomers
    std::chrono::microseconds most{};  // from now to empty_at, at most
    std::chrono::microseconds span{};  // of a slice
    std::vector<Slice> slices{};
    KeptTime useless_at{};  // from then on it says nothing any more
};

struct KeptMember {
    std::string key;
    std::uint64_t mark = 0;
    KeptTime seen{};
    std::chrono::seconds memory{};
};

struct KeptLimits {
    MarkKey mark_key{};  // of the members
    std::vector<KeptLimit> limits;
    std::vector<KeptMember> members;
};

}  // namespace msa
