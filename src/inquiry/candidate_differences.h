// What a trail tells of candidates: how many messages each would have judged otherwise, how, by
// which rule, whose they were, and the first of them.
#pragma once

#include "inquiry/search.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace msa {

/// From what became of a message to what would have.
struct CandidateTransition {
    std::string was;       // its disposition
    std::string would_be;  // accepted, held, ..., goes_on, cannot_tell; what else would be
                           // different stands behind commas
    std::string rule;      // of the candidate, that decides; empty: none
    std::string old_rule;  // the same of the rules that were in force

    [[nodiscard]] auto order() const { return std::tie(was, would_be, rule, old_rule); }
    bool operator<(const CandidateTransition& other) const { return order() < other.order(); }
};

struct CandidateExample {
    std::string transaction;
    std::string login;      // empty: nobody was proved
    std::int64_t time = 0;  // see trail_time.h
    std::string trouble;    // why the candidate could not tell
};

struct CandidateCount {
    static constexpr std::size_t most_examples = 3;

    std::uint64_t count = 0;
    std::map<std::string, std::uint64_t> logins{};
    std::vector<CandidateExample> examples{};  // the first ones
};

struct CandidateSum {
    std::string hash;
    std::string file{};  // as the trail names it; empty: it does not
    std::string version{};
    std::uint64_t judged = 0;     // transactions while it was there
    std::uint64_t different = 0;  // of these
    std::int64_t first = 0;       // of these transactions; 0: there is none
    std::int64_t last = 0;
    std::map<CandidateTransition, CandidateCount> transitions{};
};

struct CandidateSums {
    std::vector<CandidateSum> candidates;  // in the order in which the trail tells of them
    DamagedLines damaged{};
};

/// Error: a file cannot be read.
[[nodiscard]] Result<CandidateSums> candidate_sums(
    const std::vector<TrailFile>& files, const TimeSpan& span,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace msa
