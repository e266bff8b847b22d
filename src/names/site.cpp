#include "names/site.h"

namespace msa {

std::string report_mailbox(const SiteDomain& domain) {
    return domain.site.reports.empty() ? "postmaster@" + domain.name : domain.site.reports;
}

std::vector<std::string> fact_lines(const SiteDomain& domain) {
    const auto& site = domain.site;
    const auto port = [](const ServicePort& service) {
        return (service.port == 0 ? "not offered" : std::to_string(service.port)) + " (" +
               service.from + ')';
    };
    std::vector<std::string> lines{"host: " + site.host + " (" + site.host_from + ')',
                                   "port with STARTTLS: " + port(site.submission),
                                   "port with implicit TLS: " + port(site.submissions)};
    for (const auto& each : site.egress) {
        lines.push_back("mail leaves from: " + each.address + ", " + each.helo +
                        " (egress in the rule files)");
    }
    for (const auto* key : keys_of(domain)) {
        lines.push_back("key: " + key->name + " ([dkim] in the rule files)");
    }
    for (const auto& each : site.exchangers) {
        lines.push_back("mail comes in at: " + each + " ([names])");
    }
    lines.push_back("reports go to: " + report_mailbox(domain) +
                    (site.reports.empty() ? " (the default)" : " ([names])"));
    return lines;
}

std::vector<const SiteKey*> keys_of(const SiteDomain& domain) {
    std::vector<const SiteKey*> keys;
    for (const auto& key : domain.site.keys) {
        auto always = key.settings;
        always.activate.reset();
        always.retire.reset();
        if (always.domain == domain.name || always.serves(domain.name, {})) {
            keys.push_back(&key);
        }
    }
    return keys;
}

}  // namespace msa
