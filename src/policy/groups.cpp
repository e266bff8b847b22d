#include "policy/groups.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::string_view group_prefix = "group:";

}  // namespace

std::string canonical_login(std::string_view login, std::string_view domain) {
    std::string canonical = ascii_lower(login);
    if (!domain.empty() && !canonical.empty() && canonical.find('@') == std::string::npos) {
        canonical += '@';
        canonical += ascii_lower(domain);
    }
    return canonical;
}

std::optional<std::string_view> group_name(std::string_view entry) {
    return entry.starts_with(group_prefix) ? std::optional(entry.substr(group_prefix.size()))
                                           : std::nullopt;
}

bool Groups::means(std::string_view entry, std::string_view login) const {
    if (login.empty()) {
        return false;
    }
    const std::string canonical = canonical_login(login, login_domain);
    const auto name = group_name(entry);
    if (!name) {
        return canonical_login(entry, login_domain) == canonical;
    }
    const auto group = members.find(*name);
    return group != members.end() && group->second.count(canonical) != 0;
}

std::vector<std::string_view> Groups::spellings(std::string_view login) const {
    std::vector<std::string_view> result{login};
    const auto at = login.rfind('@');
    if (at != std::string_view::npos && equal_ignoring_case(login.substr(at + 1), login_domain)) {
        result.push_back(login.substr(0, at));
    }
    return result;
}

bool Groups::any_means(const std::vector<std::string>& entries, std::string_view login) const {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const std::string& entry) { return means(entry, login); });
}

}  // namespace msa
