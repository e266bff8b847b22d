// Limits counted again, see rate_history.h.
#include "workbench/rate_history.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

namespace msa {
namespace {

using Instant = RateSpan::Instant;
using Kind = RateMoment::Kind;

Instant instant_of(std::int64_t time) {
    return Instant(std::chrono::microseconds(time));
}

}  // namespace

/// One moment after the other.
class RateHistory::Counting {
public:
    explicit Counting(const RateHistory& history)
        : history_(history), hosts_(history.hosts_.size()), keys_(history.limits_.size()) {}

    [[nodiscard]] std::vector<CountedRate> answers(const Entry& entry);

private:
    struct Host {
        std::uint32_t starts = 0;
        std::uint32_t gaps = 0;
        std::int64_t gap_end = 0;   // of the last one
        bool is_beginning = false;  // what it is: of the trail
    };
    struct Key {
        RateSpan span{};
        std::uint32_t starts = 0;
        std::uint32_t gaps = 0;
        bool is_other = false;  // other events were counted than the record counted
        CountedRate unknown = CountedRate::before_trail;
    };
    using Recorded = std::vector<std::pair<Number, bool>>;

    void note_host(const Entry& entry);
    /// Whether the same is asked from there on.
    [[nodiscard]] static bool are_alike(const Entry& entry, int a, int b);
    [[nodiscard]] Key& key_of(const Entry& entry, Number question);
    [[nodiscard]] std::optional<bool> ask(const Entry& entry, const Node& node, Recorded& left,
                                          std::vector<CountedRate>& answers);
    void note_perhaps(const Entry& entry, int node, Recorded& left);
    void note_not_asked(const Entry& entry, const Recorded& left);

