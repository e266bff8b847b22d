// What MAIL FROM and RCPT TO say, read from what the MTA handed over.
#pragma once

#include "submission/facts.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

/// MAIL FROM as the MTA handed it over.
struct MailCommand {
    std::string argument;
    std::vector<std::string> parameters;
    std::string mta_address;  // {mail_addr}
};

/// RCPT TO as the MTA handed it over.
struct RecipientCommand {
    std::string argument;
    std::vector<std::string> parameters = {};
    std::string mta_address = {};  // {rcpt_addr}
};

[[nodiscard]] Envelope envelope_of(MailCommand command);
[[nodiscard]] Recipient recipient_of(RecipientCommand command);

/// How a record names the recipient: by the key of its address, or `postmaster`; empty where it is
/// none.
[[nodiscard]] std::string recorded_address(const Recipient& recipient);

/// What a client was told that had no recipient accepted: the first that it may try again (4xx),
/// otherwise the last refusal. Absent where there was none, or one was accepted.
[[nodiscard]] std::optional<Reply> refusal_of_all(const std::vector<Recipient>& recipients);

}  // namespace msa
