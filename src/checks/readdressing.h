// What the checks that replace addresses have in common.
#pragma once

#include "mail/readdress.h"
#include "policy/stages.h"
#include "submission/finding.h"
#include "submission/ports.h"

namespace msa {

struct ReplyCodes {
    int basic = 0;         // RFC 5321, 4.2
    const char* enhanced;  // RFC 3463
};

/// Findings for addresses that `instead` replaces. Where it cannot tell, so does the finding.
/// `codes` are of the reply where the site would rather refuse than repair: it tells what to write.
[[nodiscard]] Findings readdress_sender(const MailStage& at, const Readdress& instead,
                                        const ReplyCodes& codes);
[[nodiscard]] Findings readdress_recipient(const RecipientStage& at, const Readdress& instead,
                                           const ReplyCodes& codes);

/// All address fields, or those that name the sending side: From, Sender, Reply-To, Resent-From and
/// Resent-Sender.
enum class AddressFields { all, of_sender };
[[nodiscard]] Findings readdress_fields(const HeadersStage& at, AddressFields which,
                                        const Readdress& instead, const ReplyCodes& codes);

/// What a table says of a key: one value that is a valid domain, or nothing.
[[nodiscard]] Result<std::optional<std::string>> domain_in(const Lookups& lookups,
                                                           const Table& table,
                                                           std::string_view key);

}  // namespace msa
