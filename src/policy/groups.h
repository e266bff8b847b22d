// Logins and groups of them. `group:NAME` stands for the members wherever a login may stand.
#pragma once

#include <map>
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

struct Groups {
    std::string login_domain;
    std::map<std::string, std::set<std::string>, std::less<>> members;  // canonical logins

    /// Whether `entry`, a login or group:NAME, means `login`.
    [[nodiscard]] bool means(std::string_view entry, std::string_view login) const;
    [[nodiscard]] bool any_means(const std::vector<std::string>& entries,
                                 std::string_view login) const;
    /// How a table may have written a canonical login: as it was completed, or as it was before.
    /// Views of `login`.
    [[nodiscard]] std::vector<std::string_view> spellings(std::string_view login) const;
};

}  // namespace msa
