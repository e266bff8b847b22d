#include "workbench/session_words.h"

#include "mail/address.h"

#include <utility>

namespace msa {
namespace {

Session session_of(const SessionWords& words) {
    Session session;
    session.id = words.id;
    session.host = words.mta;
    session.listener = words.listener;
    session.is_local = words.is_local;
    session.client_address = words.is_local ? "" : words.client;
    session.helo = "localhost";
    session.tls.version =
        words.tls.empty() || words.tls.starts_with("TLS") ? words.tls : "TLSv" + words.tls;
    session.sasl_login = words.login;
    session.sasl_method = words.login.empty() ? "" : words.method;
    return session;
}

/// The addresses in fields of that name, as far as they can be read.
std::vector<AddrSpec> addresses_in(const HeaderList& header, std::string_view name) {
    std::vector<AddrSpec> result;
    for (const auto& field : header.fields()) {
        auto addresses = same_name(field.name, name) ? parse_address_list(field.value)
                                                     : Result<std::vector<Address>>(Error{});
        if (!addresses) {
            continue;
        }
        for (auto& mailbox : all_mailboxes(*std::move(addresses))) {
            result.push_back(std::move(mailbox.address));
        }
    }
    return result;
}

std::string in_brackets(const std::string& address) {
    return address.starts_with('<') ? address : '<' + address + '>';
}

std::string without_brackets(const std::string& path) {
    return path.starts_with('<') && path.ends_with('>') ? path.substr(1, path.size() - 2) : path;
}

void add_sender(const SessionWords& words, DescribedSubmission& described) {
    std::string sender = words.from.value_or("");
    if (!words.from) {
        const auto authors = addresses_in(described.submission.message.header, "From");
        sender = authors.empty() ? "" : to_text(authors.front());
        described.assumed.push_back(
            "MAIL FROM is " + in_brackets(sender) +
            (authors.empty() ? ": no address can be read in From" : ", the author in From"));
    }
    described.submission.mail = {
        .argument = in_brackets(sender), .parameters = {}, .mta_address = without_brackets(sender)};
}

void add_recipients(const SessionWords& words, DescribedSubmission& described) {
    auto& recipients = described.submission.recipients;
    for (const auto& recipient : words.to) {
        recipients.push_back({.argument = in_brackets(recipient)});
    }
    if (!recipients.empty()) {
        return;
    }
    for (const auto* name : {"To", "Cc", "Bcc"}) {
        for (const auto& address : addresses_in(described.submission.message.header, name)) {
            recipients.push_back({.argument = in_brackets(to_text(address))});
        }
    }
    described.assumed.emplace_back("the recipients are those of To, Cc and Bcc");
}

}  // namespace

Result<DescribedSubmission> described_submission(const SessionWords& words,
                                                 std::string_view message) {
    DescribedSubmission described;
    described.submission.session = session_of(words);
    described.submission.message = shown_message(message, words.mta);
    add_sender(words, described);
    add_recipients(words, described);
    if (described.submission.recipients.empty()) {
        return Error{"to whom? To, Cc and Bcc name nobody", ErrorKind::bad_input};
    }
    return described;
}

}  // namespace msa
