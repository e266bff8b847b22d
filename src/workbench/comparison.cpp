#include "workbench/comparison.h"

#include "base/text.h"
#include "workbench/header_diff.h"

#include <algorithm>

namespace msa {
namespace {

std::string quoted_or_none(const std::string& text) {
    return text.empty() ? "none" : '"' + text + '"';
}

std::string listed(const std::set<std::string>& all) {
    return all.empty() ? "none" : '"' + join({all.begin(), all.end()}, "\", \"") + '"';
}

std::set<std::string> rules_with(const Explanation& explanation, bool found) {
    std::set<std::string> ids;
    std::set<std::string> others;
    for (const auto& rule : explanation.rules) {
        if (rule.result == ExplainedRule::Result::found) {
            (found ? ids : others).insert(rule.id);
        } else if (rule.result == ExplainedRule::Result::passed && !found) {
            ids.insert(rule.id);
        }
    }
    for (const auto& other : others) {
        ids.erase(other);  // it found something at another stage
    }
    return ids;
}

std::set<std::string> fields(const Explanation& explanation, DiffLine::Kind kind) {
    std::set<std::string> result;
    if (!explanation.judgement.outcome) {
        return result;
    }
    for (const auto& line :
         header_diff(explanation.submission.message.header, explanation.judgement.outcome->edits)) {
        if (line.kind == kind && !line.field.starts_with("DKIM-Signature:")) {
            result.insert(line.field);
        }
    }
    return result;
}

/// Which rule made it what it is: the one that refused, or that held it.
std::string decider_of(const Explanation& explanation) {
    if (const auto* rule = explanation.decider()) {
        return rule->id;
    }
    const auto& outcome = explanation.judgement.outcome;
    return outcome ? outcome->hold_reason.substr(0, outcome->hold_reason.find(':')) : "";
}

}  // namespace

void Comparison::equal(const std::string& what, const std::string& expected,
                       const std::string& got) {
    if (!expected.empty() && expected != got) {
        differ(what, quoted_or_none(expected), quoted_or_none(got));
    }
}

void Comparison::begins(const std::string& what, const std::string& expected,
                        const std::string& got) {
    if (!got.starts_with(expected)) {
        differ(what, '"' + expected + "...\"", quoted_or_none(got));
    }
}

void Comparison::contains(const std::string& what, const std::vector<std::string>& expected,
                          const std::set<std::string>& got) {
    for (const auto& each : expected) {
        if (got.count(each) == 0) {
            differ(what, '"' + each + '"', listed(got));
        }
    }
}

void Comparison::has_prefixes(const std::string& what, const std::vector<std::string>& expected,
                              const std::set<std::string>& got) {
    for (const auto& each : expected) {
        if (std::none_of(got.begin(), got.end(), [&each](const std::string& text) {
                return equal_ignoring_case(std::string_view(text).substr(0, each.size()), each);
            })) {
            differ(what, '"' + each + "...\"", listed(got));
        }
    }
}

void Comparison::same(const std::string& what, const std::vector<std::string>& expected,
                      const std::set<std::string>& got) {
    const std::set<std::string> wanted(expected.begin(), expected.end());
    if (wanted != got) {
        differ(what, listed(wanted), listed(got));
    }
}

void Comparison::differ(const std::string& what, const std::string& expected,
                        const std::string& got) {
    failures_.push_back(what + ": expected " + expected + ", got " + got);
}

std::vector<std::string> differences(const Expectation& expected, const Explanation& explanation) {
    const auto& record = explanation.judgement.record;
    Comparison comparison;
    comparison.equal("disposition", expected.disposition, std::string(to_text(record.disposition)));
    comparison.equal("rule", expected.rule, decider_of(explanation));
    comparison.begins("reply", expected.reply, record.reply ? to_text(*record.reply) : "");
    comparison.contains("finds", expected.finds, rules_with(explanation, true));
    comparison.contains("passes", expected.passes, rules_with(explanation, false));
    comparison.has_prefixes("adds", expected.adds, fields(explanation, DiffLine::Kind::added));
    comparison.has_prefixes("removes", expected.removes,
                            fields(explanation, DiffLine::Kind::removed));
    if (expected.signers) {
        std::set<std::string> signers;
        for (const auto& signature : record.signatures) {
            signers.insert(signature.domain);
        }
        comparison.same("signed", *expected.signers, signers);
    }
    return comparison.failures();
}

}  // namespace msa
