// Explanations from records, see recorded_explanation.h.
#include "workbench/recorded_explanation.h"

#include "trail/trail_time.h"

#include <utility>

namespace msa {
namespace {

std::string ended_text(const RecordedMail& mail) {
    const auto& ending = mail.ending;
    std::string text = trail_time(mail.time) + ", " + std::string(to_text(ending.disposition));
    text += ending.rule.empty() ? "" : " by " + ending.rule;
    text += ending.where.empty() ? "" : " (" + ending.where + ')';
    text += ending.disposition == Disposition::accepted
                ? ""
                : " at the stage " + std::string(to_text(ending.stage));
    text += ending.trouble.empty() ? "" : ": " + ending.trouble;
    return text;
}

std::vector<std::string> not_kept(const RecordedMail& mail) {
    const auto& unkept = mail.not_kept;
    std::vector<std::string> lines;
    for (const auto& field : unkept.fields) {
        lines.push_back("the value of " + field.name + ", which " + field.why);
    }
    for (const auto& name : unkept.masked) {
        lines.push_back("whom " + name + " named: only the form of its value is");
    }
    if (unkept.body && mail.ending.stage == Stage::message) {
        lines.emplace_back("what was counted in the body");
    }
    if (!unkept.recipients.empty()) {
        lines.push_back("each recipient, which " + unkept.recipients);
    }
    if (!unkept.client.empty()) {
        lines.push_back("the client's address, which " + unkept.client);
    }
    for (const auto& doubt : unkept.all) {
        lines.push_back(doubt.why);
    }
    lines.emplace_back("the body itself, which never is");
    return lines;
}

std::vector<std::string> texts_of(const std::vector<Doubt>& doubts) {
    std::vector<std::string> texts;
    for (const auto& doubt : doubts) {
        texts.push_back(doubt.detail.empty() ? doubt.why : doubt.why + ": " + doubt.detail);
    }
    return texts;
}

}  // namespace

Explanation recorded_explanation(const RecordedMail& mail, Replayer& replayer, Evidence& evidence) {
    (void)evidence.take();  // what loading asked
    Explainer explainer(evidence);
    auto replayed = replayer.judge_again(mail, &explainer);
    Explanation explanation{.submission = mail.submission};
    explanation.record = ExplainedRecord{.transaction = mail.transaction,
                                         .ended = ended_text(mail),
                                         .not_kept = not_kept(mail),
                                         .doubts = texts_of(replayed.doubts)};
    explanation.identity_facts = explainer.identity_facts();
    explanation.rules = explainer.rules();
    explanation.judgement = std::move(replayed.judgement);
    return explanation;
}

}  // namespace msa
