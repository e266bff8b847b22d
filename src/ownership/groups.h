// Logins and groups of them. `group:NAME` stands for the members wherever a login may stand.
#pragma once

#include "base/result.h"
#include "ownership/lookups.h"
#include "submission/ports.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// How logins compare: ASCII case folded; a login without `@` gets `@domain` where a domain is
/// given (one account has two spellings behind Sendmail).
[[nodiscard]] std::string canonical_login(std::string_view login, std::string_view domain);

/// NAME of `group:NAME`; absent where the entry is a login.
[[nodiscard]] std::optional<std::string_view> group_name(std::string_view entry);

/// A group whose members a table knows.
struct TableGroup {
    std::string table_name;
    std::shared_ptr<const Table> table;  // login -> names of groups, or whatever
    std::string value;  // one of the values of a member; empty: whom the table knows is a member
};

struct Groups {
    std::string login_domain;
    std::map<std::string, std::set<std::string>, std::less<>> members;  // canonical logins
    std::map<std::string, TableGroup, std::less<>> tables{};

    [[nodiscard]] bool has(std::string_view name) const {
        return members.count(name) != 0 || tables.count(name) != 0;
    }
    [[nodiscard]] std::vector<std::string> names() const;
    /// Whether `entry`, a login or group:NAME, means `login`. Error: its table cannot tell.
    [[nodiscard]] Result<bool> means(std::string_view entry, std::string_view login,
                                     const Lookups& lookups) const;
    /// How a table may have written a canonical login: as it was completed, or as it was before.
    /// Views of `login`.
    [[nodiscard]] std::vector<std::string_view> spellings(std::string_view login) const;

private:
    [[nodiscard]] Result<bool> is_in(const TableGroup& group, std::string_view login,
                                     const Lookups& lookups) const;
};

/// Who is meant in one transaction.
class Memberships {
public:
    /// `groups` and `lookups` must outlive this. Without identity nobody is meant.
    Memberships(const Groups& groups, const std::optional<Identity>& identity,
                const Lookups& lookups)
        : groups_(groups), login_(identity ? identity->login : std::string()), lookups_(lookups) {}

    [[nodiscard]] const std::string& login() const { return login_; }
    /// See Groups::spellings().
    [[nodiscard]] std::vector<std::string_view> spellings() const {
        return groups_.spellings(login_);
    }
    /// Whether one of the entries, logins or group:NAME, means the identity. Error: none of those
    /// that can be told does, and a table cannot tell of another.
    [[nodiscard]] Result<bool> any_means(const std::vector<std::string>& entries) const;

    [[nodiscard]] const Lookups& lookups() const { return lookups_; }

private:
    const Groups& groups_;
    std::string login_;
    const Lookups& lookups_;
};

}  // namespace msa
