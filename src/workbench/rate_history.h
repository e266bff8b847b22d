// Limits counted again from a trail: its transactions in the order in which they began, and what
// each limit would have answered under the rules that ask it now.
#pragma once

#include "workbench/asked_rates.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace msa {

/// What a limit says to one question.
enum class CountedRate : char {
    admitted = 'y',
    refused = 'n',
    recorded = 'r',      // what the record says
    before_trail = 'b',  // what was counted before the trail begins is not known
    behind_gap = 'g',    // what was counted where the trail has a gap is not known
};

/// Answers to the questions of each transaction, in their order.
class CountedRates {
public:
    /// Null: it asked nothing.
    [[nodiscard]] const std::vector<CountedRate>* of(const std::string& transaction) const {
        const auto found = answers_.find(transaction);
        return found == answers_.end() ? nullptr : &found->second;
    }
    void add(std::string transaction, std::vector<CountedRate> answers) {
        answers_.insert_or_assign(std::move(transaction), std::move(answers));
    }

private:
    std::unordered_map<std::string, std::vector<CountedRate>> answers_;
};

/// A moment of one host that has to do with its limits. All instants are the trail's, see
/// trail_time.h.
struct RateMoment {
    enum class Kind {
        beginning,    // of what is known of the host
        start,        // of its daemon, which then has counted nothing
        gap,          // of the trail, or a transaction of which nobody can tell what it asked
        transaction,  // with `asked` and `recorded`
    };
    Kind kind = Kind::transaction;
    std::int64_t time = 0;  // of a transaction: when it began; of a gap: its begin
    std::int64_t end = 0;   // of a gap, or of what is not known before the beginning
    std::string host{};
    std::string transaction{};
    AskedRates asked{};
    struct Recorded {
        RateQuestion question;
        bool admitted = false;
    };
    std::vector<Recorded> recorded{};  // what was asked then
};

class RateHistory {
public:
    void add(RateMoment moment);
    /// Of all that was added. Call it once.
    [[nodiscard]] CountedRates counted() &&;

private:
    struct Kept;
    class Counting;
    using Number = std::uint32_t;  // of a question, among those of its host
    struct Node {
        Number question = 0;
        int if_admitted = AskedRates::none;
        int if_not = AskedRates::none;
    };
    struct Entry {
        RateMoment::Kind kind = RateMoment::Kind::transaction;
        std::int64_t time = 0;
        std::int64_t end = 0;
        Number host = 0;
        std::string transaction;
        std::vector<Node> nodes;
        std::vector<std::pair<Number, bool>> recorded;
    };

    [[nodiscard]] static std::int64_t place_of(const Entry& entry);
    [[nodiscard]] Number number_of(Number host, const RateQuestion& question);

    std::map<std::string, Number> hosts_;
    std::map<std::pair<Number, RateQuestion>, Number> numbers_;
    std::vector<RateLimit> limits_;  // by the number of the question
    std::vector<Entry> entries_;
};

}  // namespace msa
