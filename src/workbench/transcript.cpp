#include "workbench/transcript.h"

#include "base/text.h"
#include "mail/header_list.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

std::string answer(const Refusal& refusal) {
    return refusal ? to_text(*refusal) : std::string("go on");
}

std::string edit_line(const Edit& edit) {
    const auto number = edit.occurrence == 0 ? "" : '[' + std::to_string(edit.occurrence) + ']';
    std::string line = "  " + std::string(to_text(edit.kind)) + ' ' + edit.name + number + ':';
    if (edit.kind != Edit::Kind::append && edit.kind != Edit::Kind::prepend) {
        line += printable(edit.old_value, 400);
    }
    if (edit.kind == Edit::Kind::change) {
        line += " ->";
    }
    if (edit.kind == Edit::Kind::sender || edit.kind == Edit::Kind::recipient) {
        return "  " + std::string(to_text(edit.kind)) + ' ' + printable(edit.old_value, 400) +
               " -> " +
               printable(edit.value + (edit.parameters.empty() ? "" : ' ' + edit.parameters), 400) +
               '\n';
    }
    if (edit.kind == Edit::Kind::remove) {
        return line + '\n';
    }
    const bool is_signature = same_name(edit.name, "DKIM-Signature");
    return line + (is_signature ? signature_outline(edit.value) : printable(edit.value, 400)) +
           '\n';
}

std::string body_line(const Outcome& outcome) {
    return outcome.body ? "new body: " + printable(*outcome.body, 400) + '\n' : std::string();
}

std::string finding_line(const JudgedFinding& finding) {
    std::string line =
        "  " + finding.rule + ": " + finding.what + " [" + std::string(to_text(finding.action));
    line += finding.cannot_tell ? ", cannot tell" : "";
    line += finding.mode == Mode::monitor ? ", monitored" : "";
    if (!finding.exception.empty()) {
        line += ", exception " + finding.exception + " of " + finding.exception_owner + ", " +
                finding.exception_ticket;
    }
    return line + "]\n";
}

std::string report(const AuditRecord& record) {
    std::string text;
    for (const auto& finding : record.findings) {
        text += (&finding == &record.findings.front() ? "findings:\n" : "") + finding_line(finding);
    }
    for (const auto& edit : record.edits) {
        text += (&edit == &record.edits.front() ? "edits:\n" : "") + edit_line(edit);
    }
    text += record.trouble.empty() ? "" : "trouble: " + record.trouble + '\n';
    text += record.unsigned_reason.empty() ? "" : "unsigned: " + record.unsigned_reason + '\n';
    return text + std::string(to_text(record.disposition)) + " at " + record.stage + '\n';
}

/// The commands of a session and the answers to them, a line each.
std::string conversation(const Judgement& judgement) {
    std::string text;
    for (const auto& turn : judgement.turns) {
        switch (turn.command) {
            case Turn::Command::mail:
                text += judgement.record.disposition == Disposition::out_of_scope ? "out of scope"
                                                                                  : "mail";
                break;
            case Turn::Command::recipient: text += "recipient " + printable(turn.argument); break;
            case Turn::Command::headers: text += "headers"; break;
            case Turn::Command::message:
                text += (judgement.outcome ? body_line(*judgement.outcome) : "") + "message";
                break;
        }
        text += ": " + answer(turn.refusal) + '\n';
    }
    return text;
}

}  // namespace

std::string signature_outline(std::string_view value) {
    constexpr std::array<std::string_view, 4> changing{"b", "bh", "t", "x"};
    std::string outline;
    for (const auto tag : split(value, ';')) {
        std::string text;
        for (const char c : tag) {
            text += c == ' ' || c == '\t' || c == '\n' ? "" : std::string(1, c);
        }
        const auto name = std::string_view(text).substr(0, text.find('='));
        if (!text.empty() && std::find(changing.begin(), changing.end(), name) == changing.end()) {
            outline += (outline.empty() ? " " : "; ") + text;
        }
    }
    return outline;
}

std::string transcript(const Judgement& judgement) {
    return conversation(judgement) + report(judgement.record);
}

}  // namespace msa
