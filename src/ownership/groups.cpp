#include "ownership/groups.h"

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

std::vector<std::string> Groups::names() const {
    std::vector<std::string> names;
    for (const auto& each : members) {
        names.push_back(each.first);
    }
    for (const auto& each : tables) {
        names.push_back(each.first);
    }
    return names;
}

Result<bool> Groups::means(std::string_view entry, std::string_view login,
                           const Lookups& lookups) const {
    if (login.empty()) {
        return false;
    }
    const std::string canonical = canonical_login(login, login_domain);
    const auto name = group_name(entry);
    if (!name) {
        return canonical_login(entry, login_domain) == canonical;
    }
    if (const auto group = tables.find(*name); group != tables.end()) {
        auto is_member = is_in(group->second, canonical, lookups);
        return is_member ? is_member : within("group " + printable(*name), is_member.error());
    }
    const auto group = members.find(*name);
    return group != members.end() && group->second.count(canonical) != 0;
}

Result<bool> Groups::is_in(const TableGroup& group, std::string_view login,
                           const Lookups& lookups) const {
    for (const auto spelling : spellings(login)) {
        const auto& answer = lookups.ask(*group.table, spelling);
        if (!answer) {
            return within("table " + group.table_name, answer.error());
        }
        const auto& values = answer->values;
        if (answer->found && (group.value.empty() || std::find(values.begin(), values.end(),
                                                               group.value) != values.end())) {
            return true;
        }
    }
    return false;
}

std::vector<std::string_view> Groups::spellings(std::string_view login) const {
    std::vector<std::string_view> result{login};
    const auto at = login.rfind('@');
    if (at != std::string_view::npos && equal_ignoring_case(login.substr(at + 1), login_domain)) {
        result.push_back(login.substr(0, at));
    }
    return result;
}

Result<bool> Memberships::any_means(const std::vector<std::string>& entries) const {
    std::optional<Error> doubt;
    for (const auto& entry : entries) {
        const auto meant = groups_.means(entry, login_, lookups_);
        if (meant && *meant) {
            return true;
        }
        if (!meant && !doubt) {
            doubt = meant.error();
        }
    }
    return doubt ? Result<bool>(*std::move(doubt)) : Result<bool>(false);
}

}  // namespace msa
