#include "submission/envelope.h"

#include "base/text.h"
#include "mail/address_key.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

constexpr std::string_view body_keyword = "BODY=";

/// What BODY= says (RFC 6152, 2; RFC 3030, 3). Said twice, or in words that nobody knows, it says
/// nothing: the MTA should have answered 501.
std::string body_type_of(const std::vector<std::string>& parameters) {
    std::string type;
    for (const std::string_view parameter : parameters) {
        if (!equal_ignoring_case(parameter.substr(0, body_keyword.size()), body_keyword)) {
            continue;
        }
        if (!type.empty()) {
            return {};
        }
        type = ascii_lower(parameter.substr(body_keyword.size()));
        if (type != "7bit" && type != "8bitmime" && type != "binarymime") {
            return {};
        }
    }
    return type;
}

}  // namespace

Envelope envelope_of(MailCommand command) {
    Envelope envelope;
    auto path = parse_reverse_path(command.argument);
    if (path) {
        envelope.sender = *std::move(path);
    } else {
        envelope.sender_error = path.error().what;
    }
    envelope.smtputf8 =
        std::any_of(command.parameters.begin(), command.parameters.end(),
                    [](const auto& word) { return equal_ignoring_case(word, "SMTPUTF8"); });
    envelope.body_type = body_type_of(command.parameters);
    envelope.sender_argument = std::move(command.argument);
    envelope.parameters = std::move(command.parameters);
    envelope.mta_sender = std::move(command.mta_address);
    return envelope;
}

Recipient recipient_of(RecipientCommand command) {
    Recipient recipient;
    auto path = parse_forward_path(command.argument);
    if (path) {
        recipient.path = *std::move(path);
    } else {
        recipient.error = path.error().what;
    }
    recipient.argument = std::move(command.argument);
    recipient.parameters = std::move(command.parameters);
    recipient.mta_address = std::move(command.mta_address);
    return recipient;
}

std::string recorded_address(const Recipient& recipient) {
    if (!recipient.path) {
        return {};
    }
    if (recipient.path->is_bare_postmaster()) {
        return ascii_lower(recipient.path->address.local_part);
    }
    const auto key = address_key(recipient.path->address);
    return key ? *key : std::string();
}

std::optional<Reply> refusal_of_all(const std::vector<Recipient>& recipients) {
    std::optional<Reply> last;
    for (const auto& recipient : recipients) {
        if (!recipient.refusal) {
            return std::nullopt;
        }
        if (!last || last->is_permanent()) {
            last = recipient.refusal;
        }
    }
    return last;
}

}  // namespace msa
