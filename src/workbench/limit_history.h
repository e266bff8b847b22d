// [[limit]] counted again from a trail: its transactions in the order in which they began, and what
// limits that the trail does not know would have said to each of them.
#pragma once

#include "workbench/asked_limits.h"
#include "workbench/limit_span.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace msa {

/// Why nobody can tell what a limit would have said.
enum class Uncounted : char {
    before_trail,  // what was charged before the trail begins is not known
    behind_gap,    // what was charged where the trail has a gap is not known
    other_mail,    // it is a limit of the trail, of other messages than it was then
    share,         // whom other rules would have refused is not known
};

struct CountedLimit {
    std::optional<LimitAnswer> answer{};
    Uncounted why = Uncounted::before_trail;  // where there is none

    [[nodiscard]] bool may_be_within() const { return !answer || answer->is_within; }
};

/// What limits say to the charges of each transaction, by key, in their order.
class CountedLimits {
public:
    using ByKey = std::map<std::string, std::vector<CountedLimit>, std::less<>>;

    /// Null: it charges nothing that the trail does not know.
    [[nodiscard]] const ByKey* of(const std::string& transaction) const {
        const auto found = said_.find(transaction);
        return found == said_.end() ? nullptr : &found->second;
    }
    void add(const std::string& transaction, const std::string& key, const CountedLimit& said) {
        said_[transaction][key].push_back(said);
    }

private:
    std::unordered_map<std::string, ByKey> said_;
};

/// A moment of one host. All instants are the trail's, see trail_time.h.
struct LimitMoment {
    enum class Kind {
        beginning,    // of what is known of the host
        gap,          // of the trail, or a transaction of which nobody can tell what it charges
        transaction,  // with all below
    };
    Kind kind = Kind::transaction;
    std::int64_t time = 0;  // of a transaction: when it began
    std::int64_t end = 0;   // of a gap
    std::string host{};
    std::string transaction{};
    std::vector<LimitCall> calls{};
    std::size_t recipients = 0;           // that are accepted while limits say yes
    bool is_accepted = false;             // likewise
    std::set<std::string> at_mail{};      // keys that are asked before there is a recipient
    std::vector<std::string> recorded{};  // keys that the record tells of
};

class LimitHistory {
public:
    void add(LimitMoment moment);
    /// Of all that was added. Call it once.
    [[nodiscard]] CountedLimits counted() &&;

private:
    class Host;

    std::vector<LimitMoment> moments_{};
    std::set<std::string, std::less<>> recorded_{};  // limits, as ID|RATE
};

}  // namespace msa
