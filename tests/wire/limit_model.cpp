// A model of limits, see limit_model.h.
#include "wire/limit_model.h"

#include <algorithm>
#include <set>

namespace msa::wire {

namespace {

constexpr std::int64_t in_a_second = 1'000'000;

std::int64_t micro(std::chrono::seconds time) {
    return time.count() * in_a_second;
}

std::int64_t interval_of(const Charge& charge) {
    return micro(charge.quota.window) / charge.quota.events;
}

LimitAnswer::Instant instant(std::int64_t at) {
    return LimitAnswer::Instant(std::chrono::microseconds(at));
}

template <class Events>
std::int64_t level(const Events& events, const Charge& charge, std::int64_t now) {
    std::int64_t at = 0;
    for (const auto& event : events) {
        if (event.cost > 0) {
            at = std::max(at, event.at) + event.cost * interval_of(charge);
        }
    }
    return std::max<std::int64_t>(at - now, 0);
}

/// The last sight of each member in the window.
template <class Events>
std::map<std::string, std::int64_t> seen(const Events& events, const Charge& charge,
                                         std::int64_t now) {
    std::map<std::string, std::int64_t> latest;
    for (const auto& event : events) {
        if (event.at + micro(charge.quota.window) > now) {
            auto& at = latest[event.member];
            at = std::max(at, event.at);
        }
    }
    return latest;
}

struct Counted {
    std::int64_t all = 0;
    std::int64_t hits = 0;
};

template <class Events>
Counted counted(const Events& events, const Charge& charge, std::int64_t now) {
    const auto width = micro(charge.quota.window) / 10;
    Counted result;
    for (const auto& event : events) {
        if (event.at / width > now / width - 10) {
            ++result.all;
            result.hits += event.cost;
        }
    }
    return result;
}

bool fits(const Counted& counted, const Charge& charge) {
    return counted.all < charge.quota.burst ||
           counted.hits * 100 <= charge.quota.events * counted.all;
}

}  // namespace

LimitModel::Verdict LimitModel::judge_flow(const Events& events, const std::string& transaction,
                                           const Charge& charge, std::int64_t now) {
    Verdict verdict{.cost = charge.cost};
    if (charge.counting == Counting::newcomers) {
        for (const auto& event : events) {
            const bool is_known =
                event.transaction == transaction ||
                (event.transaction.empty() && event.at + micro(charge.memory) > now);
            if (event.member == charge.member && is_known) {
                verdict.cost = 0;
            }
        }
    }
    const auto interval = interval_of(charge);
    const auto after = level(events, charge, now) + verdict.cost * interval;
    const auto room = charge.quota.burst * interval;
    verdict.answer.is_within = verdict.cost == 0 || after <= room;
    verdict.answer.is_too_much = verdict.cost > charge.quota.burst;
    if (!verdict.answer.is_within && !verdict.answer.is_too_much) {
        verdict.answer.next_at = instant(now + after - room);
    }
    return verdict;
}

LimitModel::Verdict LimitModel::judge_distinct(const Events& events, const Charge& charge,
                                               std::int64_t now) {
    const auto members = seen(events, charge, now);
    const auto count = static_cast<std::int64_t>(members.size());
    Verdict verdict{.cost = charge.cost};
    verdict.answer.is_within =
        charge.cost == 0 || members.contains(charge.member) || count < charge.quota.events;
    if (!verdict.answer.is_within) {
        std::multiset<std::int64_t> times;
        for (const auto& [member, at] : members) {
            times.insert(at);
        }
        verdict.answer.next_at = instant(*std::next(times.begin(), count - charge.quota.events) +
                                         micro(charge.quota.window));
    }
    return verdict;
}

LimitModel::Verdict LimitModel::judge_share(const Events& events, const Charge& charge,
                                            std::int64_t now) {
    const auto width = micro(charge.quota.window) / 10;
    const auto hit = std::min<std::int64_t>(charge.cost, 1);
    const auto own = charge.is_question ? Counted{} : Counted{1, hit};
    const auto with_it = [&](std::int64_t at) {
        auto all = counted(events, charge, at);
        return Counted{all.all + own.all, all.hits + own.hits};
    };
    Verdict verdict{.cost = hit};
    verdict.answer.is_within = fits(with_it(now), charge);
    verdict.answer.is_too_much = !fits(own, charge);
    if (!verdict.answer.is_within && !verdict.answer.is_too_much) {
        auto at = now / width * width;
        while (!fits(with_it(at), charge)) {
            at += width;
        }
        verdict.answer.next_at = instant(at);
    }
    return verdict;
}

LimitModel::Verdict LimitModel::judge(const Events& events, const std::string& transaction,
                                      const Charge& charge, std::int64_t now) {
    switch (charge.counting) {
        case Counting::distinct: return judge_distinct(events, charge, now);
        case Counting::share: return judge_share(events, charge, now);
        default: return judge_flow(events, transaction, charge, now);
    }
}

std::int64_t LimitModel::left(const Events& events, const Charge& charge, std::int64_t now) {
    if (charge.counting == Counting::distinct) {
        const auto count = static_cast<std::int64_t>(seen(events, charge, now).size());
        return std::max<std::int64_t>(charge.quota.events - count, 0);
    }
    if (charge.counting == Counting::share) {
        const auto [all, hits] = counted(events, charge, now);
        const auto used = all == 0 ? 0 : (100 * hits + all - 1) / all;
        return std::max<std::int64_t>(charge.quota.events - used, 0);
    }
    const auto interval = interval_of(charge);
    return (charge.quota.burst * interval - level(events, charge, now)) / interval;
}

std::vector<LimitAnswer> LimitModel::reserve(const std::string& transaction,
                                             const std::vector<Charge>& charges, std::int64_t now) {
    std::vector<LimitAnswer> answers(charges.size());
    const auto pass = [&](bool is_first) {
        auto changed = all_;
        bool fits_all = true;
        for (std::size_t i = 0; i < charges.size(); ++i) {
            const auto& charge = charges[i];
            auto& events = changed[charge.key];
            const auto verdict = judge(events, transaction, charge, now);
            const bool is_within = verdict.answer.is_within;
            fits_all = fits_all && (is_within || !charge.is_enforced);
            if (is_first) {
                answers[i] = verdict.answer;
            }
            const bool is_chargeable = is_first || charge.is_final || !charge.is_enforced;
            const bool is_share = charge.counting == Counting::share;
            const bool is_counted = is_within || (is_share && charge.is_final);
            const bool is_event = is_share || charge.cost > 0;
            if (!charge.is_question && is_chargeable && is_counted && is_event) {
                events.push_back(
                    {now, charge.is_final ? "" : transaction, verdict.cost, charge.member});
            }
            answers[i].left = left(events, charge, now);
        }
        if (fits_all || !is_first) {
            all_ = std::move(changed);
        }
        return fits_all;
    };
    if (!pass(true)) {
        (void)pass(false);
    }
    return answers;
}

void LimitModel::commit(const std::string& transaction) {
    for (auto& [key, events] : all_) {
        for (auto& event : events) {
            if (event.transaction == transaction) {
                event.transaction.clear();
            }
        }
    }
}

void LimitModel::give_back(const std::string& transaction) {
    for (auto& [key, events] : all_) {
        std::erase_if(events, [&transaction](const Event& event) {
            return event.transaction == transaction;
        });
    }
}

}  // namespace msa::wire
