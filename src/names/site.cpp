#include "names/site.h"

namespace msa {

std::string report_mailbox(const SiteDomain& domain) {
    return domain.site.reports.empty() ? "postmaster@" + domain.name : domain.site.reports;
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
