#include "commands/dns_site.h"

#include "base/text.h"
#include "commands/services.h"
#include "config/owner_listing.h"
#include "mail/domain.h"
#include "system/host_name.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <set>
#include <string_view>
#include <utility>

namespace msa {
namespace {

Result<DaemonSettings> settings_of(const RuleOptions& options) {
    auto loaded = load_settings(options.config);
    if (!loaded.settings) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << loaded.diagnostics.block_of(each);
        }
        return Error{"the settings are not valid", loaded.diagnostics.kind()};
    }
    return *std::move(loaded.settings);
}

/// Whether [scope] of the files leaves room for a listener of one of these names.
bool may_listen(const std::vector<LoadedRules>& files, std::string_view name,
                std::string_view port) {
    std::set<std::string> listeners;
    for (const auto& file : files) {
        if (file.rules->listeners.empty()) {
            return true;
        }
        listeners.insert(file.rules->listeners.begin(), file.rules->listeners.end());
    }
    constexpr std::array<std::string_view, 5> known{"submission", "submissions", "smtps", "587",
                                                    "465"};
    const bool says_nothing = std::none_of(known.begin(), known.end(), [&](const auto& each) {
        return listeners.contains(std::string(each));
    });
    return says_nothing || listeners.contains(std::string(name)) ||
           listeners.contains(std::string(port));
}

void add_domain(std::string_view name, std::set<std::string>& domains) {
    if (const auto domain = mail_domain(std::string(name))) {
        domains.insert(*domain);
    }
}

std::vector<std::string> domains_of(const RuleKeys& rules) {
    std::set<std::string> domains;
    for (const auto& file : rules.files) {
        for (const auto& key : file.signing_keys) {
            add_domain(key.domain, domains);
            for (const auto& each : key.author_domains) {
                add_domain(each, domains);  // of all below a domain nobody knows the names
            }
        }
        (void)for_each_owner(*file.rules, [&domains](std::string_view key, const auto&) {
            if (const auto at = key.rfind('@'); at != std::string_view::npos) {
                add_domain(key.substr(at + 1), domains);
            }
            return true;
        });  // a table that cannot be listed has keys for its domains, or is not asked for
    }
    return {domains.begin(), domains.end()};
}

Site site_of(const DaemonSettings& settings, const RuleKeys& rules) {
    const auto& names = settings.names;
    Site site{
        .host = names.host.empty() ? settings.host_name : names.host,
        .submission =
            names.submission.value_or(may_listen(rules.files, "submission", "587") ? 587 : 0),
        .submissions = names.submissions.value_or(may_listen(rules.files, "submissions", "465") ||
                                                          may_listen(rules.files, "smtps", "465")
                                                      ? 465
                                                      : 0),
        .exchangers = names.mx,
        .reports = names.reports};
    if (site.host.empty()) {
        site.host = host_name();
    }
    for (const auto& file : rules.files) {
        for (auto& each : egress_of(*file.rules)) {
            const bool is_known =
                std::any_of(site.egress.begin(), site.egress.end(),
                            [&each](const auto& known) { return known.address == each.address; });
            if (!is_known) {
                site.egress.push_back(std::move(each));
            }
        }
    }
    return site;
}

}  // namespace

Result<std::string> mail_domain(const std::string& name) {
    const auto domain = a_labels(name);
    return domain && is_fully_qualified(*domain)
               ? domain
               : Error{'\'' + printable(name) + "' is no domain, as in example.com",
                       ErrorKind::bad_input};
}

Result<DnsSite> load_dns_site(const RuleOptions& options) {
    auto settings = settings_of(options);
    if (!settings) {
        return settings.error();
    }
    const auto rules = load_rule_keys(options);
    if (!rules) {
        return rules.error();
    }
    auto keys = read_keys(*rules);
    if (!keys) {
        return keys.error();
    }
    DnsSite made{
        .settings = *std::move(settings), .site = {}, .domains = domains_of(*rules), .servers = {}};
    made.site = site_of(made.settings, *rules);
    made.site.keys = *std::move(keys);
    for (const auto& file : rules->files) {
        const auto& servers = file.key_folder.servers;
        made.servers.insert(made.servers.end(), servers.begin(), servers.end());
    }
    return made;
}

}  // namespace msa
