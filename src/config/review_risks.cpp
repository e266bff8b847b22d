// What undoes the policy, each with the 'accept_risk' of its own section.
#include "base/text.h"
#include "checks/all_checks.h"
#include "config/review.h"
#include "config/summary.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace msa {
namespace {

/// Without these anybody may be anybody, or readers see another author than the policy.
constexpr std::array<std::string_view, 6> guards{"header_from_rights",     "envelope_sender_rights",
                                                 "require_authentication", "require_tls",
                                                 "address_syntax",         "header_counts"};

void guards_that_are_off(const Review& review) {
    for (const auto& rule : review.rules.rules) {
        const bool is_guard = rule.id == rule.check &&
                              std::find(guards.begin(), guards.end(), rule.check) != guards.end();
        const auto* section = table_of(review.root, "check", rule.id);
        if (!is_guard || section == nullptr) {
            continue;
        }
        const auto place = [section](const char* key) {
            const auto* node = section->get(key);
            return node == nullptr ? place_of(*section) : place_of(*node);
        };
        if (rule.action == Action::off || rule.action == Action::log) {
            say_risk(review, *section, place("action"),
                     "'" + rule.id + "' guards nothing where it is \"" +
                         std::string(to_text(rule.action)) + '"');
        } else if (section->contains("mode") && rule.mode == Mode::monitor && !rule.monitor_until) {
            say_risk(review, *section, place("mode"),
                     "'" + rule.id +
                         "' guards nothing while it is monitored, and nothing says "
                         "until when");
        }
    }
}

void monitoring_of_everything(const Review& review) {
    if (review.root["mode"].value_or(std::string()) == "monitor") {
        say_risk(review, review.root, place_of(*review.root.get("mode")),
                 "nothing is enforced: every rule is monitored");
    }
}

bool is_wide(const std::string& network) {
    constexpr int widest_ipv4 = 16;
    constexpr int widest_ipv6 = 32;
    const auto slash = network.find('/');
    if (slash == std::string::npos || network.rfind("127.", 0) == 0) {
        return false;  // one address, or this host
    }
    int prefix = 0;
    (void)std::from_chars(network.data() + slash + 1, network.data() + network.size(), prefix);
    return prefix < (network.find(':') == std::string::npos ? widest_ipv4 : widest_ipv6);
}

void wide_networks(const Review& review) {
    const auto look = [&review](const toml::table& section, std::string_view key,
                                const std::string& gain) {
        for (const auto& each : strings_of(section, key)) {
            if (is_wide(each.value)) {
                say_risk(review, section, each.place,
                         each.value + " is wider than /16 (IPv6: /32): " + gain);
            }
        }
    };
    if (const auto* identity = review.root["identity"].as_table()) {
        for (const auto* network : tables_of(*identity, "network")) {
            look(*network, "range", "all of it has an identity");
        }
    }
    if (const auto* check = table_of(review.root, "check", "require_tls")) {
        look(*check, "exempt", "all of it needs no TLS");
    }
}

void errors_that_accept(const Review& review) {
    const auto look = [&review](const toml::table& section, std::string_view check) {
        const auto* kind = find_check(check);
        const bool is_default = kind != nullptr && kind->default_on_error == Action::log;
        if (section["on_error"].value_or(std::string()) == "log" && !is_default) {
            say_risk(review, section, place_of(*section.get("on_error")),
                     "whoever can bring about an error passes");
        }
    };
    if (const auto* checks = review.root["check"].as_table()) {
        for (const auto& each : *checks) {
            look(*each.second.as_table(), each.first.str());
        }
    }
    for (const auto* rule : tables_of(review.root, "rule")) {
        look(*rule, (*rule)["check"].value_or(std::string()));
    }
    const auto* dkim = review.root["dkim"].as_table();
    if (dkim != nullptr && (*dkim)["on_error"].value_or(std::string()) == "unsigned") {
        say_risk(review, *dkim, place_of(*dkim->get("on_error")),
                 "mail leaves unsigned where signing fails");
    }
}

const toml::table& dkim_of(const Review& review) {
    static const toml::table nothing;
    const auto* dkim = review.root["dkim"].as_table();
    return dkim == nullptr ? nothing : *dkim;
}

void no_key(const Review& review) {
    if (review.rules.signer == nullptr &&
        review.root["mode"].value_or(std::string()) != "monitor") {
        const auto& dkim = dkim_of(review);
        say_risk(review, dkim, place_of(dkim), "[dkim] names no key: nothing is signed");
    }
}

void owners_without_key(const Review& review) {
    if (review.rules.signer == nullptr) {
        return;
    }
    const auto without = domains_without_key(review.rules, review.now);
    if (!without.empty()) {
        const auto& dkim = dkim_of(review);
        say_risk(review, dkim, place_of(dkim),
                 "owners' domains without an active key, whose mail leaves unsigned: " +
                     printable(join(without, ", "), 1000));
    }
}

/// Whether a server is asked over a network by a protocol that hides nothing.
bool is_in_the_open(const toml::table& table) {
    const auto type = table["type"].value_or(std::string());
    const auto server = table["server"].value_or(std::string());
    const auto has = [&server](const char* text) { return server.find(text) != std::string::npos; };
    const bool is_local = has("127.") || has("::1") || has("localhost") || has("unix:");
    if (is_local) {
        return false;
    }
    return type == "socketmap" || type == "redis" ||
           (type == "ldap" && has("ldap://") && !table["start_tls"].value_or(false));
}

void tables_in_the_open(const Review& review) {
    const auto* tables = review.root["tables"].as_table();
    if (tables == nullptr) {
        return;
    }
    for (const auto& each : *tables) {
        const auto& table = *each.second.as_table();
        if (is_in_the_open(table)) {
            say_risk(review, table, place_of(*table.get("server")),
                     "asked across a network without TLS: whoever is on the way answers instead");
        }
    }
}

}  // namespace

const std::vector<ReviewFinding>& risk_findings() {
    static const std::vector<ReviewFinding> findings{
        guards_that_are_off, monitoring_of_everything, wide_networks, errors_that_accept, no_key,
        owners_without_key,  tables_in_the_open};
    return findings;
}

}  // namespace msa
