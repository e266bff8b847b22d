#include "review/condition_overlap.h"

#include <algorithm>

namespace msa {
namespace {

template <class T>
bool holds_all(const std::vector<T>& wide, const std::vector<T>& narrow) {
    const auto is_in_wide = [&wide](const T& each) {
        return std::find(wide.begin(), wide.end(), each) != wide.end();
    };
    return wide.empty() ||
           (!narrow.empty() && std::all_of(narrow.begin(), narrow.end(), is_in_wide));
}

template <class T>
bool have_none_in_common(const std::vector<T>& first, const std::vector<T>& second) {
    return !first.empty() && !second.empty() &&
           std::none_of(first.begin(), first.end(), [&second](const T& each) {
               return std::find(second.begin(), second.end(), each) != second.end();
           });
}

bool networks_cover(const std::vector<Network>& wide, const std::vector<Network>& narrow) {
    return wide.empty() ||
           (!narrow.empty() && std::all_of(narrow.begin(), narrow.end(), [&](const auto& inner) {
               return std::any_of(wide.begin(), wide.end(),
                                  [&inner](const auto& outer) { return outer.covers(inner); });
           }));
}

bool networks_are_apart(const std::vector<Network>& first, const std::vector<Network>& second) {
    return !first.empty() && !second.empty() &&
           std::none_of(first.begin(), first.end(), [&second](const Network& one) {
               return std::any_of(second.begin(), second.end(), [&one](const Network& other) {
                   return one.covers(other) || other.covers(one);
               });
           });
}

/// Each entry is among the others, by its name or as a member of a group there.
bool logins_cover(const std::vector<std::string>& wide, const std::vector<std::string>& narrow,
                  const Groups& groups) {
    std::set<std::string> members;
    (void)collect_members(wide, groups, members);  // those of tables count by name
    return wide.empty() ||
           (!narrow.empty() && std::all_of(narrow.begin(), narrow.end(), [&](const auto& entry) {
               std::set<std::string> meant;
               const bool is_known = collect_members({entry}, groups, meant);
               return std::find(wide.begin(), wide.end(), entry) != wide.end() ||
                      (is_known &&
                       std::includes(members.begin(), members.end(), meant.begin(), meant.end()));
           }));
}

bool logins_are_apart(const std::vector<std::string>& first, const std::vector<std::string>& second,
                      const Groups& groups) {
    std::set<std::string> members;
    std::set<std::string> others;
    const bool is_known =
        collect_members(first, groups, members) && collect_members(second, groups, others);
    return is_known && have_none_in_common(std::vector(members.begin(), members.end()),
                                           std::vector(others.begin(), others.end()));
}

}  // namespace

bool collect_members(const std::vector<std::string>& entries, const Groups& groups,
                     std::set<std::string>& members) {
    bool is_known = true;
    for (const auto& entry : entries) {
        const auto name = group_name(entry);
        if (!name) {
            members.insert(canonical_login(entry, groups.login_domain));
        } else if (const auto group = groups.members.find(*name); group != groups.members.end()) {
            members.insert(group->second.begin(), group->second.end());
        } else {
            is_known = false;
        }
    }
    return is_known;
}

bool covers(const Condition& wide, const Condition& narrow, const Groups& groups) {
    return holds_all(wide.listener, narrow.listener) && holds_all(wide.source, narrow.source) &&
           holds_all(wide.sender_domain, narrow.sender_domain) &&
           holds_all(wide.recipient_domain, narrow.recipient_domain) &&
           holds_all(wide.from_domain, narrow.from_domain) &&
           logins_cover(wide.login, narrow.login, groups) &&
           networks_cover(wide.network, narrow.network) && (!wide.tls || wide.tls == narrow.tls) &&
           (!wide.size_above || (narrow.size_above && *wide.size_above <= *narrow.size_above));
}

bool are_apart(const Condition& rule, const Condition& exception, const Groups& groups) {
    return have_none_in_common(rule.listener, exception.listener) ||
           have_none_in_common(rule.source, exception.source) ||
           have_none_in_common(rule.sender_domain, exception.sender_domain) ||
           have_none_in_common(rule.recipient_domain, exception.recipient_domain) ||
           have_none_in_common(rule.from_domain, exception.from_domain) ||
           logins_are_apart(rule.login, exception.login, groups) ||
           networks_are_apart(rule.network, exception.network) ||
           (rule.tls && exception.tls && *rule.tls != *exception.tls);
}

}  // namespace msa