    const RateHistory& history_;
    std::vector<Host> hosts_;
    std::vector<Key> keys_;
};

void RateHistory::Counting::note_host(const Entry& entry) {
    auto& host = hosts_[entry.host];
    if (entry.kind == Kind::start) {
        ++host.starts;
        host.gaps = 0;
    } else if (entry.kind != Kind::transaction) {
        ++host.gaps;
        host.gap_end = entry.end;
        host.is_beginning = entry.kind == Kind::beginning;
    }
}

/// As it stands at that moment.
RateHistory::Counting::Key& RateHistory::Counting::key_of(const Entry& entry, Number question) {
    auto& key = keys_[question];
    const auto& host = hosts_[entry.host];
    if (key.starts != host.starts) {
        key = Key{.span = {}, .starts = host.starts};
    }
    if (key.gaps != host.gaps) {
        key.gaps = host.gaps;
        key.span.forget(instant_of(host.gap_end), history_.limits_[question]);
        key.unknown = host.is_beginning ? CountedRate::before_trail : CountedRate::behind_gap;
    }
    return key;
}

std::optional<bool> RateHistory::Counting::ask(const Entry& entry, const Node& node, Recorded& left,
                                               std::vector<CountedRate>& answers) {
    auto& key = key_of(entry, node.question);
    const auto& limit = history_.limits_[node.question];
    const auto now = instant_of(entry.time);
    const auto known = std::find_if(left.begin(), left.end(), [&node](const auto& each) {
        return each.first == node.question;
    });
    if (known != left.end() && !key.is_other) {
        const bool was_admitted = known->second;
        left.erase(known);
        key.span.note(now, limit, was_admitted);
        answers.push_back(CountedRate::recorded);
        return was_admitted;
    }
    if (known == left.end()) {
        key.is_other = true;
    } else {
        left.erase(known);
    }
    const auto admitted = key.span.admit(now, limit);
    answers.push_back(!admitted   ? key.unknown
                      : *admitted ? CountedRate::admitted
                                  : CountedRate::refused);
    return admitted;
}

// NOLINTNEXTLINE(misc-no-recursion): down a tree of few nodes
bool RateHistory::Counting::are_alike(const Entry& entry, int a, int b) {
    if (a == b || a == AskedRates::none || b == AskedRates::none) {
        return a == b;
    }
    const auto& one = entry.nodes[static_cast<std::size_t>(a)];
    const auto& other = entry.nodes[static_cast<std::size_t>(b)];
    return one.question == other.question && are_alike(entry, one.if_admitted, other.if_admitted) &&
           are_alike(entry, one.if_not, other.if_not);
}

/// Whatever is asked there may have been asked.
// NOLINTNEXTLINE(misc-no-recursion): down a tree of few nodes
void RateHistory::Counting::note_perhaps(const Entry& entry, int node, Recorded& left) {
    if (node == AskedRates::none) {
        return;
    }
    const auto& asked = entry.nodes[static_cast<std::size_t>(node)];
    auto& key = key_of(entry, asked.question);
    key.is_other = true;
    key.unknown = CountedRate::behind_gap;
    key.span.perhaps(instant_of(entry.time), history_.limits_[asked.question]);
    std::erase_if(left, [&asked](const auto& each) { return each.first == asked.question; });
    note_perhaps(entry, asked.if_admitted, left);
    note_perhaps(entry, asked.if_not, left);
}

/// What the record counted, and these rules do not ask.
void RateHistory::Counting::note_not_asked(const Entry& entry, const Recorded& left) {
    for (const auto& [question, admitted] : left) {
        key_of(entry, question).is_other = true;
    }
}

std::vector<CountedRate> RateHistory::Counting::answers(const Entry& entry) {
    std::vector<CountedRate> answers;
    note_host(entry);
    if (entry.kind != Kind::transaction) {
        return answers;
    }
    auto left = entry.recorded;
    int node = entry.nodes.empty() ? AskedRates::none : 0;
    while (node != AskedRates::none) {
        const auto& asked = entry.nodes[static_cast<std::size_t>(node)];
        const auto admitted = ask(entry, asked, left, answers);
        if (admitted || are_alike(entry, asked.if_admitted, asked.if_not)) {
            node = !admitted || *admitted ? asked.if_admitted : asked.if_not;
            continue;
        }
        note_perhaps(entry, asked.if_admitted, left);
        note_perhaps(entry, asked.if_not, left);
        break;
    }
    note_not_asked(entry, left);
    return answers;
}

/// What nobody knows of the time before the trail comes before all that began then.
std::int64_t RateHistory::place_of(const Entry& entry) {
    return entry.kind == Kind::beginning ? std::numeric_limits<std::int64_t>::min() : entry.time;
}

RateHistory::Number RateHistory::number_of(Number host, const RateQuestion& question) {
    const auto next = static_cast<Number>(limits_.size());
    const auto [known, is_new] = numbers_.try_emplace({host, question}, next);
    if (is_new) {
        limits_.push_back(question.limit);
    }
    return known->second;
}

void RateHistory::add(RateMoment moment) {
    const auto host =
        hosts_.try_emplace(moment.host, static_cast<Number>(hosts_.size())).first->second;
    Entry entry{.kind = moment.asked.is_whole ? moment.kind : Kind::gap,
                .time = moment.time,
                .end = moment.asked.is_whole ? moment.end : moment.time,
                .host = host,
                .transaction = std::move(moment.transaction),
                .nodes = {},
                .recorded = {}};
    for (const auto& node : moment.asked.nodes) {
        entry.nodes.push_back({number_of(host, node.question), node.if_admitted, node.if_not});
    }
    for (const auto& each : moment.recorded) {
        entry.recorded.emplace_back(number_of(host, each.question), each.admitted);
    }
    entries_.push_back(std::move(entry));
}

CountedRates RateHistory::counted() && {
    // At one instant a start comes first, whatever else came in front of it in the trail.
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
        return std::pair(place_of(a), a.kind) < std::pair(place_of(b), b.kind);
    });
    Counting counting(*this);
    CountedRates counted;
    for (auto& entry : entries_) {
        auto answers = counting.answers(entry);
        if (!answers.empty()) {
            counted.add(std::move(entry.transaction), std::move(answers));
        }
    }
    return counted;
}

}  // namespace msa
