// An explanation for a terminal. Whatever a client or a table said is printed as printable() has
// it.
#include "base/text.h"
#include "workbench/explanation.h"
#include "workbench/header_diff.h"

#include <algorithm>
#include <cstddef>

namespace msa {
namespace {

constexpr std::size_t longest_value = 300;

std::string shown(std::string_view value) {
    return printable(value, longest_value);
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

/// `heading` and text behind it, as all parts of the explanation begin.
std::string part(const std::string& heading, const std::string& text) {
    constexpr std::size_t width = 11;
    return padded(heading, width) + text + '\n';
}

/// FILE:LINE without the folders of FILE.
std::string place_of(const ExplainedRule& rule) {
    const auto slash = rule.where.rfind('/');
    return rule.where.empty() ? "default" : shown(rule.where.substr(slash + 1));
}

std::string fact_line(const Fact& fact) {
    return "    " + shown(fact.source) + ": " + shown(fact.key) + " -> " + shown(fact.answer) +
           (fact.where.empty() ? "" : " (" + shown(fact.where) + ')') + '\n';
}

std::string facts_text(const std::vector<Fact>& facts) {
    std::string text;
    for (const auto& fact : facts) {
        text += fact_line(fact);
    }
    return text;
}

std::string verdict_of(const JudgedFinding& finding) {
    std::string text(to_text(finding.action));
    text += finding.cannot_tell ? ", cannot tell" : "";
    text += finding.mode == Mode::monitor ? ", only monitored" : "";
    if (!finding.exception.empty()) {
        text += ", by exception " + shown(finding.exception) + " (owner " +
                shown(finding.exception_owner) +
                (finding.exception_ticket.empty() ? ""
                                                  : ", ticket " + shown(finding.exception_ticket)) +
                ')';
    }
    return text;
}

std::string finding_lines(const std::vector<JudgedFinding>& findings) {
    std::string text;
    for (const auto& finding : findings) {
        text += "    " + verdict_of(finding) + ": " + shown(finding.what) + '\n';
        text += finding.reply ? "    reply: " + shown(to_text(*finding.reply)) + '\n' : "";
    }
    return text;
}

std::string outcome_of(const ExplainedRule& rule) {
    switch (rule.result) {
        case ExplainedRule::Result::not_meant: return "not for this one";
        case ExplainedRule::Result::passed: return "passed";
        case ExplainedRule::Result::excepted: return "passed by an exception";
        case ExplainedRule::Result::found: break;
    }
    const auto decisive = std::find_if(rule.findings.begin(), rule.findings.end(),
                                       [](const auto& each) { return each.reply.has_value(); });
    return std::string(
        to_text(decisive == rule.findings.end() ? rule.findings.front().action : decisive->action));
}

/// How wide the columns of the rules are.
struct Columns {
    std::size_t place = 0;
    std::size_t id = 0;

    explicit Columns(const std::vector<ExplainedRule>& rules) {
        for (const auto& rule : rules) {
            place = std::max(place, place_of(rule).size());
            id = std::max(id, shown(rule.id).size());
        }
    }
};

std::string rule_text(const ExplainedRule& rule, const Columns& columns) {
    std::string text = "  " + padded(place_of(rule), columns.place) + "  " +
                       padded(shown(rule.id), columns.id) + "  " + outcome_of(rule);
    text += rule.condition.empty() ? "" : "   when " + shown(rule.condition);
    return text + '\n' + finding_lines(rule.findings) + facts_text(rule.facts);
}

std::string stage_heading(const Explanation& explanation, const ExplainedRule& rule) {
    const auto& envelope = explanation.judgement.record.envelope;
    switch (rule.stage) {
        case Stage::mail:
            return "\n" + part("mail", "MAIL FROM:" + shown(envelope.sender_argument));
        case Stage::recipient: return "\n" + part("recipient", "RCPT TO:" + shown(rule.recipient));
        case Stage::headers: return "\nheaders\n";
        case Stage::message: break;
    }
    return "\nmessage\n";
}

std::string rules_text(const Explanation& explanation) {
    const Columns columns(explanation.rules);
    std::string text;
    const ExplainedRule* before = nullptr;
    for (const auto& rule : explanation.rules) {
        const bool is_new =
            before == nullptr || before->stage != rule.stage || before->recipient != rule.recipient;
        text += (is_new ? stage_heading(explanation, rule) : "") + rule_text(rule, columns);
        before = &rule;
    }
    return text;
}

std::string client_of(const Session& session) {
    return session.is_local
               ? "a program of this host"
               : session.client_address + ", " +
                     (session.tls.version.empty() ? "clear text" : session.tls.version);
}

std::string head_text(const Explanation& explanation) {
    const auto& record = explanation.judgement.record;
    const auto& session = explanation.submission.session;
    std::string text = part("rules", shown(record.rules_file) + ", version " +
                                         shown(record.rules_version) + ", " + record.rules_hash);
    text += part("client",
                 shown(client_of(session)) + ", behind " + std::string(to_text(session.host)) +
                     (session.listener.empty() ? "" : ", listener " + shown(session.listener)));
    text += part("identity", record.identity ? shown(record.identity->login) + ", by " +
                                                   std::string(to_text(record.identity->source)) +
                                                   ' ' + shown(record.identity->proof)
                                             : "none");
    text += facts_text(explanation.identity_facts);
    for (const auto& note : explanation.assumed) {
        text += part("assumed", shown(note));
    }
    return text;
}

std::string record_text(const Explanation& explanation) {
    if (!explanation.record) {
        return {};
    }
    const auto& record = *explanation.record;
    std::string text = part("recorded", shown(record.transaction) + ", " + shown(record.ended));
    for (const auto& each : record.not_kept) {
        text += part("not kept", shown(each));
    }
    return text;
}

std::string doubts_text(const Explanation& explanation) {
    std::string text;
    if (explanation.record) {
        for (const auto& each : explanation.record->doubts) {
            text += part(text.empty() ? "undecided" : "", shown(each));
        }
    }
    return text;
}

std::string rights_text(const AuditRecord& record) {
    std::string text;
    for (const auto& [address, right] : record.rights) {
        std::string line = shown(address) + ": " + std::string(to_text(right.kind));
        line += right.by.empty() ? "" : ", " + shown(right.by);
        line += right.owner.empty() ? "" : ", owner " + shown(right.owner);
        line += right.ticket.empty() ? "" : ", ticket " + shown(right.ticket);
        text += part(text.empty() ? "rights" : "", line);
    }
    return text;
}

std::string decision_text(const Explanation& explanation) {
    const auto& record = explanation.judgement.record;
    std::string line(to_text(record.disposition));
    if (const auto* rule = explanation.decider()) {
        line += " by " + shown(rule->id) + " (" + place_of(*rule) + "), later rules were not asked";
    } else if (!record.trouble.empty()) {
        line += ": " + shown(record.trouble);
    } else if (record.reply) {
        line += " at the stage " + record.stage;
    } else if (explanation.judgement.outcome &&
               !explanation.judgement.outcome->hold_reason.empty()) {
        line += ": " + shown(explanation.judgement.outcome->hold_reason);
    }
    return part("decided", line) +
           (record.reply ? part("reply", shown(to_text(*record.reply))) : std::string());
}

std::string field_lines(const DiffLine& line) {
    const char mark = line.kind == DiffLine::Kind::kept      ? ' '
                      : line.kind == DiffLine::Kind::removed ? '-'
                                                             : '+';
    std::string text;
    std::size_t begin = 0;
    while (begin <= line.field.size()) {
        const auto end = std::min(line.field.find('\n', begin), line.field.size());
        text +=
            std::string("  ") + mark + ' ' + shown(line.field.substr(begin, end - begin)) + '\n';
        begin = end + 1;
    }
    return text;
}

std::string edits_text(const Explanation& explanation) {
    if (!explanation.judgement.outcome) {
        return {};
    }
    const auto& edits = explanation.judgement.outcome->edits;
    std::string text;
    for (const auto& edit : edits) {
        if (edit.kind == Edit::Kind::sender || edit.kind == Edit::Kind::recipient) {
            text += part(std::string(to_text(edit.kind)),
                         shown(edit.old_value) + " becomes " + shown(edit.value));
        }
    }
    text += part("header", edits.empty() ? "leaves as it came" : "as it leaves");
    for (const auto& line : header_diff(explanation.submission.message.header, edits)) {
        text += field_lines(line);
    }
    const auto& record = explanation.judgement.record;
    if (record.new_body_octets) {
        text += part("body", "replaced: " + std::to_string(record.body_octets) + " octets become " +
                                 std::to_string(*record.new_body_octets));
    }
    return text;
}

std::string signatures_text(const Explanation& explanation) {
    const auto& record = explanation.judgement.record;
    std::string text;
    for (const auto& each : record.signatures) {
        text += part(text.empty() ? "signed" : "",
                     shown(each.domain) + '/' + shown(each.selector) + ", " + each.algorithm);
    }
    if (text.empty() && explanation.judgement.outcome) {
        text = part("unsigned", shown(record.unsigned_reason));
    }
    return text;
}

}  // namespace

std::string explanation_text(const Explanation& explanation) {
    return record_text(explanation) + head_text(explanation) + rules_text(explanation) + '\n' +
           rights_text(explanation.judgement.record) + decision_text(explanation) +
           doubts_text(explanation) + edits_text(explanation) + signatures_text(explanation);
}

}  // namespace msa
