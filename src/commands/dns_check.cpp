// msa-milter dns check: asks the name servers of each domain, a resolver and the submission ports.
#include "base/file.h"
#include "base/replace_file.h"
#include "command_line/command.h"
#include "commands/dns_commands.h"
#include "commands/dns_metrics.h"
#include "commands/dns_site.h"
#include "commands/exit_status.h"
#include "commands/progress_bar.h"
#include "commands/services.h"
#include "names/report.h"
#include "referee/key_proof.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace msa {
namespace {

struct CheckOptions {
    RuleOptions rules;
    std::vector<std::string> domains;
    std::vector<std::string> resolver;
    std::vector<std::string> servers;
    std::string trusted;
    std::string textfile;
    std::string postfix = "/etc/postfix";
    bool wants_json = false;
};

Result<std::vector<std::string>> asked_domains(const CheckOptions& options, const DnsSite& site) {
    std::vector<std::string> domains;
    for (const auto& each : options.domains) {
        auto domain = mail_domain(each);
        if (!domain) {
            return domain.error();
        }
        domains.push_back(*std::move(domain));
    }
    if (domains.empty() && site.domains.empty()) {
        return Error{"the rule files have no key and no owner: name a domain",
                     ErrorKind::bad_config};
    }
    return domains.empty() ? site.domains : domains;
}

/// Each place is visited once, however many domains lead there.
Inquiry::Visit visit_once(VisitTerms terms) {
    using Place = std::pair<std::string, unsigned>;
    auto visits = std::make_shared<std::map<Place, SubmissionVisit>>();
    return [visits, terms = std::move(terms)](const SubmissionPlace& place) {
        const Place key(place.host, place.port);
        const auto known = visits->find(key);
        return known != visits->end()
                   ? known->second
                   : visits->emplace(key, visit_submission(place, terms)).first->second;
    };
}

Result<std::unique_ptr<const NamesResolver>> one_server(const std::string& server) {
    return make_unbound_resolver({.servers = {server}});
}

Result<std::string> proved(const SiteKey& key, const std::string& record) {
    return referee_objection(*key.all, key.settings, record);
}

Result<TlsStream::Trust> trust_of(const std::string& file) {
    if (file.empty()) {
        return TlsStream::trust({});
    }
    auto text = read_file(file, max_config_file);
    if (!text) {
        return text.error();
    }
    auto trust = TlsStream::trust(*text + '\n');  // an empty file has none either
    return trust ? std::move(trust) : within(file, trust.error());
}

int status_of(const std::vector<DomainReport>& reports) {
    const auto counts = verdicts_of(reports);
    const auto count = [&counts](SightVerdict verdict) {
        return counts.at(static_cast<std::size_t>(verdict));
    };
    if (count(SightVerdict::wrong) + count(SightVerdict::missing) != 0) {
        return exit_findings;
    }
    return count(SightVerdict::cannot_tell) == 0 ? exit_ok : exit_unavailable;
}

std::vector<DomainReport> examined(const CheckOptions& options, const DnsSite& site,
                                   const std::vector<std::string>& domains, Inquiry& inquiry) {
    std::vector<DomainReport> reports;
    const bool is_seen = !options.wants_json && ::isatty(STDOUT_FILENO) == 1;
    const auto progress =
        is_seen ? std::function<void(std::uint64_t, std::uint64_t)>() : progress_bar();
    auto names = domains;
    names.emplace_back();  // the host itself
    for (const auto& name : names) {
        reports.push_back(examine({site.site, name}, inquiry));
        if (!options.wants_json) {
            std::cout << report_text(reports.back()) << std::flush;
        }
        inquiry.zone.forget();
        if (progress) {
            progress(reports.size(), names.size());
        }
    }
    return reports;
}

int check(const CheckOptions& options) {
    const auto trust = trust_of(options.trusted);  // the daemon's user may not read it
    if (!trust) {
        return complain(trust.error());
    }
    const auto site = load_dns_site(options.rules, options.postfix);
    if (!site) {
        return complain(site.error());
    }
    const auto domains = asked_domains(options, *site);
    if (!domains) {
        return complain(domains.error());
    }
    const auto resolver = make_unbound_resolver(
        {.servers = options.resolver.empty() ? site->settings.resolver : options.resolver});
    if (!resolver) {
        return complain(resolver.error());
    }
    ZoneView zone(options.servers.empty() ? site->servers : options.servers, **resolver,
                  one_server);
    Inquiry inquiry{
        .zone = zone,
        .prove = proved,
        .visit = visit_once({.own_name = site->site.host, .trust = *trust}),
        .fetch = [&trust](const WebPlace& place) { return visit_web(place, {.trust = *trust}); }};
    const auto reports = examined(options, *site, *domains, inquiry);
    std::cout << (options.wants_json ? report_json(reports) : report_summary(reports) + '\n');
    if (!options.textfile.empty()) {
        const auto text = dns_metrics(reports, std::chrono::system_clock::now());
        if (const auto kept = replace_file(options.textfile, text, 0644); !kept) {
            return complain(kept.error());
        }
    }
    return status_of(reports);
}

}  // namespace

void add_dns_check_command(Command& dns, int& status) {
    auto options = std::make_shared<CheckOptions>();
    auto* command = dns.add_subcommand(
        "check", "Compare what DNS says of domains with this host's facts, and try it");
    command->add_option("DOMAIN", options->domains,
                        "Domains in the addresses of authors; absent: all of the rule files");
    add_file_options(*command, options->rules);
    command
        ->add_option("--resolver", options->resolver,
                     "Recursive servers to ask, ADDRESS or ADDRESS@PORT; absent: those of the "
                     "settings or of /etc/resolv.conf")
        ->allow_extra_args(false);
    command
        ->add_option("--server", options->servers,
                     "Authoritative servers of the domains, ADDRESS or ADDRESS@PORT; absent: "
                     "those of [dkim], or those that NS records name")
        ->allow_extra_args(false);
    add_postfix_option(*command, options->postfix);
    command->add_option("--ca", options->trusted,
                        "A file of certificates (PEM) that are trusted besides the system's");
    command->add_option("--textfile", options->textfile,
                        "Write the results to this file, too, as metrics for the textfile "
                        "collector of Prometheus' node_exporter");
    command->add_flag("--json", options->wants_json, "Print JSON");
    command->footer(
        "Exit status: 0 all is well, 1 something is wrong or missing, 69 nobody can tell, 65 no "
        "domain, 73 the textfile cannot be written, 77 or 78 as `check`.");
    command->callback([options, &status] { status = check(*options); });
}

}  // namespace msa
