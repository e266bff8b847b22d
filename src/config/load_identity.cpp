// [identity]: by which proofs a client has an identity.
#include "base/text.h"
#include "config/load_people.h"
#include "config/load_tables.h"
#include "config/rule_loader.h"
#include "mail/domain.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {
namespace {

/// Sources that have a section of their own, each by its word.
constexpr std::array<std::pair<IdentitySource, const char*>, 3> described_sources{
    {{IdentitySource::certificate, "certificate"},
     {IdentitySource::recent_login, "recent_login"},
     {IdentitySource::local, "local"}}};

bool uses(const IdentityPolicy& policy, IdentitySource source) {
    return std::find(policy.sources.begin(), policy.sources.end(), source) != policy.sources.end();
}

std::ptrdiff_t place_among(const IdentityPolicy& policy, IdentitySource source) {
    const auto& sources = policy.sources;
    const auto found = std::find(sources.begin(), sources.end(), source);
    return found == sources.end() ? -1 : found - sources.begin();
}

void complain_of_source(const Section& section, bool is_used, const std::string& name) {
    const bool is_described = section.table(name) != nullptr;  // or a complaint
    if (is_used && !section.has(name)) {
        section.error("sources", '"' + name + "\" needs [identity." + name + ']');
    }
    if (!is_used && is_described) {
        section.error(name, "[identity." + name + "] is given, but \"" + name +
                                "\" is not among the sources");
    }
}

void complain_of_sources(const Section& section, const IdentityPolicy& policy) {
    for (const auto& [source, word] : described_sources) {
        complain_of_source(section, uses(policy, source), word);
    }
    const auto recent = place_among(policy, IdentitySource::recent_login);
    if (recent >= 0 && recent < std::max(place_among(policy, IdentitySource::sasl),
                                         place_among(policy, IdentitySource::certificate))) {
        section.error("sources",
                      "\"recent_login\" comes before a better proof: a login or a certificate must "
                      "come first");
    }
}

/// How long a recent login may count, in seconds.
constexpr std::int64_t longest_lifetime = 1800;
/// What one household or one network has: less of an address would stand for many.
constexpr std::int64_t shortest_ipv6_prefix = 64;

void load_recent_logins(const Section& section, RecentLogins& logins,
                        const RuleFileContext& context) {
    if (const auto name = section.string("table")) {
        logins.table = context.tables->open({*name, section.place("table")},
                                            TableSettings::Use::recent_logins);
    }
    if (const auto seconds = section.integer("lifetime")) {
        if (*seconds < 1 || *seconds > longest_lifetime) {
            section.error("lifetime",
                          "must be from 1 to " + std::to_string(longest_lifetime) + " seconds");
        }
        logins.lifetime = std::chrono::seconds(*seconds);
    }
    if (const auto bits = section.integer("ipv6_prefix")) {
        if (*bits < shortest_ipv6_prefix || *bits > 128) {
            section.error("ipv6_prefix", "must be from 64 to 128 bits");
        } else {
            logins.ipv6_prefix = static_cast<int>(*bits);
        }
    }
    logins.networks = load_networks(section, "network");
    if (logins.networks.empty()) {
        section.risk(section.place(),
                     "a recent login counts for everybody at its address; limit it with 'network'");
    }
}

/// The login that a proof stands for.
void check_identity(const toml::table& table, const RuleFileContext& context) {
    const auto* node = table.get("login");
    const auto login = node == nullptr ? std::nullopt : node->value_exact<std::string>();
    if (!login) {
        return;  // and a complaint
    }
    const auto fault = group_name(*login) ? "an identity is one login, not a group"
                                          : fault_of_login(*login, *context.groups);
    if (!fault.empty()) {
        context.diagnostics.error(place_of(*node), fault);
    }
}

}  // namespace

IdentityPolicy load_identity(const toml::table& table, RuleFileContext& context) {
    const Section section(table, identity_schema(), context.diagnostics);
    IdentityPolicy policy;
    policy.sources = load_sources(section, "sources");
    if (const auto domain = section.string("login_domain")) {
        const auto valid = a_labels(*domain);
        if (!valid) {
            section.error("login_domain", no_domain(*domain, valid.error()));
        } else {
            policy.login_domain = *valid;
        }
    }
    policy.postmaster_domains = load_domains(section, "postmaster_domains");
    context.login_domain = policy.login_domain;
    for (const auto* entry : section.tables("network")) {
        const Section network(*entry, identity_network_schema(), context.diagnostics);
        const auto login = network.string("login").value_or(std::string());
        for (auto& range : load_networks(network, "range")) {
            policy.networks.push_back({std::move(range), login});
        }
    }
    if (!uses(policy, IdentitySource::network) && !policy.networks.empty()) {
        section.error("network", "networks are given, but \"network\" is not among the sources");
    }
    if (uses(policy, IdentitySource::network) && !section.has("network")) {
        section.error("sources", "\"network\" needs [[identity.network]]");
    }
    complain_of_sources(section, policy);
    return policy;
}

void load_proofs(const toml::table& identity, IdentityPolicy& policy,
                 const RuleFileContext& context) {
    // What is no table has been complained of.
    if (const auto* table = identity["certificate"].as_table()) {
        const Section section(*table, identity_certificate_schema(), context.diagnostics);
        policy.certificates.issuers = values_of(section.strings("issuer"));
        if (const auto word = section.word("key", certificate_key_words())) {
            policy.certificates.key =
                parse_certificate_key(*word).value_or(CertificateIdentities::Key::cn);
        }
        if (const auto name = section.string("table")) {
            policy.certificates.logins =
                context.tables->open({*name, section.place("table")}, TableSettings::Use::subjects);
        }
    }
    if (const auto* table = identity["recent_login"].as_table()) {
        const Section section(*table, identity_recent_login_schema(), context.diagnostics);
        load_recent_logins(section, policy.recent_logins, context);
    }
    if (const auto* networks = identity["network"].as_array()) {
        for (const auto& each : *networks) {
            if (const auto* table = each.as_table()) {
                check_identity(*table, context);
            }
        }
    }
    if (const auto* table = identity["local"].as_table()) {
        check_identity(*table, context);
        const Section section(*table, identity_local_schema(), context.diagnostics);
        policy.local_login = section.string("login").value_or(std::string());
        policy.notification_domains = load_domains(section, "notifications");
    }
}

}  // namespace msa
