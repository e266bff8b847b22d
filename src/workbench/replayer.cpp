// A later judgement, see replayer.h.
#include "workbench/replayer.h"

#include "base/text.h"
#include "submission/heard_limits.h"
#include "workbench/asked_limits.h"
#include "workbench/given_world.h"

#include <algorithm>
#include <chrono>

namespace msa {
namespace {

/// What no rule has decided befalls it again: an MTA that does not take an edit, a fault of ours.
bool meets_same_trouble(const Ending& before, const Ending& after) {
    constexpr std::string_view of_keys = "signing failed";
    return !before.trouble.empty() && before.stage != Stage::mail &&
           !(before.trouble.starts_with(of_keys) && before.stage == Stage::message &&
             after.signatures.empty());
}

/// It went further than the recorded one, of which nothing more is known.
bool outlives(const Ending& before, const Ending& after) {
    return after.disposition == Disposition::aborted && before.disposition != Disposition::aborted;
}

/// What is given to a field of which the value is not known, nobody can compare.
void forget_values(const NotKept& not_kept, std::vector<EndingEdit>& edits) {
    const auto forget = [&edits](std::string_view field) {
        for (auto& edit : edits) {
            const auto words = split(edit.what, ' ');
            if (words.size() > 1 && same_name(words[1], field)) {
                edit.value.reset();
            }
        }
    };
    for (const auto& field : not_kept.fields) {
        forget(field.name);
    }
    for (const auto& name : not_kept.masked) {
        forget(name);
    }
}

/// A limit that is asked at MAIL refused a recipient: where a server counts, that is one call.
bool has_waited(const RecordedMail& mail, const RuleSet& rules) {
    return mail.ending.stage == Stage::recipient &&
           std::any_of(rules.rules.begin(), rules.rules.end(), [&](const Rule& each) {
               return each.id == mail.ending.rule && each.check->limit() != nullptr &&
                      each.asks_at(Stage::mail);
           });
}

}  // namespace

void Replayer::speak_for(const RecordedMail& mail) {
    static const OtherTables none;
    answers_.speak_for({.facts = mail.facts,
                        .others = others_ ? others_(mail.rules_hash) : none,
                        .has_masked = !mail.not_kept.masked.empty(),
                        .counted = counted_ == nullptr ? nullptr : counted_->of(mail.transaction),
                        .counted_limits = counted_limits_ == nullptr
                                              ? nullptr
                                              : counted_limits_->of(mail.transaction)});
}

Judgement Replayer::judged(const RecordedMail& mail, const SubmittedMail& submission,
                           RateCounter& rates, FactGaps& gaps, LimitStore* limits) {
    const FixedClock clock(mail.now);
    FixedRandom random;
    GivenSuspension suspension(mail.suspended);
    const auto choice = rules_->for_session(submission.session);
    const Resolver& resolver = watched_ ? static_cast<const Resolver&>(*watched_) : answers_;
    return judge(choice.rules, choice.governs, submission,
                 {clock,
                  random,
                  rates,
                  mail.host,
                  {.resolver = &resolver, .sender_policy = &answers_},
                  &gaps,
                  {},
                  limits,
                  &suspension});
}

std::optional<AskedRates> Replayer::rates_asked(const RecordedMail& mail) {
    const SubmittedMail beginning{.session = mail.submission.session,
                                  .mail = mail.submission.mail,
                                  .recipients = {},
                                  .message = {},
                                  .known = KnownPart{.until = Stage::mail}};
    const auto rules = rules_->for_session(beginning.session).rules;
    bool is_known = true;
    auto asked = asked_rates([&](RateCounter& rates) {
        speak_for(mail);
        FactGaps gaps(mail, *rules, answers_);
        (void)judged(mail, beginning, rates, gaps);
        is_known = gaps.doubts().empty() && is_known;
    });
    return is_known ? std::optional(std::move(asked)) : std::nullopt;
}

/// The keys of calls that are charged at MAIL.
std::set<std::string> Replayer::keys_at_mail(const RecordedMail& mail,
                                             const LimitMoment& moment) const {
    std::set<std::string> keys;
    for (const auto& rule : rules_->for_session(mail.submission.session).rules->rules) {
        if (rule.check->limit() == nullptr || rule.stages.back() != Stage::mail) {
            continue;
        }
        for (const auto& call : moment.calls) {
            for (const auto& charge : call.charges) {
                if (charge.key.starts_with(rule.id + '|')) {
                    keys.insert(charge.key);
                }
            }
        }
    }
    return keys;
}

LimitMoment Replayer::limits_asked(const RecordedMail& mail) {
    AskedLimits asked(mail.facts.limits);
    const auto replayed = judge_with(mail, nullptr, asked);
    const auto time =
        std::chrono::duration_cast<std::chrono::microseconds>(mail.now.time.time_since_epoch())
            .count();
    if (!replayed.doubts.empty()) {
        return {.kind = LimitMoment::Kind::gap, .time = time, .end = time, .host = mail.host};
    }
    LimitMoment moment{.time = time, .host = mail.host, .transaction = mail.transaction};
    moment.calls = asked.calls();
    const auto& recipients = replayed.judgement.record.recipients;
    moment.recipients = static_cast<std::size_t>(
        std::count_if(recipients.begin(), recipients.end(),
                      [](const auto& each) { return !each.refusal.has_value(); }));
    moment.is_accepted = replayed.after.disposition == Disposition::accepted ||
                         replayed.after.disposition == Disposition::held;
    moment.at_mail = keys_at_mail(mail, moment);
    for (const auto& fact : mail.facts.limits) {
        moment.recorded.push_back(fact.key);
    }
    return moment;
}

Replayed Replayer::judge_again(const RecordedMail& mail, JudgeObserver* observer) {
    HeardLimits limits(
        &mail.facts.limits,
        [this](std::string_view, const Charge& charge) { return answers_.limit(charge); },
        has_waited(mail, *rules_->for_session(mail.submission.session).rules));
    return judge_with(mail, observer, limits);
}

Replayed Replayer::judge_with(const RecordedMail& mail, JudgeObserver* observer,
                              LimitStore& limits) {
    speak_for(mail);
    const auto rules = rules_->for_session(mail.submission.session).rules;
    FactGaps gaps(mail, *rules, answers_, observer);
    Replayed replayed;
    replayed.judgement = judged(mail, mail.submission, answers_, gaps, &limits);
    answers_.note_limits();
    replayed.after = ending_of(replayed.judgement.record);
    forget_values(mail.not_kept, replayed.after.edits);
    replayed.doubts = gaps.doubts();
    const auto& before = mail.ending;
    const bool passes = replayed.after.disposition == Disposition::aborted ||
                        replayed.after.disposition == Disposition::accepted ||
                        replayed.after.disposition == Disposition::held;
    const bool gave_up = before.disposition == Disposition::aborted;
    if (passes && (gave_up || meets_same_trouble(before, replayed.after))) {
        replayed.after = before;
    } else if (outlives(before, replayed.after)) {
        replayed.doubts.push_back({"it ended at the stage " + std::string(to_text(before.stage)) +
                                       ", and what would have followed is not known",
                                   {}});
    }
    return replayed;
}

}  // namespace msa
