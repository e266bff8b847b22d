#include "submission/envelope_edits.h"

#include "base/text.h"
#include "mail/address.h"

#include <string>
#include <string_view>

namespace msa {
namespace {

std::string in_brackets(std::string_view address) {
    return '<' + std::string(address) + '>';
}

/// Those parameters that are named, without regard to case, as the client typed them.
std::string kept(const std::vector<std::string>& parameters, std::string_view one,
                 std::string_view other) {
    std::vector<std::string> words;
    for (const auto& parameter : parameters) {
        const auto keyword = std::string_view(parameter).substr(0, parameter.find('='));
        if (equal_ignoring_case(keyword, one) || equal_ignoring_case(keyword, other)) {
            words.push_back(parameter);
        }
    }
    return join(words, " ");
}

/// The MTA compares what it is to remove with its own reading.
std::string as_the_mta_has_it(std::string_view own_reading, const std::string& argument) {
    return own_reading.empty() ? argument : in_brackets(own_reading);
}

}  // namespace

std::vector<Edit> envelope_edits(const Envelope& envelope,
                                 const std::vector<Recipient>& recipients) {
    std::vector<Edit> edits;
    const auto& sender = envelope.sender;
    if (sender && (envelope.is_readdressed || sender->has_source_route)) {
        edits.push_back({.kind = Edit::Kind::sender,
                         .name = "MAIL FROM",
                         .occurrence = 0,
                         .value = in_brackets(to_text(sender->address)),
                         .old_value = envelope.sender_argument,
                         .parameters = kept(envelope.parameters, "RET", "ENVID")});
    }
    for (const auto& recipient : recipients) {
        if (recipient.refusal || !recipient.is_readdressed || !recipient.path) {
            continue;
        }
        edits.push_back({.kind = Edit::Kind::recipient,
                         .name = "RCPT TO",
                         .occurrence = 0,
                         .value = in_brackets(to_text(recipient.path->address)),
                         .old_value = as_the_mta_has_it(recipient.mta_address, recipient.argument),
                         .parameters = kept(recipient.parameters, "NOTIFY", "ORCPT")});
    }
    return edits;
}

}  // namespace msa
