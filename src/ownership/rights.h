// Which addresses the identity of one transaction may use. The answers are remembered, so that an
// address that stands in many places is judged once.
#pragma once

#include "mail/address.h"
#include "ownership/groups.h"
#include "submission/facts.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class Owners;

/// What gives a right, or, where others have it, what says so.
struct RightSource {
    enum class Kind { nothing, self, table, delegation, notifications };
    Kind kind = Kind::nothing;
    std::string id{};     // of the delegation
    std::string table{};  // its name
    std::string line{};   // FILE:LINE of the entry or of the delegation; empty: not known
    std::optional<std::chrono::system_clock::time_point> until{};  // it ends then
};

struct Right {
    enum class Kind { none, owner, on_behalf, cannot_tell };
    Kind kind = Kind::none;
    std::string by;        // what gives it (self, a table, a delegation), or why nobody can tell
    std::string owner{};   // of the delegation that gives it: who answers for it
    std::string ticket{};  // where that was decided
    RightSource source{};
};

/// A right and where the addresses stood for which it was asked: "MAIL FROM", "From" ...
struct AskedRight : Right {
    std::vector<std::string> fields{};
};

/// What was asked of one identity, by address key.
using AskedRights = std::map<std::string, AskedRight, std::less<>>;

[[nodiscard]] std::string_view to_text(Right::Kind kind);
[[nodiscard]] std::string_view to_text(RightSource::Kind kind);

class Rights {
public:
    /// `owners` and `lookups` must outlive this. Without identity there are no rights.
    /// `notifies_as`: domains whose MAILER-DAEMON, postmaster, double-bounce it may be from, too.
    Rights(const Owners& owners, const std::optional<Identity>& identity, Moment now,
           const Lookups& lookups, std::vector<std::string> notifies_as = {});

    /// `field`: where the address stands, for the record; empty: nowhere.
    [[nodiscard]] const Right& to_use(const AddrSpec& address, std::string_view field = {}) const;
    /// The address that names the identity itself, for Sender; absent where none is configured.
    [[nodiscard]] Result<std::optional<AddrSpec>> own_address() const;
    [[nodiscard]] const Memberships& memberships() const { return memberships_; }
    /// The name under which asked() has what was asked for an address: its key, or the address
    /// itself where it can have no owner.
    [[nodiscard]] std::string name_of(const AddrSpec& address) const;
    /// What was asked so far.
    [[nodiscard]] const AskedRights& asked() const { return known_; }

private:
    [[nodiscard]] bool is_notifier(const AddrSpec& address) const;
    [[nodiscard]] Right found(const AddrSpec& address, const Result<std::string>& key) const;

    const Owners& owners_;
    Memberships memberships_;
    bool has_identity_;
    Moment now_;
    std::vector<std::string> notifies_as_;
    // One transaction is never judged by two threads at once.
    mutable AskedRights known_;
};

}  // namespace msa
