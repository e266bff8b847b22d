// What undoes the policy, each with the 'accept_risk' of its own section.
#include "base/text.h"
#include "checks/all_checks.h"
#include "config/summary.h"
#include "review/findings.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace msa {
namespace {

/// Without these anybody may be anybody, or readers see another author than the policy.
constexpr std::array<std::string_view, 6> guards{"header_from_rights",     "envelope_sender_rights",
                                                 "require_authentication", "require_tls",
                                                 "address_syntax",         "header_counts"};

constexpr std::chrono::hours longest_trial(366 * 24);

bool is_guard(std::string_view check) {
    return std::find(guards.begin(), guards.end(), check) != guards.end();
}

void guards_that_are_off(const Review& review) {
    for (const auto& rule : review.rules.rules) {
        const auto* section = table_of(review.root, "check", rule.id);
        if (rule.id != rule.check_name || !is_guard(rule.check_name) || section == nullptr) {
            continue;
        }
        const auto place = [section](const char* key) {
            const auto* node = section->get(key);
            return node == nullptr ? place_of(*section) : place_of(*node);
        };
        if (rule.action == Action::off || rule.action == Action::log) {
            say_risk(review, *section, place("action"),
                     "'" + rule.id + "' guards nothing if it is \"" +
                         std::string(to_text(rule.action)) + '"');
        } else if (section->contains("mode") && rule.mode == Mode::monitor && !rule.monitor_until) {
            say_risk(review, *section, place("mode"),
                     "'" + rule.id +
                         "' guards nothing while it is monitored, and nothing says "
                         "until when");
        } else if (rule.monitor_until && review.now + longest_trial < *rule.monitor_until) {
            say_risk(review, *section, place("monitor_until"),
                     "'" + rule.id +
                         "' guards nothing while it is monitored, and that is for more than a "
                         "year");
        }
    }
}

/// Versions before 1.2 are not to be used (RFC 8996).
void old_tls(const Review& review) {
    const auto look = [&review](const toml::table& section) {
        const auto minimum = section["minimum"].value_or(std::string());
        if (minimum == "TLSv1" || minimum == "TLSv1.1") {
            say_risk(review, section, place_of(*section.get("minimum")),
                     minimum +
                         " must no longer be used (RFC 8996): others on the way may read the mail");
        }
    };
    if (const auto* check = table_of(review.root, "check", "require_tls")) {
        look(*check);
    }
    for (const auto* rule : tables_of(review.root, "rule")) {
        if ((*rule)["check"].value_or(std::string()) == "require_tls") {
            look(*rule);
        }
    }
}

/// A list in place of the default one, of which what is left out stays in messages.
void trace_fields_that_stay(const Review& review) {
    const auto* section = table_of(review.root, "check", "remove_trace_fields");
    if (section == nullptr || !section->contains("names") ||
        strings_of(*section, "names").empty()) {
        return;
    }
    const auto names = strings_of(*section, "names");
    const auto& options = find_check("remove_trace_fields")->options;
    std::vector<std::string> left;
    for (const auto& usual : std::get<std::vector<std::string>>(options.front().default_value)) {
        const auto is_it = [&usual](const auto& each) {
            return equal_ignoring_case(each.value, usual);
        };
        if (std::none_of(names.begin(), names.end(), is_it)) {
            left.push_back(usual);
        }
    }
    if (!left.empty()) {
        say_risk(review, *section, place_of(*section->get("names")),
                 "this list replaces the default one: " + join(left, ", ") +
                     " of clients are no longer removed");
    }
}

void keys_that_others_may_read(const Review& review) {
    const auto* dkim = review.root["dkim"].as_table();
    if (dkim != nullptr && !(*dkim)["require_safe_keys"].value_or(true)) {
        say_risk(review, *dkim, place_of(*dkim->get("require_safe_keys")),
                 "nothing checks whether others may read a key, and sign with it");
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

std::string too_wide(const std::string& network, std::string_view gain) {
    return network + " is wider than /16 (IPv6: /32): " + std::string(gain);
}

void look_for_wide(const Review& review, const toml::table& section, std::string_view key,
                   std::string_view gain) {
    for (const auto& each : strings_of(section, key)) {
        if (is_wide(each.value)) {
            say_risk(review, section, each.place, too_wide(each.value, gain));
        }
    }
}

void wide_networks(const Review& review) {
    constexpr std::string_view needs_none = "all of it needs no TLS";
    if (const auto* identity = review.root["identity"].as_table()) {
        for (const auto* network : tables_of(*identity, "network")) {
            look_for_wide(review, *network, "range", "all of it has an identity");
        }
        if (const auto* recent = (*identity)["recent_login"].as_table()) {
            look_for_wide(review, *recent, "network", "a recent login counts in all of it");
        }
    }
    if (const auto* check = table_of(review.root, "check", "require_tls")) {
        look_for_wide(review, *check, "exempt", needs_none);
    }
    for (const auto* rule : tables_of(review.root, "rule")) {
        if ((*rule)["check"].value_or(std::string()) == "require_tls") {
            look_for_wide(review, *rule, "exempt", needs_none);
        }
    }
}

/// An exception says why, until when and who answers for it: that accepts the risk.
void exceptions_of_wide_networks(const Review& review) {
    for (const auto* exception : tables_of(review.root, "exception")) {
        const auto rule = (*exception)["rule"].value_or(std::string());
        const auto* when = (*exception)["when"].as_table();
        if (!is_guard(rule) || when == nullptr ||
            (*exception)["action"].value_or(std::string()) != "log") {
            continue;
        }
        const auto& why = *exception->get("why");
        for (const auto& each : strings_of(*when, "network")) {
            if (is_wide(each.value)) {
                review.diagnostics.risk(each.place,
                                        too_wide(each.value, "'" + rule + "' guards none of it"),
                                        why.value_or(std::string()), place_of(why));
            }
        }
    }
}

void errors_that_accept(const Review& review) {
    const auto look = [&review](const toml::table& section, std::string_view check) {
        const auto* kind = find_check(check);
        const bool is_default = kind != nullptr && kind->default_on_error == Action::log;
        if (section["on_error"].value_or(std::string()) == "log" && !is_default) {
            say_risk(review, section, place_of(*section.get("on_error")),
                     "whoever can cause an error passes");
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
    for (const auto* limit : tables_of(review.root, "limit")) {
        look(*limit, "limit");
    }
    const auto* dkim = review.root["dkim"].as_table();
    if (dkim != nullptr && (*dkim)["on_error"].value_or(std::string()) == "unsigned") {
        say_risk(review, *dkim, place_of(*dkim->get("on_error")),
                 "mail leaves unsigned if signing fails");
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

}  // namespace

const std::vector<ReviewFinding>& risk_findings() {
    static const std::vector<ReviewFinding> findings{
        guards_that_are_off,    monitoring_of_everything,
        wide_networks,          exceptions_of_wide_networks,
        errors_that_accept,     no_key,
        owners_without_key,     old_tls,
        trace_fields_that_stay, keys_that_others_may_read};
    return findings;
}

}  // namespace msa
