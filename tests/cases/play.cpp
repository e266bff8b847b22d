#include "cases/play.h"

#include "base/text.h"
#include "cases/signing.h"
#include "commands/services.h"
#include "config/rule_file.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_rate_counter.h"
#include "mail/domain.h"
#include "spf/sender_policy.h"
#include "workbench/naming_signer.h"

#include <algorithm>
#include <stdexcept>

namespace msa {
namespace {

/// The same each time it is asked: what a case expects does not depend on who asked before.
class FixedRandom final : public RandomSource {
public:
    [[nodiscard]] std::string hex(std::size_t octets) override {
        return std::string(octets * 2, '7');
    }
};

Session session_of(const Case& tested) {
    Session session;
    session.id = "S";
    session.host = tested.host == "sendmail" ? Host::sendmail : Host::postfix;
    session.mta_name = "mx.example.com";
    session.listener = tested.listener;
    session.client_address = tested.client;
    session.is_local = tested.is_local;
    session.helo = "client.example.org";
    session.tls.version = tested.tls;
    session.sasl_login = tested.login;
    session.sasl_method = tested.login.empty() ? "" : "PLAIN";
    return session;
}

}  // namespace

std::shared_ptr<const RuleSet> rules_of(const Case& tested, const OpenTable& open_table) {
    const RuleServices services{
        .read_file = [&](const std::string&) { return Result<std::string>(tested.rules); },
        .open_table = open_table,
        .make_signer =
            [&](const SigningSettings& settings) {
                return tested.is_signed
                           ? real_signer(settings)
                           : Result<std::unique_ptr<const Signer>>(naming_signer(settings));
            },
        .sha256 = [](std::string_view) { return std::string("0"); }};
    const auto loaded = load_rules(tested.path, services, FakeClock().now().time);
    if (!loaded.rules) {
        std::string text = "the rules do not load:\n";
        for (const auto& each : loaded.diagnostics.sorted()) {
            text += loaded.diagnostics.block_of(each);
        }
        throw std::runtime_error(text);
    }
    return loaded.rules;
}

SubmittedMail submission_of(const Case& tested) {
    SubmittedMail submission;
    submission.session = session_of(tested);
    submission.mail = {.argument = tested.mail.at(0),
                       .parameters = {tested.mail.begin() + 1, tested.mail.end()},
                       .mta_address = tested.mta_sender};
    for (const auto& recipient : tested.recipients) {
        submission.recipients.push_back({.argument = recipient});
    }
    submission.message = shown_message(tested.message, submission.session.host);
    return submission;
}

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

Played play(const Case& tested) {
    const FakeClock clock;
    FixedRandom random;
    FakeRateCounter rates;
    rates.left = tested.rate;
    const auto sender_policy = make_sender_policy(tested.dns);
    auto rules = rules_of(tested, rule_services().open_table);
    auto submission = submission_of(tested);
    auto judgement = judge(rules, rules->governs(submission.session), submission,
                           {clock,
                            random,
                            rates,
                            "localhost",
                            {.resolver = &tested.dns, .sender_policy = sender_policy->get()}});
    return {.text = conversation(judgement) + report(judgement.record),
            .record = std::move(judgement.record),
            .received = std::move(submission.message.header),
            .rules = std::move(rules)};
}

}  // namespace msa
