// A later judgement, see replayer.h.
#include "workbench/replayer.h"

#include "workbench/given_world.h"

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

}  // namespace

Replayed Replayer::judge_again(const RecordedMail& mail, JudgeObserver* observer) {
    const FixedClock clock(mail.now);
    FixedRandom random;
    static const OtherTables none;
    answers_.speak_for(mail.facts, others_ ? others_(mail.rules_hash) : none);
    const auto choice = rules_->for_session(mail.submission.session);
    FactGaps gaps(mail, *choice.rules, answers_, observer);
    const Resolver& resolver = watched_ ? static_cast<const Resolver&>(*watched_) : answers_;
    Replayed replayed;
    replayed.judgement = judge(choice.rules, choice.governs, mail.submission,
                               {clock,
                                random,
                                answers_,
                                mail.host,
                                {.resolver = &resolver, .sender_policy = &answers_},
                                &gaps});
    replayed.after = ending_of(replayed.judgement.record);
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
