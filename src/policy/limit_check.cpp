#include "policy/limit_check.h"

#include "base/text.h"
#include "policy/transaction_limits.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <utility>

namespace msa {
namespace {

using Instant = LimitAnswer::Instant;

std::string formatted(std::time_t time, const char* format) {
    constexpr std::size_t most = 40;
    std::tm parts{};
    std::array<char, most> text{};
    (void)::gmtime_r(&time, &parts);  // fails for no year that a clock has
    const auto size = std::strftime(text.data(), text.size(), format, &parts);
    return {text.data(), size};
}

/// `14:20`, `14:20:35`, in front the date where it is another day. Never before `instant`.
std::string clock_text(Instant instant, Instant now) {
    constexpr std::time_t day = 86400;
    constexpr std::time_t minute = 60;
    const auto time = Instant::clock::to_time_t(std::chrono::ceil<std::chrono::seconds>(instant));
    const bool is_today = time / day == Instant::clock::to_time_t(now) / day;
    return formatted(time, is_today ? "" : "%Y-%m-%d ") +
           formatted(time, time % minute == 0 ? "%H:%M" : "%H:%M:%S") + " UTC";
}

class LimitCheck final : public Check {
public:
    explicit LimitCheck(Limit limit) : limit_(std::move(limit)) {}

    [[nodiscard]] const Limit* limit() const override { return &limit_; }
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        return found(at, [this](const MailStage& stage) { return limit_.charge(stage); });
    }
    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        return found(at, [&](const MailStage&) { return limit_.charge(at); });
    }

private:
    template <class ChargeOf>
    [[nodiscard]] Findings found(const MailStage& at, const ChargeOf& charge_of) const {
        const auto* answer = at.limits() == nullptr ? nullptr : at.limits()->answer(limit_);
        if (answer == nullptr) {
            return {};
        }
        if (!*answer) {
            return {cannot_tell("limit " + limit_.id + ": " + answer->error().what)};
        }
        const auto charge = charge_of(at);
        if (!charge || !*charge) {
            return {};
        }
        if (!(*answer)->is_within) {
            return {above(at, **charge, **answer)};
        }
        return warning(**charge, **answer);
    }

    [[nodiscard]] Finding above(const MailStage& at, const Charge& charge,
                                const LimitAnswer& answer) const {
        const auto whole_limit = whole(limit_.quota, limit_.counting());
        const auto counts =
            limit_.counting() == Counting::amount || limit_.counting() == Counting::newcomers;
        const bool is_too_much =
            counts && !charge.is_question &&
            (answer.is_too_much || at.limits()->charged(charge.key) + charge.cost > whole_limit);
        if (limit_.is_of_message()) {
            return above_of_message();
        }
        const auto next = clock_text(answer.next_at, at.now.time);
        const auto what = whose(charge) + ": " + limit_.text() + ": " +
                          std::to_string(answer.left) + " left of " + std::to_string(whole_limit) +
                          (answer.is_local ? " (counted by this host alone)" : "");
        if (is_too_much) {
            return {
                .what = what + "; one message is above the whole limit",
                .reply = {550, "5.7.1", "A message may have at most " + limit_.amount(whole_limit)},
                .is_for_good = true};
        }
        const bool is_share = limit_.counting() == Counting::share;
        const auto text =
            (is_share ? "More than " + std::to_string(limit_.rate) +
                            " % of the recipients were refused in " + limit_.period()
                      : limit_.text() + (limit_.rate == 1 ? " is used up" : " are used up")) +
            "; the next at " + next;
        return {
            .what = what + ", the next at " + next,
            .reply = limit_.is_for_good ? Reply{550, "5.7.1", text} : Reply{450, "4.7.1", text}};
    }

    /// The rest may come in another message (RFC 5321, 4.5.3.1.10).
    [[nodiscard]] Finding above_of_message() const {
        const auto text = "A message may have at most " + limit_.amount(limit_.rate);
        return {
            .what = "more than " + limit_.amount(limit_.rate),
            .reply = limit_.is_for_good ? Reply{550, "5.7.1", text} : Reply{452, "4.5.3", text}};
    }

    /// Where this charge was the one that crossed `warn_at`.
    [[nodiscard]] Findings warning(const Charge& charge, const LimitAnswer& answer) const {
        if (!limit_.warn_at || charge.is_question) {
            return {};
        }
        const auto may_be_left = static_cast<std::int64_t>(std::floor(
            (1.0 - *limit_.warn_at) * static_cast<double>(whole(limit_.quota, limit_.counting())) +
            1e-9));
        const bool is_crossed =
            answer.left <= may_be_left && answer.left + charge.cost > may_be_left;
        return is_crossed
                   ? Findings{noted({.what = whose(charge) + ": " + limit_.text() + ": only " +
                                             std::to_string(answer.left) + " left of " +
                                             std::to_string(whole(limit_.quota, limit_.counting())),
                                     .reply = {}})}
                   : Findings{};
    }

    [[nodiscard]] static std::string whose(const Charge& charge) {
        const auto whom = charge.key.substr(charge.key.find('|', charge.key.find('|') + 1) + 1);
        const auto colon = whom.find(':');
        if (whom == "message:") {
            return "the message";
        }
        return whom == "all:" ? "all" : whom.substr(0, colon) + ' ' + whom.substr(colon + 1);
    }

    Limit limit_;
};

}  // namespace

std::vector<Stage> stages_of(Counted counted) {
    switch (counted) {
        case Counted::messages:
        case Counted::networks:
        case Counted::rights_refused: return {Stage::mail};
        case Counted::refused_recipients: return {Stage::mail, Stage::recipient};
        default: return {Stage::recipient};
    }
}

std::unique_ptr<const Check> make_limit_check(Limit limit) {
    return std::make_unique<LimitCheck>(std::move(limit));
}

}  // namespace msa
