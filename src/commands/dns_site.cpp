#include "commands/dns_site.h"

#include "base/file.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/services.h"
#include "config/owner_listing.h"
#include "doctor/postfix/ports.h"
#include "mail/domain.h"
#include "system/host_name.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <optional>
#include <set>
#include <string>
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

/// What the ports are taken from that [names] does not say.
struct PortSources {
    std::set<std::string> scope;  // listeners of [scope]; empty: it leaves all open
    std::optional<PostfixPorts> postfix;
    std::string postfix_file;
};

/// Where all files have a [scope] that names a listener for submissions.
std::set<std::string> scope_of(const std::vector<LoadedRules>& files) {
    std::set<std::string> listeners;
    for (const auto& file : files) {
        if (file.rules->listeners.empty()) {
            return {};
        }
        listeners.insert(file.rules->listeners.begin(), file.rules->listeners.end());
    }
    static constexpr std::array<const char*, 5> known{"submission", "submissions", "smtps", "587",
                                                      "465"};
    const bool says_nothing = std::none_of(
        known.begin(), known.end(), [&](const auto& each) { return listeners.contains(each); });
    return says_nothing ? std::set<std::string>() : listeners;
}

/// Absent: there is no Postfix, or none where users submit.
std::optional<PostfixPorts> ports_in(const std::string& folder) {
    const auto main_name = folder + "/main.cf";
    const auto master_name = folder + "/master.cf";
    if (folder.empty() || !may_exist(main_name) || !may_exist(master_name)) {
        return std::nullopt;
    }
    auto main = read_file(main_name, max_config_file);
    auto master = read_file(master_name, max_config_file);
    const auto ports =
        !main     ? Result<PostfixPorts>(main.error())
        : !master ? Result<PostfixPorts>(master.error())
                  : postfix_ports({main_name, *std::move(main)}, {master_name, *std::move(master)});
    if (!ports) {
        std::cerr << "msa-milter: warning: " << ports.error().what
                  << "; the ports are not taken from Postfix\n";
        return std::nullopt;
    }
    return ports->submission.port + ports->submissions.port == 0 ? std::nullopt
                                                                 : std::optional(*ports);
}

/// A service that has these names in [scope].
struct PortKind {
    PostfixPort PostfixPorts::*of_postfix;
    std::vector<std::string> names;
    ServicePort usual;
};

ServicePort port_for(const PortKind& kind, std::optional<unsigned> set,
                     const PortSources& sources) {
    if (set) {
        return {*set, "[names]"};
    }
    if (sources.postfix) {
        const auto& found = (*sources.postfix).*kind.of_postfix;
        return found.port == 0 ? ServicePort{0, "no service in " + sources.postfix_file}
                               : ServicePort{found.port, found.where};
    }
    if (sources.scope.empty()) {
        return kind.usual;
    }
    const bool is_named = std::any_of(kind.names.begin(), kind.names.end(), [&](const auto& each) {
        return sources.scope.contains(each);
    });
    return {is_named ? kind.usual.port : 0, "[scope] of the rule files"};
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

Site site_of(const DaemonSettings& settings, const RuleKeys& rules, const PortSources& sources) {
    static const PortKind starttls{
        &PostfixPorts::submission, {"submission", "587"}, {587, "RFC 6409"}};
    static const PortKind implicit_tls{
        &PostfixPorts::submissions, {"submissions", "smtps", "465"}, {465, "RFC 8314"}};
    const auto& names = settings.names;
    Site site{.host = names.host.empty() ? settings.host_name : names.host,
              .submission = port_for(starttls, names.submission, sources),
              .submissions = port_for(implicit_tls, names.submissions, sources),
              .host_from = names.host.empty() ? "host_name in the settings" : "[names]",
              .exchangers = names.mx,
              .reports = names.reports};
    if (site.host.empty()) {
        site.host = host_name();
        site.host_from = "what the system calls itself";
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

void add_postfix_option(Command& command, std::string& postfix) {
    command
        .add_option("--postfix", postfix,
                    "Folder of main.cf and master.cf, whose submission services give the ports "
                    "that [names] does not")
        ->type_name("FOLDER")
        ->capture_default_str();
}

Result<DnsSite> load_dns_site(const RuleOptions& options, const std::string& postfix) {
    auto settings = settings_of(options);
    if (!settings) {
        return settings.error();
    }
    PortSources sources{.scope = {},
                        .postfix = ports_in(postfix),  // before somebody else's rights are taken
                        .postfix_file = postfix + "/master.cf"};
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
    sources.scope = scope_of(rules->files);
    made.site = site_of(made.settings, *rules, sources);
    made.site.keys = *std::move(keys);
    for (const auto& file : rules->files) {
        const auto& servers = file.key_folder.servers;
        made.servers.insert(made.servers.end(), servers.begin(), servers.end());
    }
    return made;
}

}  // namespace msa
