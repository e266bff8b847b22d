// What MAIL FROM and RCPT TO say, read from what the MTA handed over.
#pragma once

#include "policy/facts.h"

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

}  // namespace msa
