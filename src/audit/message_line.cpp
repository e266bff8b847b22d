// The line about one message, see message_line.h.
#include "audit/message_line.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/header_list.h"

#include <algorithm>

namespace msa {

namespace {

void add_words(LogLine& line, std::string_view key, const std::vector<std::string>& words) {
    if (!words.empty()) {
        line.add(key, join(words, ","));
    }
}

void add_if_any(LogLine& line, std::string_view key, std::string_view value) {
    if (!value.empty()) {
        line.add(key, value);
    }
}

void add_addresses(std::vector<std::string>& words, const Address& address) {
    if (const auto* mailbox = std::get_if<Mailbox>(&address)) {
        words.push_back(to_text(mailbox->address));
        return;
    }
    for (const auto& member : std::get<Group>(address).members) {
        words.push_back(to_text(member.address));
    }
}

std::vector<std::string> authors_of(const std::vector<std::string>& fields) {
    std::vector<std::string> words;
    for (const auto& field : fields) {
        const auto addresses = parse_address_list(field);
        if (!addresses) {
            words.emplace_back(trimmed(field));
            continue;
        }
        for (const auto& address : *addresses) {
            add_addresses(words, address);
        }
    }
    return words;
}

/// What decided: the rule that refused, or the one that held.
std::string_view deciding_rule(const AuditRecord& record) {
    const auto decides = [&](const JudgedFinding& finding) {
        return finding.mode == Mode::enforce &&
               (record.disposition == Disposition::held
                    ? finding.action == Action::hold
                    : finding.reply && finding.reply == record.reply);
    };
    const auto found = std::find_if(record.findings.begin(), record.findings.end(), decides);
    return found == record.findings.end() ? std::string_view() : found->rule;
}

std::vector<std::string> monitored_rules(const AuditRecord& record) {
    std::vector<std::string> rules;
    for (const auto& finding : record.findings) {
        const bool is_new = std::find(rules.begin(), rules.end(), finding.rule) == rules.end();
        if (finding.mode == Mode::monitor && finding.reply && is_new) {
            rules.push_back(finding.rule);
        }
    }
    return rules;
}

std::vector<std::string> edits_of(const AuditRecord& record) {
    std::vector<std::string> words;
    for (const auto& edit : record.edits) {
        if (edit.kind == Edit::Kind::prepend && same_name(edit.name, "DKIM-Signature")) {
            continue;
        }
        const bool is_new = edit.kind == Edit::Kind::append || edit.kind == Edit::Kind::prepend;
        const char sign = edit.kind == Edit::Kind::remove ? '-' : is_new ? '+' : '~';
        words.push_back(sign + edit.name);
    }
    return words;
}

std::vector<std::string> signatures_of(const AuditRecord& record) {
    std::vector<std::string> words;
    for (const auto& signature : record.signatures) {
        words.push_back(signature.domain + '/' + signature.selector);
    }
    return words;
}

void add_recipients(LogLine& line, const std::vector<Recipient>& recipients) {
    const auto refused = std::count_if(recipients.begin(), recipients.end(),
                                       [](const Recipient& each) { return each.refusal; });
    const auto all = static_cast<std::ptrdiff_t>(recipients.size());
    if (all != 0) {
        line.add("nrcpt", all - refused);
    }
    if (refused != 0) {
        line.add("refused", refused);
    }
}

}  // namespace

LogLine message_line(const AuditRecord& record) {
    const bool leaves =
        record.disposition == Disposition::accepted || record.disposition == Disposition::held;
    auto line = LogLine::about_message(record.queue_id);
    line.add("action", to_text(record.disposition));
    line.add("from", record.envelope.sender_argument);
    if (record.identity) {
        line.add("login", record.identity->login);
    }
    add_words(line, "author", authors_of(record.from));
    add_recipients(line, record.recipients);
    add_if_any(line, "rule", deciding_rule(record));
    if (record.reply) {
        line.add("reply", to_text(*record.reply));
    }
    add_if_any(line, "trouble", record.trouble);
    add_words(line, "monitored", monitored_rules(record));
    if (record.candidate) {
        const auto& rule = record.candidate->rule;
        line.add("candidate", record.candidate->disposition + (rule.empty() ? "" : ':' + rule));
        add_if_any(line, "candidate_trouble", record.candidate->trouble);
    }
    add_words(line, "edits", edits_of(record));
    add_words(line, "signed", signatures_of(record));
    if (leaves) {
        add_if_any(line, "unsigned", record.unsigned_reason);
    }
    add_if_any(line, "client", record.session.client_address);
    line.add("session", record.session.id);
    return line;
}

}  // namespace msa
