// Takes people out of a record, see concealment.h.
#include "audit/concealment.h"

#include "audit/blind_form.h"
#include "audit/people_fields.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail/address_key.h"
#include "mail/domain.h"

#include <algorithm>

namespace msa {

namespace {

/// Longer ones may stand in texts in part.
constexpr std::size_t longest_argument = 90;

std::string_view without_brackets(std::string_view path) {
    return path.size() >= 2 && path.front() == '<' && path.back() == '>'
               ? path.substr(1, path.size() - 2)
               : path;
}

/// ` (rule ID, session ID)` of a reply, by which it can be found.
std::string_view identification(std::string_view text) {
    const auto begin = text.rfind(" (");
    return begin == std::string_view::npos || !text.ends_with(')') ? std::string_view()
                                                                   : text.substr(begin);
}

}  // namespace

Concealment::Concealment(const AuditRecord& record, const Minimisation& wanted,
                         std::optional<PseudonymKey> key)
    : was_(record), record_(record), wanted_(wanted), key_(std::move(key)), mask_(instead()) {
    learn_sender();
    if (hides_recipients()) {
        learn_recipients();
    }
    if (wanted_.client != ClientKept::clear) {
        learn_client();
    }
}

TextMask::Instead Concealment::instead() const {
    return [this](std::string_view address) { return instead_of(address); };
}

AuditRecord Concealment::result() && {
    if (hides_recipients()) {
        record_.recipients_as = to_text(wanted_.recipients);
        conceal_recipients();
    }
    conceal_findings();
    conceal_rights();
    conceal_edits();
    conceal_facts();
    conceal_client();
    const auto told = std::find_if(replies_.begin(), replies_.end(), [this](const auto& each) {
        return record_.reply && each.first == *record_.reply;
    });
    if (told != replies_.end()) {
        record_.reply = told->second;
    } else if (record_.reply) {
        record_.reply->text = text(record_.reply->text);
    }
    record_.trouble = text(record_.trouble);
    record_.unsigned_reason = text(record_.unsigned_reason);
    if (record_.suspension) {
        record_.suspension->why = text(record_.suspension->why);
    }
    if (record_.candidate) {
        record_.candidate->trouble = text(record_.candidate->trouble);
    }
    return std::move(record_);
}

// The sender is recorded in clear: hiding what equals it would tell whose pseudonym that is.
void Concealment::learn_sender() {
    const auto add = [this](std::string_view word) {
        sender_words_.emplace_back(word);
        if (const auto domain = domain_of(word); !domain.empty()) {
            sender_words_.emplace_back(domain);
        }
    };
    add(without_brackets(was_.envelope.sender_argument));
    add(was_.envelope.mta_sender);
    add(was_.envelope.mta_sender_before);
    add(was_.pra);
    add(was_.leaving_pra);
    add(was_.session.mta_name);
    if (was_.identity) {
        add(was_.identity->login);
    }
    for (const auto& author : was_.authors) {
        add(author.address);
        add(author.spelled);
    }
    for (const auto& value : was_.from) {
        if (auto authors = parse_address_list(value)) {
            for (const auto& mailbox : all_mailboxes(*std::move(authors))) {
                add(to_text(mailbox.address));
            }
        }
    }
    for (const auto& word : sender_words_) {
        mask_.spare(word);
    }
}

void Concealment::learn_recipients() {
    for (const auto& recipient : was_.recipients) {
        const auto typed = without_brackets(recipient.argument);
        const auto address =
            recipient.address.empty() ? typed : std::string_view(recipient.address);
        const auto pseudonym = instead_of(address);
        for (const std::string_view word :
             {typed, address, without_brackets(recipient.mta_address)}) {
            mask_.hide(word, pseudonym);
        }
        if (recipient.path) {
            mask_.hide(to_text(recipient.path->address), pseudonym);
            mask_.hide(recipient.path->address.domain,
                       instead_of_domain(recipient.path->address.domain));
        }
        if (const auto domain = domain_of(address); !domain.empty()) {
            mask_.hide(domain, instead_of_domain(domain));
        }
    }
    const auto learn = [this](std::string_view name, std::string_view value) {
        auto addresses = is_hidden_field(name) ? parse_address_list(value)
                                               : Result<std::vector<Address>>(Error{});
        if (addresses) {
            for (const auto& mailbox : all_mailboxes(*std::move(addresses))) {
                const auto address = to_text(mailbox.address);
                mask_.hide(address, instead_of(address));
                mask_.hide(mailbox.address.domain, instead_of_domain(mailbox.address.domain));
            }
        }
    };
    for (const auto& edit : was_.edits) {
        learn(edit.name, edit.old_value);
    }
    for (const auto& field : was_.facts.header) {
        learn(field.name, field.value.value_or(std::string()));
    }
}

void Concealment::learn_client() {
    const auto& session = was_.session;
    const auto network = network_of_client(session.client_address);
    for (const char* const alone : {"", "/32", "/128"}) {
        mask_.hide(session.client_address + alone, network);
    }
    mask_.hide(session.client_name, std::string(not_kept));
    mask_.hide(session.helo, std::string(not_kept));
}

bool Concealment::is_hidden_field(std::string_view name) const {
    return hides_recipients() ? is_recipient_field(name) : is_blind_field(name);
}

std::string Concealment::instead_of(std::string_view address) const {
    return key_ ? key_->of_address(address) : std::string(not_kept);
}

std::string Concealment::instead_of_domain(std::string_view domain) const {
    return key_ ? key_->of_domain(domain) : std::string(not_kept);
}

/// What stands in a field, address by address, without names and comments.
std::string Concealment::address_list(std::string_view value) const {
    if (!key_ || trimmed(value).empty()) {
        return std::string(key_ ? value : not_kept);
    }
    auto addresses = parse_address_list(value);
    if (!addresses) {
        return ' ' + key_->of_text(value);
    }
    std::vector<std::string> pseudonyms;
    for (const auto& mailbox : all_mailboxes(*std::move(addresses))) {
        pseudonyms.push_back(instead_of(to_text(mailbox.address)));
    }
    return ' ' + (pseudonyms.empty() ? "[no address]" : join(pseudonyms, ", "));
}

std::string Concealment::field_value(std::string_view name, std::string_view value) const {
    if (is_hidden_field(name)) {
        return address_list(value);
    }
    return mask_.masked(value, hides_recipients() && !is_sender_field(name));
}

std::string Concealment::text(std::string_view octets) const {
    return mask_.masked(octets, hides_recipients());
}

/// A text that says something of this recipient: here its local part alone is hidden, too.
std::string Concealment::about(const Recipient& recipient, std::string_view octets) const {
    const auto typed = without_brackets(recipient.argument);
    if (!key_ || recipient.argument.size() > longest_argument) {
        return std::string(not_kept);
    }
    const auto address = recipient.address.empty() ? typed : std::string_view(recipient.address);
    const auto pseudonym = instead_of(address);
    std::string result(octets);
    for (const auto& form : {recipient.argument, printable(recipient.argument), std::string(typed),
                             printable(typed)}) {
        replace_all(result, form, pseudonym);
    }
    TextMask own(instead());
    for (const auto& word : sender_words_) {
        if (!equal_ignoring_case(word, address) && !equal_ignoring_case(word, typed)) {
            own.spare(word);
        }
    }
    own.spare(pseudonym);
    own.hide(address, pseudonym);
    own.hide(domain_of(address), instead_of_domain(domain_of(address)));
    own.hide(address.substr(0, address.rfind('@')), key_->of_text(typed));
    if (recipient.path) {
        own.hide(to_text(recipient.path->address), pseudonym);
        own.hide(recipient.path->address.local_part, key_->of_text(typed));
        own.hide(recipient.path->address.domain, instead_of_domain(recipient.path->address.domain));
    }
    return own.masked(result, true);
}

void Concealment::conceal(Reply& reply, std::string words) {
    auto told = reply;
    if (words == not_kept) {
        words += identification(reply.text);
    }
    told.text = std::move(words);
    replies_.emplace_back(reply, told);
    reply = std::move(told);
}

void Concealment::conceal_recipients() {
    for (auto& recipient : record_.recipients) {
        if (recipient.refusal) {
            conceal(*recipient.refusal, about(recipient, recipient.refusal->text));
        }
        const auto typed = std::string(without_brackets(recipient.argument));
        const auto& known = recipient.address.empty() ? typed : recipient.address;
        recipient = Recipient{.argument = {},
                              .path = {},
                              .error = {},
                              .refusal = std::move(recipient.refusal),
                              .address = key_ ? instead_of(known) : std::string(),
                              .is_refused_by_mta = recipient.is_refused_by_mta};
    }
}

/// The field that a finding shows something of, which is to be hidden; absent: it shows nothing.
std::optional<std::string> Concealment::hidden_field_in(std::string_view what) const {
    const bool shows = what.find('@') != std::string_view::npos ||
                       what.find(": ") != std::string_view::npos ||
                       what.find('"') != std::string_view::npos ||
                       what.find(" becomes ") != std::string_view::npos;
    if (!shows) {
        return std::nullopt;
    }
    for (const auto word : split(what, ' ')) {
        const auto name = word.substr(0, word.find_first_of(":,"));
        if (is_hidden_field(name)) {
            return std::string(name);
        }
    }
    return std::nullopt;
}

void Concealment::conceal(JudgedFinding& finding) {
    const auto recipient =
        std::find_if(was_.recipients.begin(), was_.recipients.end(), [&](const Recipient& each) {
            return !finding.subject.empty() && each.argument == finding.subject;
        });
    const auto conceal_texts = [&](const auto& concealed) {
        finding.what = concealed(finding.what);
        if (finding.reply) {
            conceal(*finding.reply, concealed(finding.reply->text));
        }
    };
    if (hides_recipients() && !finding.subject.empty()) {
        const auto unknown = Recipient{finding.subject, {}, {}, std::nullopt};
        const auto& about_whom = recipient == was_.recipients.end() ? unknown : *recipient;
        conceal_texts([&](const std::string& words) { return about(about_whom, words); });
        const auto typed = without_brackets(about_whom.argument);
        finding.subject =
            instead_of(about_whom.address.empty() ? typed : std::string_view(about_whom.address));
    } else if (const auto field = hidden_field_in(finding.what)) {
        conceal_texts([](const std::string&) { return std::string(not_kept); });
        finding.what = *field + ": " + std::string(not_kept);
    } else {
        conceal_texts([this](const std::string& words) { return text(words); });
    }
    conceal(finding.when);
    conceal(finding.exception_when);
}

void Concealment::conceal(ConditionTests& tests) const {
    for (auto& [key, value] : tests) {
        if (key == "recipient_domain" && hides_recipients()) {
            std::vector<std::string> domains;
            for (const auto domain : split(value, ',')) {
                domains.push_back(instead_of_domain(domain));
            }
            value = join(domains, ",");
        }
    }
}

void Concealment::conceal_findings() {
    for (auto& finding : record_.findings) {
        conceal(finding);
    }
}

void Concealment::conceal_rights() {
    AskedRights rights;
    for (auto& [address, right] : record_.rights) {
        const auto is_of_recipients = [this](const std::string& field) {
            constexpr std::string_view text_of = "text of ";
            return field.starts_with(text_of) && is_hidden_field(field.substr(text_of.size()));
        };
        const bool is_hidden =
            !right.fields.empty() &&
            std::all_of(right.fields.begin(), right.fields.end(), is_of_recipients);
        if (is_hidden) {
            replace_all(right.by, address, instead_of(address));
            right.by = text(right.by);
        }
        rights.emplace(is_hidden ? instead_of(address) : address, std::move(right));
    }
    record_.rights = std::move(rights);
}

void Concealment::conceal_edits() {
    for (auto& edit : record_.edits) {
        const bool is_of_recipient = edit.kind == Edit::Kind::recipient;
        const auto concealed = [&](const std::string& value) {
            return is_of_recipient && hides_recipients()
                       ? '<' + instead_of(without_brackets(value)) + '>'
                       : field_value(edit.name, value);
        };
        edit.value = edit.value.empty() ? std::string() : concealed(edit.value);
        edit.old_value = edit.old_value.empty() ? std::string() : concealed(edit.old_value);
    }
}

}  // namespace msa
