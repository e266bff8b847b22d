// Limits counted again, see limit_history.h.
#include "workbench/limit_history.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace msa {
namespace {

using Instant = LimitSpan::Instant;
using Kind = LimitMoment::Kind;

Instant instant_of(std::int64_t time) {
    return Instant(std::chrono::microseconds(time));
}

/// ID|RATE of ID|RATE|WHOM.
std::string_view limit_of(std::string_view key) {
    return key.substr(0, key.find('|', key.find('|') + 1));
}

/// What nobody knows of the time before the trail comes before all that began then.
std::int64_t place_of(const LimitMoment& moment) {
    return moment.kind == Kind::beginning ? std::numeric_limits<std::int64_t>::min() : moment.time;
}

}  // namespace

/// The limits of one host: one moment after the other.
class LimitHistory::Host {
public:
    explicit Host(const std::set<std::string, std::less<>>& recorded) : recorded_(recorded) {}

    void add(const LimitMoment& moment, CountedLimits& counted);

private:
    struct Key {
        LimitSpan span{};
        std::uint32_t gaps = 0;
        Uncounted unknown = Uncounted::before_trail;
    };
    /// What becomes of one transaction.
    struct Course {
        std::map<std::string, LimitSpan> before{};  // of keys whose charges can be given back
        std::size_t refused = 0;                    // recipients
        bool is_refused = false;
        bool is_sure = true;
    };

    /// What its limits say to one call.
    struct Verdict {
        std::vector<CountedLimit> said{};
        bool fits = true;  // as far as is known
        bool is_sure = true;
    };

    [[nodiscard]] Key& key_of(const Charge& charge);
    [[nodiscard]] CountedLimit answer(const Charge& charge, Instant now);
    [[nodiscard]] Verdict verdict(const LimitCall& call, Instant now);
    void charge_all(const LimitCall& call, const Verdict& verdict, Instant now, Course& course);
    void take(const LimitCall& call, const LimitMoment& moment, Course& course,
              CountedLimits& counted);
    void count(const Charge& charge, Instant now, bool is_sure, Course& course);
    void end(const LimitMoment& moment, const Course& course);

    const std::set<std::string, std::less<>>& recorded_;
    std::map<std::string, Key> keys_{};
    std::uint32_t gaps_ = 0;
    std::int64_t gap_end_ = 0;
    bool is_beginning_ = true;
};

/// As it stands at that moment.
LimitHistory::Host::Key& LimitHistory::Host::key_of(const Charge& charge) {
    auto& key = keys_[charge.key];
    if (key.gaps != gaps_) {
        key.gaps = gaps_;
        key.span.forget(instant_of(gap_end_), charge);
        key.unknown = is_beginning_ ? Uncounted::before_trail : Uncounted::behind_gap;
    }
    return key;
}

CountedLimit LimitHistory::Host::answer(const Charge& charge, Instant now) {
    if (recorded_.find(limit_of(charge.key)) != recorded_.end()) {
        return {.answer = std::nullopt, .why = Uncounted::other_mail};
    }
    const auto& key = key_of(charge);
    return {.answer = key.span.answer(charge, now),
            .why = charge.counting == Counting::share ? Uncounted::share : key.unknown};
}

void LimitHistory::Host::count(const Charge& charge, Instant now, bool is_sure, Course& course) {
    auto& span = key_of(charge).span;
    if (!charge.is_final) {
        course.before.try_emplace(charge.key, span);
    }
    span.count(charge, now, is_sure);
}

LimitHistory::Host::Verdict LimitHistory::Host::verdict(const LimitCall& call, Instant now) {
    Verdict verdict{.fits = !call.is_held_up};
    for (const auto& charge : call.charges) {
        verdict.said.push_back(answer(charge, now));
        const auto& each = verdict.said.back();
        if (charge.is_enforced && !is_noted(charge)) {
            verdict.fits = verdict.fits && each.may_be_within();
            verdict.is_sure = verdict.is_sure && each.answer.has_value();
        }
    }
    return verdict;
}

/// Where one that is enforced is not within its limit, the others are only asked.
void LimitHistory::Host::charge_all(const LimitCall& call, const Verdict& verdict, Instant now,
                                    Course& course) {
    for (std::size_t i = 0; i < call.charges.size(); ++i) {
        const auto& charge = call.charges[i];
        const auto& each = verdict.said[i];
        const bool is_alone = !charge.is_enforced || charge.is_final;
        if (!charge.is_question && charge.counting != Counting::share && each.may_be_within() &&
            (verdict.fits || is_alone)) {
            count(charge, now, each.answer.has_value() && (is_alone || verdict.is_sure), course);
        }
    }
}

void LimitHistory::Host::take(const LimitCall& call, const LimitMoment& moment, Course& course,
                              CountedLimits& counted) {
    const auto now = instant_of(moment.time);
    auto verdict = this->verdict(call, now);
    charge_all(call, verdict, now, course);
    bool is_at_mail = false;
    for (std::size_t i = 0; i < call.charges.size(); ++i) {
        const auto& charge = call.charges[i];
        is_at_mail = is_at_mail || moment.at_mail.count(charge.key) != 0;
        if (auto& answer = verdict.said[i].answer) {
            answer->left = key_of(charge).span.left(charge, now);
        }
        if (!is_noted(charge)) {
            counted.add(moment.transaction, charge.key, verdict.said[i]);
        }
    }
    course.is_sure = course.is_sure && verdict.is_sure;
    if (!verdict.fits && !call.is_held_up) {
        course.is_refused = course.is_refused || is_at_mail;
        course.refused += is_at_mail ? 0 : 1;
    }
}

void LimitHistory::Host::end(const LimitMoment& moment, const Course& course) {
    const bool is_accepted =
        moment.is_accepted && !course.is_refused && course.refused < moment.recipients;
    for (const auto& [name, before] : course.before) {
        auto& span = keys_[name].span;
        if (!course.is_sure && moment.is_accepted) {
            span.blur(before);
        } else if (!is_accepted) {
            span = before;
        }
    }
}

void LimitHistory::Host::add(const LimitMoment& moment, CountedLimits& counted) {
    if (moment.kind != Kind::transaction) {
        ++gaps_;
        gap_end_ = std::max(gap_end_, moment.end);
        is_beginning_ = moment.kind == Kind::beginning;
        return;
    }
    Course course;
    for (const auto& call : moment.calls) {
        take(call, moment, course, counted);
    }
    end(moment, course);
}

void LimitHistory::add(LimitMoment moment) {
    for (const auto& key : moment.recorded) {
        recorded_.emplace(limit_of(key));
    }
    moments_.push_back(std::move(moment));
}

CountedLimits LimitHistory::counted() && {
    std::stable_sort(moments_.begin(), moments_.end(), [](const auto& one, const auto& other) {
        return std::pair(place_of(one), one.kind) < std::pair(place_of(other), other.kind);
    });
    std::map<std::string, Host> hosts;
    CountedLimits counted;
    for (const auto& moment : moments_) {
        hosts.try_emplace(moment.host, recorded_).first->second.add(moment, counted);
    }
    return counted;
}

}  // namespace msa
