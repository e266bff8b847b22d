// [identity], [groups] and `when`: who is meant.
#include "base/text.h"
#include "config/load_tables.h"
#include "config/rule_loader.h"
#include "mail/domain.h"

#include <algorithm>

namespace msa {
namespace {

std::vector<IdentitySource> load_sources(const Section& section, std::string_view key) {
    std::vector<IdentitySource> sources;
    for (const auto& each : section.strings(key)) {
        const auto source = parse_identity_source(each.value);
        if (!source) {
            section.diagnostics().error(each.place,
                                        unknown("source", each.value, identity_source_words()));
        } else if (std::find(sources.begin(), sources.end(), *source) != sources.end()) {
            section.diagnostics().error(each.place, "'" + each.value + "' is named twice");
        } else {
            sources.push_back(*source);
        }
    }
    return sources;
}

std::vector<Network> load_networks(const Section& section, std::string_view key) {
    std::vector<Network> networks;
    for (const auto& each : section.strings(key)) {
        auto network = Network::parse(each.value);
        if (network) {
            networks.push_back(*std::move(network));
        } else {
            section.diagnostics().error(each.place, network.error().what);
        }
    }
    return networks;
}

std::vector<std::string> values_of(std::vector<Placed<std::string>> placed) {
    std::vector<std::string> values;
    for (auto& each : placed) {
        values.push_back(std::move(each.value));
    }
    return values;
}

std::vector<std::string> load_domains(const Section& section, std::string_view key) {
    std::vector<std::string> domains;
    for (const auto& each : section.strings(key)) {
        auto domain = a_labels(each.value);
        if (domain) {
            domains.push_back(*std::move(domain));
        } else {
            section.diagnostics().error(each.place, domain.error().what);
        }
    }
    return domains;
}

bool uses(const IdentityPolicy& policy, IdentitySource source) {
    return std::find(policy.sources.begin(), policy.sources.end(), source) != policy.sources.end();
}

}  // namespace

IdentityPolicy load_identity(const toml::table& table, RuleFileContext& context) {
    const Section section(table, identity_schema(), context.diagnostics);
    IdentityPolicy policy;
    if (section.has("sources")) {
        policy.sources = load_sources(section, "sources");
        if (policy.sources.empty()) {
            section.error("sources", "at least one source is needed");
        }
    }
    if (const auto domain = section.string("login_domain")) {
        const auto valid = a_labels(*domain);
        if (!valid) {
            section.error("login_domain", valid.error().what);
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
    const bool has_certificates = section.table("certificate") != nullptr;  // or a complaint
    if (uses(policy, IdentitySource::certificate) && !section.has("certificate")) {
        section.error("sources", "\"certificate\" needs [identity.certificate]");
    }
    if (!uses(policy, IdentitySource::certificate) && has_certificates) {
        section.error("certificate",
                      "certificates are given, but \"certificate\" is not among the sources");
    }
    return policy;
}

void load_certificates(const toml::table& identity, IdentityPolicy& policy,
                       const RuleFileContext& context) {
    const auto* table = identity["certificate"].as_table();
    if (table == nullptr) {
        return;  // what it is instead has been complained of
    }
    const Section section(*table, identity_certificate_schema(), context.diagnostics);
    policy.certificates.issuers = values_of(section.strings("issuer"));
    if (const auto name = section.string("table")) {
        policy.certificates.logins =
            context.tables->open({*name, section.place("table")}, TableSettings::Use::subjects);
    }
}

Groups load_groups(const toml::table& table, const RuleFileContext& context) {
    Groups groups;
    groups.login_domain = context.login_domain;
    for (const auto& [key, value] : table) {
        const auto* list = value.as_array();
        if (list == nullptr) {
            context.diagnostics.error(place_of(value), "a group must be a list of logins");
            continue;
        }
        auto& members = groups.members[std::string(key.str())];
        for (const auto& each : *list) {
            const auto login = each.value_exact<std::string>();
            if (!login || login->empty()) {
                context.diagnostics.error(place_of(each), "a member must be a login");
            } else if (group_name(*login)) {
                context.diagnostics.error(place_of(each), "a group cannot be a member of a group");
            } else {
                members.insert(canonical_login(*login, context.login_domain));
            }
        }
    }
    return groups;
}

void check_logins(const std::vector<Placed<std::string>>& logins, const Groups& groups,
                  const RuleFileContext& context) {
    std::vector<std::string> names;
    for (const auto& each : groups.members) {
        names.push_back(each.first);
    }
    for (const auto& login : logins) {
        const auto group = group_name(login.value);
        if (login.value.empty()) {
            context.diagnostics.error(login.place, "a login is empty");
        } else if (group && groups.members.count(*group) == 0) {
            context.diagnostics.error(login.place, unknown("group", *group, names));
        }
    }
}

Condition load_condition(const toml::table& table, const Groups& groups,
                         const RuleFileContext& context) {
    const Section section(table, when_schema(), context.diagnostics);
    if (table.empty()) {
        context.diagnostics.error(section.place(), "an empty condition holds for everybody");
    }
    for (const auto* key : {"listener", "source", "login", "network", "sender_domain"}) {
        if (section.has(key) && section.strings(key).empty()) {
            section.error(key, "an empty list holds for nobody");
        }
    }
    check_logins(section.strings("login"), groups, context);
    return {.listener = values_of(section.strings("listener")),
            .source = load_sources(section, "source"),
            .login = values_of(section.strings("login")),
            .network = load_networks(section, "network"),
            .sender_domain = load_domains(section, "sender_domain"),
            .tls = section.boolean("tls")};
}

}  // namespace msa
