// The addresses in a transaction's record, spelled as the daemon compares them.
#pragma once

#include "trail/transaction_record.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Keys as in mail/address_key.h. Of what has none, the text as it came; of a null sender, `<>`.
[[nodiscard]] std::string sender_of(const TransactionRecord& record);
/// As the client typed it, and as the MTA read it.
[[nodiscard]] std::vector<std::string> senders_of(const TransactionRecord& record);
/// Of a From that nobody can read: what looks like an address in it.
[[nodiscard]] std::vector<std::string> authors_of(const TransactionRecord& record);
/// As it was typed, or as it is compared.
[[nodiscard]] std::string recipient_of(std::string_view argument);

/// Behind the last `@`; empty where there is none.
[[nodiscard]] std::string_view domain_in(std::string_view key);

}  // namespace msa
