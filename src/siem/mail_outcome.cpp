// What transactions come to, see mail_outcome.h.
#include "siem/mail_outcome.h"

#include "base/ip_address.h"
#include "base/text.h"
#include "mail/address.h"

#include <algorithm>
#include <variant>

namespace msa {

namespace {

using Finding = TransactionRecord::Finding;

const Finding* deciding_finding(const TransactionRecord& record) {
    const bool is_held = record.disposition == "held";
    const bool is_refused = record.disposition == "rejected" || record.disposition == "deferred";
    const auto decides = [&](const Finding& finding) {
        return finding.mode == "enforce" &&
               ((is_held && finding.action == "hold") ||
                (is_refused && !finding.reply.empty() &&
                 (record.reply.empty() || finding.reply == record.reply)));
    };
    const auto found = std::find_if(record.findings.begin(), record.findings.end(), decides);
    return found == record.findings.end() ? nullptr : &*found;
}

bool is_watched(const Finding& finding) {
    return finding.mode == "monitor" && (!finding.reply.empty() || finding.action == "hold");
}

bool changes(const TransactionRecord::Edit& edit) {
    return !(edit.edit == "prepend" && equal_ignoring_case(edit.field, "DKIM-Signature"));
}

std::string_view domain_of(std::string_view address) {
    const auto at = address.rfind('@');
    return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

bool is_internal(const MailOutcome& outcome) {
    const auto domain = domain_of(outcome.sender);
    return !domain.empty() && !outcome.recipients.empty() &&
           std::all_of(outcome.recipients.begin(), outcome.recipients.end(),
                       [domain](const std::string& each) {
                           return equal_ignoring_case(domain_of(each), domain);
                       });
}

void add_authors(const Address& address, std::vector<std::string>& authors) {
    if (const auto* mailbox = std::get_if<Mailbox>(&address)) {
        authors.push_back(to_text(mailbox->address));
        return;
    }
    for (const auto& member : std::get<Group>(address).members) {
        authors.push_back(to_text(member.address));
    }
}

std::vector<std::string> authors_of(const TransactionRecord& record) {
    std::vector<std::string> authors;
    for (const auto field : record.claimed.from) {
        if (const auto addresses = parse_address_list(field)) {
            for (const auto& address : *addresses) {
                add_authors(address, authors);
            }
        }
    }
    return authors;
}

std::string summary_of(const TransactionRecord& record, const MailOutcome& outcome) {
    std::string text(record.disposition);
    text += ": mail of ";
    text += record.identity ? record.identity->login : std::string_view("nobody known");
    text += " from <" + outcome.sender + "> to ";
    text += outcome.recipients.size() == 1
                ? '<' + outcome.recipients.front() + '>'
                : std::to_string(outcome.recipients.size()) + " recipients";
    if (outcome.decided != nullptr) {
        text += ", by " + std::string(outcome.decided->rule);
    }
    if (!record.reply.empty()) {
        text += ", " + std::string(record.reply);
    }
    if (!record.trouble.empty()) {
        text += ", " + std::string(record.trouble);
    }
    return text;
}

}  // namespace

std::string_view bare(std::string_view path) {
    return path.size() >= 2 && path.front() == '<' && path.back() == '>'
               ? path.substr(1, path.size() - 2)
               : path;
}

bool is_ip_address(std::string_view text) {
    return IpAddress::parse(text).has_value();
}

MailOutcome outcome_of(const TransactionRecord& record) {
    MailOutcome outcome;
    outcome.decided = deciding_finding(record);
    outcome.is_modified = std::any_of(record.edits.begin(), record.edits.end(), changes);
    outcome.is_observed = std::any_of(record.findings.begin(), record.findings.end(), is_watched);
    outcome.is_about_rights =
        outcome.decided != nullptr && outcome.decided->rule.ends_with("_rights");
    outcome.is_trouble =
        !record.trouble.empty() || (outcome.decided != nullptr && outcome.decided->cannot_tell);
    for (const auto& each : record.recipients) {
        if (each.accepted) {
            outcome.recipients.emplace_back(bare(each.address));
        }
    }
    outcome.authors = authors_of(record);
    outcome.sender =
        bare(record.envelope_sender.empty() ? record.claimed.mail_from : record.envelope_sender);
    outcome.is_internal = is_internal(outcome);
    outcome.summary = summary_of(record, outcome);
    return outcome;
}

}  // namespace msa
