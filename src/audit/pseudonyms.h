// Pseudonyms of mail addresses in the trail: HMAC-SHA-256 under a key a month. Equal addresses have
// equal ones within a month and unequal ones across months; whoever has the key can tell whether
// one is that of an address that he knows, and nobody can once the key is deleted.
#pragma once

#include "base/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace msa {

/// In UTC, as the records' own time has it.
[[nodiscard]] std::chrono::year_month month_of(std::chrono::system_clock::time_point instant);

/// The key of one month.
class PseudonymKey {
public:
    static constexpr std::size_t octets = 32;

    /// `secret` has so many octets.
    explicit PseudonymKey(std::string secret) : secret_(std::move(secret)) {}

    /// `~LOCAL@~DOMAIN`, 24 hexadecimal digits each: no address looks like that, for `~` is in no
    /// domain. Upper and lower case, quotes and forms of the domain are no matter
    /// (mail/address_key.h). What is no address has one without `@`.
    [[nodiscard]] std::string of_address(std::string_view address) const;
    /// `~DOMAIN` of all addresses in that domain.
    [[nodiscard]] std::string of_domain(std::string_view domain) const;
    /// `~TEXT`, of whatever octets.
    [[nodiscard]] std::string of_text(std::string_view text) const;

private:
    [[nodiscard]] std::string digits(std::string_view kind, std::string_view text) const;

    std::string secret_;
};

/// The folder's key of that month, for whoever looks addresses up. Error: it is not there, since it
/// was deleted or nothing was ever recorded in that month, or cannot be read.
[[nodiscard]] Result<PseudonymKey> pseudonym_key(const std::string& folder,
                                                 std::chrono::year_month month);

/// The same for the daemon, which makes folder (0700) and key (0400) where they are not there yet.
/// Nobody else may be able to read what it takes.
[[nodiscard]] Result<PseudonymKey> own_pseudonym_key(const std::string& folder,
                                                     std::chrono::year_month month);

}  // namespace msa
