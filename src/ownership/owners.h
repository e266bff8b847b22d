// Who may use which address: as owner (envelope and From), or on behalf of it (From, with a Sender
// that shows the identity).
#pragma once

#include "base/result.h"
#include "mail/address.h"
#include "ownership/groups.h"
#include "ownership/rights.h"
#include "submission/ports.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace msa {

struct NamedTable {
    std::string name;
    std::shared_ptr<const Table> table;
};

struct Delegation {
    std::string id;
    std::vector<std::string> addresses;          // keys (mail/address_key.h)
    std::vector<std::string> who;                // canonical logins, or group:NAME
    Right::Kind right = Right::Kind::on_behalf;  // or owner: "send as"
    std::optional<std::chrono::system_clock::time_point> until;
    std::string owner{};  // who answers for it
    std::string ticket{};
    std::string where{};  // FILE:LINE

    /// Whether it holds at that moment, and for that address.
    [[nodiscard]] bool covers(std::string_view key, const Moment& now) const;
};

/// What tables are asked for, most specific first, without repetition.
[[nodiscard]] std::vector<std::string> lookup_keys(std::string_view key,
                                                   std::string_view subaddress);

class Owners {
public:
    struct Settings {
        std::vector<NamedTable> tables;        // address or @domain -> logins; all asked, united
        std::shared_ptr<const Table> primary;  // login -> the address that names it; may be null
        bool self = false;                     // a login that is an address owns it
        std::string subaddress;                // separator, "+"; empty: none
        bool exact_local_parts = false;  // a local part with capital letters is nobody's: local
                                         // parts count as tables have them (RFC 5321, 2.4)
        std::vector<Delegation> delegations;
    };

    Owners() = default;
    Owners(Settings settings, Groups groups);

    /// Look-up order of Postfix's smtpd_sender_login_maps: the full address, then without
    /// subaddress, then @domain; the first that any table knows decides.
    [[nodiscard]] Right right(const Memberships& who, std::string_view key, Moment now) const;

    /// The key by which an address may have an owner. Error: why it is nobody's.
    [[nodiscard]] Result<std::string> key_of(const AddrSpec& address) const;

    /// See Rights::own_address().
    [[nodiscard]] Result<std::optional<AddrSpec>> address_of(std::string_view login,
                                                             const Lookups& lookups) const;

    [[nodiscard]] const Groups& groups() const { return groups_; }
    [[nodiscard]] const Settings& settings() const { return settings_; }

private:
    [[nodiscard]] Result<std::optional<std::string>> primary_address(std::string_view login,
                                                                     const Lookups& lookups) const;

    Settings settings_;
    Groups groups_;
};

}  // namespace msa
