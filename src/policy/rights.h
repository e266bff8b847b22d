// Which addresses the identity of one transaction may use. The answers are remembered, so that an
// address that stands in many places is judged once.
#pragma once

#include "mail/address.h"
#include "policy/facts.h"
#include "policy/groups.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class Owners;

struct Right {
    enum class Kind { none, owner, on_behalf, cannot_tell };
    Kind kind = Kind::none;
    std::string by;        // what gives it (self, a table, a delegation), or why nobody can tell
    std::string owner{};   // of the delegation that gives it: who answers for it
    std::string ticket{};  // where that was decided
};

[[nodiscard]] std::string_view to_text(Right::Kind kind);

class Rights {
public:
    /// `owners` and `lookups` must outlive this. Without identity there are no rights.
    /// `notifies_as`: domains whose MAILER-DAEMON, postmaster, double-bounce it may be from, too.
    Rights(const Owners& owners, const std::optional<Identity>& identity, Moment now,
           const Lookups& lookups, std::vector<std::string> notifies_as = {});

    [[nodiscard]] const Right& to_use(const AddrSpec& address) const;
    /// The address that names the identity itself, for Sender; absent where none is configured.
    [[nodiscard]] Result<std::optional<AddrSpec>> own_address() const;
    [[nodiscard]] const Memberships& memberships() const { return memberships_; }
    /// What was asked so far, by address key; by the address itself where it can have no owner.
    [[nodiscard]] const std::map<std::string, Right, std::less<>>& asked() const { return known_; }

private:
    [[nodiscard]] bool is_notifier(const AddrSpec& address) const;

    const Owners& owners_;
    Memberships memberships_;
    bool has_identity_;
    Moment now_;
    std::vector<std::string> notifies_as_;
    // One transaction is never judged by two threads at once.
    mutable std::map<std::string, Right, std::less<>> known_;
};

}  // namespace msa
