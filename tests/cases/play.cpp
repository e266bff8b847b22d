#include "cases/play.h"

#include "base/text.h"
#include "cases/signing.h"
#include "commands/services.h"
#include "config/rule_file.h"
#include "fakes/fake_audit_sink.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_rate_counter.h"
#include "mail/domain.h"
#include "policy/transaction.h"
#include "spf/sender_policy.h"

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

std::shared_ptr<const RuleSet> rules_of(const Case& tested) {
    const RuleServices services{
        .read_file = [&](const std::string&) { return Result<std::string>(tested.rules); },
        .open_table = rule_services().open_table,
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

/// The line in front of `text`, without its CRLF.
std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find("\r\n"));
}

/// Whether the header section goes on with this line. Both MTAs end it at a line that is no field,
/// and take that and all behind it for the body.
bool is_of_header(std::string_view line, bool behind_field) {
    return is_blank(line.empty() ? '\0' : line.front()) ? behind_field
                                                        : line.find(':') != std::string_view::npos;
}

/// Sendmail drops these where they are empty, to add its own at delivery.
bool is_shown(const Case& tested, std::string_view name, std::string_view value) {
    const bool is_provided =
        same_name(name, "From") || same_name(name, "Date") || same_name(name, "Message-ID");
    return tested.host != "sendmail" || !is_provided || !trimmed(value).empty();
}

/// The header section as a milter is given it, and the body.
std::pair<HeaderList, std::string_view> message_of(const Case& tested) {
    HeaderList header;
    std::string_view rest = tested.message;
    std::string field;
    const auto flush = [&] {
        const auto colon = field.find(':');
        if (!field.empty() && is_shown(tested, field.substr(0, colon), field.substr(colon + 1))) {
            header.receive(field.substr(0, colon), field.substr(colon + 1));
        }
        field.clear();
    };
    while (is_of_header(first_line(rest), !field.empty())) {
        const auto line = first_line(rest);
        if (is_blank(line.front())) {
            field += '\n';
        } else {
            flush();
        }
        field += line;
        rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    }
    flush();
    rest.remove_prefix(first_line(rest).empty() ? std::min<std::size_t>(rest.size(), 2) : 0);
    return {std::move(header), rest};
}

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
class Conversation {
public:
    Conversation(Transaction& transaction, const Case& tested)
        : transaction_(transaction), tested_(tested) {}

    void mail(const Result<bool>& governed) {
        MailCommand command{.argument = tested_.mail.at(0),
                            .parameters = {tested_.mail.begin() + 1, tested_.mail.end()},
                            .mta_address = tested_.mta_sender};
        if (!governed) {
            is_over_ = refused("mail", transaction_.fail(governed.error().what));
        } else if (!*governed) {
            (void)refused("out of scope", transaction_.leave_alone(std::move(command)));
            is_over_ = true;
        } else {
            is_over_ = refused("mail", transaction_.mail(std::move(command)));
        }
    }

    void message(const HeaderList& header, std::string_view body) {
        if (is_over_) {
            return;
        }
        bool has_recipient = false;
        for (const auto& recipient : tested_.recipients) {
            const auto refusal = transaction_.recipient({.argument = recipient});
            has_recipient = !refused("recipient " + printable(recipient), refusal) || has_recipient;
        }
        if (!has_recipient) {
            transaction_.abort({});
            return;
        }
        for (const auto& field : header.fields()) {
            transaction_.header(field.name, field.value);
        }
        if (refused("headers", transaction_.end_of_headers("Q1"))) {
            return;
        }
        transaction_.body(body);
        const auto outcome = transaction_.end_of_message({});
        const auto* reply = std::get_if<Reply>(&outcome);
        text_ += reply != nullptr ? "" : body_line(std::get<Outcome>(outcome));
        (void)refused("message", reply != nullptr ? *reply : transaction_.conclude({}));
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    bool refused(std::string_view what, const Refusal& refusal) {
        text_ += std::string(what) + ": " + answer(refusal) + '\n';
        return refusal.has_value();
    }

    Transaction& transaction_;
    const Case& tested_;
    std::string text_;
    bool is_over_ = false;
};

}  // namespace

Played play(const Case& tested) {
    const FakeClock clock;
    FixedRandom random;
    FakeAuditSink sink;
    FakeRateCounter rates;
    rates.left = tested.rate;
    const auto sender_policy = make_sender_policy(tested.dns);
    auto rules = rules_of(tested);
    const auto session = session_of(tested);
    Transaction transaction(rules, session, 1,
                            {clock,
                             random,
                             sink,
                             rates,
                             "localhost",
                             {.resolver = &tested.dns, .sender_policy = sender_policy->get()}});
    auto [header, body] = message_of(tested);
    Conversation conversation(transaction, tested);
    conversation.mail(rules->governs(session));
    conversation.message(header, body);
    const auto& record = sink.records.at(0);
    return {.text = conversation.text() + report(record),
            .record = record,
            .received = std::move(header),
            .rules = std::move(rules)};
}

}  // namespace msa
