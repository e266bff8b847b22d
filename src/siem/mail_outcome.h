// What a transaction comes to, said once for all forms in which it is exported.
#pragma once

#include "trail/transaction_record.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct MailOutcome {
    const TransactionRecord::Finding* decided = nullptr;  // refused or held it; null: none did
    bool is_modified = false;      // more was changed than that it was signed
    bool is_observed = false;      // a rule that is only watched would have refused or held it
    bool is_about_rights = false;  // who refused it asked who may use an address
    bool is_trouble = false;       // nobody could tell, or something failed
    std::vector<std::string> recipients;  // that were accepted, without angle brackets
    std::vector<std::string> authors;     // of From, where it can be read; claimed
    std::string sender;                   // of the envelope
    bool is_internal = false;             // all recipients are of the sender's domain
    std::string summary;                  // one sentence
};

/// Refers to the record.
[[nodiscard]] MailOutcome outcome_of(const TransactionRecord& record);

/// Without angle brackets.
[[nodiscard]] std::string_view bare(std::string_view path);

/// A numeric address of IPv4 or IPv6.
[[nodiscard]] bool is_ip_address(std::string_view text);

}  // namespace msa
