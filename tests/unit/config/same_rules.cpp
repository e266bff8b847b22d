#include "unit/config/same_rules.h"

#include <algorithm>
#include <tuple>

namespace msa {
namespace {

bool same(const Network& one, const Network& other) {
    return one.text() == other.text();
}

bool same(const NetworkIdentity& one, const NetworkIdentity& other) {
    const auto& [network, login] = one;
    return same(network, other.network) && login == other.login;
}

bool same(const NamedTable& one, const NamedTable& other) {
    const auto& [name, table] = one;
    return name == other.name && table == other.table;
}

template <class V>
bool all_same(const std::vector<V>& one, const std::vector<V>& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](const V& left, const V& right) { return same(left, right); });
}

bool same(const CertificateIdentities& one, const CertificateIdentities& other) {
    const auto& [issuers, logins, key] = one;
    return std::tie(issuers, logins, key) == std::tie(other.issuers, other.logins, other.key);
}

bool same(const RecentLogins& one, const RecentLogins& other) {
    const auto& [table, lifetime, networks, prefix] = one;
    return std::tie(table, lifetime, prefix) ==
               std::tie(other.table, other.lifetime, other.ipv6_prefix) &&
           all_same(networks, other.networks);
}

bool same(const KeyFolderSettings& one, const KeyFolderSettings& other) {
    const auto& [path, rotate, publish, command, key, server, servers] = one;
    return std::tie(path, rotate, publish, command, key, server, servers) ==
           std::tie(other.path, other.rotate, other.publish, other.command, other.nsupdate_key,
                    other.nsupdate_server, other.servers);
}

bool same(const SigningSettings& one, const SigningSettings& other) {
    const auto& [keys, oversigned, present, bits, safe, sample] = one;
    return std::tie(oversigned, present, bits, safe, sample) ==
               std::tie(other.oversigned, other.signed_present, other.minimum_rsa_bits,
                        other.require_safe_keys, other.verify_sample) &&
           all_same(keys, other.keys);
}

}  // namespace

bool same(const Scope& one, const Scope& other) {
    const auto& [listeners, place] = one;
    return listeners == other.listeners && place.line == other.place.line;
}

bool same(const IdentityPolicy& one, const IdentityPolicy& other) {
    const auto& [sources, certificates, networks, recent, local, notifications, domain,
                 postmasters] = one;
    return std::tie(sources, local, notifications, domain, postmasters) ==
               std::tie(other.sources, other.local_login, other.notification_domains,
                        other.login_domain, other.postmaster_domains) &&
           same(certificates, other.certificates) && all_same(networks, other.networks) &&
           same(recent, other.recent_logins);
}

bool same(const Owners::Settings& one, const Owners::Settings& other) {
    const auto& [tables, primary, self, subaddress, exact, delegations] = one;
    return std::tie(primary, self, subaddress, exact) ==
               std::tie(other.primary, other.self, other.subaddress, other.exact_local_parts) &&
           all_same(tables, other.tables) && all_same(delegations, other.delegations);
}

bool same(const Delegation& one, const Delegation& other) {
    const auto& [id, addresses, who, right, until, owner, ticket, where] = one;
    return std::tie(id, addresses, who, right, until, owner, ticket, where) ==
           std::tie(other.id, other.addresses, other.who, other.right, other.until, other.owner,
                    other.ticket, other.where);
}

bool same(const TableGroup& one, const TableGroup& other) {
    const auto& [name, table, value] = one;
    return std::tie(name, table, value) == std::tie(other.table_name, other.table, other.value);
}

bool same(const Condition& one, const Condition& other) {
    const auto& [listener, source, login, network, sender, recipient, from, tls, size] = one;
    return std::tie(listener, source, login, sender, recipient, from, tls, size) ==
               std::tie(other.listener, other.source, other.login, other.sender_domain,
                        other.recipient_domain, other.from_domain, other.tls, other.size_above) &&
           all_same(network, other.network);
}

bool same(const Exception& one, const Exception& other) {
    const auto& [id, rule, when, action, until, owner, ticket, where] = one;
    return std::tie(id, rule, action, until, owner, ticket, where) ==
               std::tie(other.id, other.rule, other.action, other.until, other.owner, other.ticket,
                        other.where) &&
           same(when, other.when);
}

bool same(const Dkim& one, const Dkim& other) {
    const auto& [folder, signing, unsigned_on_error] = one;
    return same(folder, other.folder) && same(signing, other.signing) &&
           unsigned_on_error == other.unsigned_on_error;
}

bool same(const SigningKeySettings& one, const SigningKeySettings& other) {
    const auto& [domain, selector, file, authors, activate, retire] = one;
    return std::tie(domain, selector, file, authors, activate, retire) ==
           std::tie(other.domain, other.selector, other.file, other.author_domains, other.activate,
                    other.retire);
}

bool same(const LimitRule& one, const LimitRule& other) {
    const auto& [id, counted, of, group, quota, unit, rate, warn_at, hosted, memory, for_good] =
        one.limit;
    const auto& limit = other.limit;
    return std::tie(id, counted, of, group, quota.events, quota.window, quota.burst, unit, rate,
                    warn_at, memory, for_good) ==
               std::tie(limit.id, limit.counted, limit.of, limit.group, limit.quota.events,
                        limit.quota.window, limit.quota.burst, limit.unit, limit.rate,
                        limit.warn_at, limit.memory, limit.is_for_good) &&
           hosted.size() == limit.hosted_domains.size() && same(one.rule, other.rule);
}

bool same(const Rule& one, const Rule& other) {
    const auto& [id, check_name, where, check, options, stages, may_stay, action, on_error, mode,
                 until, when, approve, reply, suspend_for] = one;
    return std::tie(id, check_name, options, stages, may_stay, action, on_error, mode, until,
                    approve, reply, suspend_for) ==
               std::tie(other.id, other.check_name, other.options, other.stages,
                        other.may_stay_when_resent, other.action, other.on_error, other.mode,
                        other.monitor_until, other.approve, other.reply, other.suspend_for) &&
           same(when, other.when) && (check == nullptr) == (other.check == nullptr);
}

bool same(const RuleSet& one, const RuleSet& other) {
    const auto& [file, version, hash, allow_none, listeners, identity, owners, rules, exceptions,
                 signer, keys, unsigned_on_error] = one;
    return std::tie(version, allow_none, listeners, keys, unsigned_on_error) ==
               std::tie(other.version, other.allow_none, other.listeners, other.keys,
                        other.unsigned_on_error) &&
           same(identity, other.identity) && same(owners.settings(), other.owners.settings()) &&
           all_same(rules, other.rules) && all_same(exceptions, other.exceptions) &&
           (signer == nullptr) == (other.signer == nullptr);
}

}  // namespace msa
