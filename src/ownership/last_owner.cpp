#include "ownership/last_owner.h"

#include "mail/address.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace msa {
namespace {

/// Of one entry of a table, or of a delegation.
struct Meant {
    bool somebody = false;  // a login, or a group that may have members
    bool address = false;   // one of them may be a login that is an address
};

Meant meant_by(const std::vector<std::string>& entries, const Groups& groups) {
    Meant meant;
    const auto add_login = [&meant](std::string_view login) {
        meant.somebody = true;
        meant.address = meant.address || parse_addr_spec(login).has_value();
    };
    for (const auto& entry : entries) {
        const auto group = group_name(entry);
        if (!group) {
            add_login(entry);
        } else if (groups.tables.find(*group) != groups.tables.end()) {
            return {.somebody = true, .address = true};
        } else if (const auto found = groups.members.find(*group); found != groups.members.end()) {
            std::for_each(found->second.begin(), found->second.end(), add_login);
        }
    }
    return meant;
}

/// Whom tables and delegations give an address: looked for until `is_enough`.
template <class Enough>
Meant meant_by(const Owners& owners, const Moment& now, Enough is_enough) {
    Meant all;
    const auto add = [&](const std::vector<std::string>& entries) {
        const Meant meant = meant_by(entries, owners.groups());
        all.somebody = all.somebody || meant.somebody;
        all.address = all.address || meant.address;
        return !is_enough(all);
    };
    for (const auto& each : owners.settings().delegations) {
        const bool holds = std::any_of(each.addresses.begin(), each.addresses.end(),
                                       [&](const auto& key) { return each.covers(key, now); });
        if (each.right == Right::Kind::owner && holds && !add(each.who)) {
            return all;
        }
    }
    for (const auto& named : owners.settings().tables) {
        const auto listed = named.table->each(
            [&](std::string_view, const std::vector<std::string>& logins) { return add(logins); });
        if (!listed) {
            return {.somebody = true, .address = true};
        }
        if (is_enough(all)) {
            break;
        }
    }
    return all;
}

bool has_owner(const Owners& owners, const Moment& now, bool are_addresses) {
    const auto& settings = owners.settings();
    const bool completes = !owners.groups().login_domain.empty();
    return (settings.self && (are_addresses || completes)) ||
           meant_by(owners, now, [](const Meant& meant) { return meant.somebody; }).somebody;
}

}  // namespace

bool takes_every_right(const Owners& before, const Owners& after, const Moment& now) {
    if (has_owner(after, now, false)) {
        return false;
    }
    const auto known = meant_by(before, now, [](const Meant& meant) { return meant.address; });
    const bool are_addresses = !known.somebody || known.address;
    return has_owner(before, now, are_addresses) && !has_owner(after, now, are_addresses);
}

}  // namespace msa
