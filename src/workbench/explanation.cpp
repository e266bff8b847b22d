#include "workbench/explanation.h"

#include <algorithm>

namespace msa {
namespace {

ExplainedRule::Result result_of(const AskedRule& asked) {
    using Result = ExplainedRule::Result;
    if (!asked.is_meant) {
        return Result::not_meant;
    }
    if (!asked.judged.empty()) {
        return Result::found;
    }
    return asked.found == 0 ? Result::passed : Result::excepted;
}

bool decides(const ExplainedRule& rule) {
    return std::any_of(rule.findings.begin(), rule.findings.end(), [](const JudgedFinding& each) {
        return each.reply && each.mode == Mode::enforce;
    });
}

}  // namespace

void Explainer::begins(Stage stage) {
    if (stage == Stage::mail) {
        identity_facts_ = evidence_.take();
    }
}

void Explainer::asked(const AskedRule& asked) {
    rules_.push_back({.id = asked.rule.id,
                      .check = asked.rule.check_name,
                      .where = asked.rule.where,
                      .condition = when_text(asked.rule.when),
                      .stage = asked.stage,
                      .recipient = std::string(asked.subject),
                      .result = result_of(asked),
                      .findings = {asked.judged.begin(), asked.judged.end()},
                      .facts = evidence_.take()});
}

const ExplainedRule* Explanation::decider() const {
    if (!judgement.record.reply || rules.empty() || !decides(rules.back())) {
        return nullptr;
    }
    return &rules.back();
}

std::string_view to_text(ExplainedRule::Result result) {
    switch (result) {
        case ExplainedRule::Result::not_meant: return "not_meant";
        case ExplainedRule::Result::passed: return "passed";
        case ExplainedRule::Result::excepted: return "excepted";
        case ExplainedRule::Result::found: break;
    }
    return "found";
}

}  // namespace msa
