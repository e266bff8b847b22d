#include "policy/condition.h"

#include "mail/domain.h"

#include <algorithm>

namespace msa {
namespace {

using Domains = std::vector<std::string>;

template <class T>
bool contains(const std::vector<T>& values, const T& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool is_in(const Domains& domains, const AddrSpec& address) {
    const auto domain = a_labels(address.domain);
    return domain && contains(domains, *domain);
}

bool sender_is_in(const Domains& domains, const Envelope& envelope) {
    return envelope.sender && !envelope.sender->is_null() &&
           is_in(domains, envelope.sender->address);
}

bool is_in(const Domains& domains, const Recipient& recipient, Several several) {
    return recipient.path ? is_in(domains, recipient.path->address) : several == Several::any;
}

template <class Each, class Meets>
bool met(const std::vector<Each>& all, Several several, Meets meets) {
    return several == Several::any ? std::any_of(all.begin(), all.end(), meets)
                                   : !all.empty() && std::all_of(all.begin(), all.end(), meets);
}

bool recipients_are_in(const Domains& domains, const std::vector<Recipient>& recipients,
                       Several several) {
    std::vector<const Recipient*> accepted;
    for (const auto& recipient : recipients) {
        if (!recipient.refusal) {
            accepted.push_back(&recipient);
        }
    }
    return met(accepted, several,
               [&](const Recipient* each) { return is_in(domains, *each, several); });
}

bool authors_are_in(const Domains& domains, const HeadersStage& at, Several several) {
    std::vector<const Mailbox*> authors;
    for (std::size_t nth = 1; const auto* field = at.headers->find("From", nth); ++nth) {
        const auto mailboxes = at.addresses.of(field->value).mailboxes();
        if (!mailboxes) {
            return several == Several::any;
        }
        authors.insert(authors.end(), mailboxes->begin(), mailboxes->end());
    }
    return met(authors, several,
               [&](const Mailbox* author) { return is_in(domains, author->address); });
}

/// Of the message as it stands: folds are LF here, and CRLF on the wire.
std::int64_t size_of(const MessageStage& at) {
    constexpr std::string_view line_end = "\r\n";
    std::size_t octets = line_end.size() + at.body.octets;
    for (const auto& field : at.headers->fields()) {
        octets += field.name.size() + 1 + field.value.size() + line_end.size();
        octets +=
            static_cast<std::size_t>(std::count(field.value.begin(), field.value.end(), '\n'));
    }
    return static_cast<std::int64_t>(octets);
}

}  // namespace

bool Condition::fits_session(const MailStage& at) const {
    if (!listener.empty() && !contains(listener, at.session.listener)) {
        return false;
    }
    if (!source.empty() && !(at.identity() && contains(source, at.identity()->source))) {
        return false;
    }
    const auto is_client = [&](const Network& range) {
        return range.contains(at.session.client_address);
    };
    if (!network.empty() && std::none_of(network.begin(), network.end(), is_client)) {
        return false;
    }
    if (!sender_domain.empty() && !sender_is_in(sender_domain, at.envelope)) {
        return false;
    }
    return !tls || *tls == !at.session.tls.version.empty();
}

Result<bool> Condition::holds(const MailStage& at, Several /*several*/) const {
    if (!fits_session(at)) {
        return false;
    }
    return login.empty() ? Result<bool>(true) : at.groups().any_means(login);
}

Result<bool> Condition::holds(const RecipientStage& at, Several several) const {
    if (!recipient_domain.empty() && !is_in(recipient_domain, at.recipient, several)) {
        return false;
    }
    return holds(static_cast<const MailStage&>(at), several);
}

Result<bool> Condition::holds(const HeadersStage& at, Several several) const {
    if ((!recipient_domain.empty() &&
         !recipients_are_in(recipient_domain, at.recipients, several)) ||
        (!from_domain.empty() && !authors_are_in(from_domain, at, several))) {
        return false;
    }
    return holds(static_cast<const MailStage&>(at), several);
}

Result<bool> Condition::holds(const MessageStage& at, Several several) const {
    if (size_above && size_of(at) <= *size_above) {
        return false;
    }
    return holds(static_cast<const HeadersStage&>(at), several);
}

bool Condition::may_hold(const HeadersStage& at) const {
    const auto held = holds(at, Several::any);
    return !held || *held;
}

}  // namespace msa
