// Lists of people and machines, see load_people.h.
#include "config/load_people.h"

#include "base/text.h"
#include "mail/domain.h"

#include <algorithm>

namespace msa {

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
    values.reserve(placed.size());
    for (auto& each : placed) {
        values.push_back(std::move(each.value));
    }
    return values;
}

std::string no_domain(std::string_view text, const Error& why, std::string_view kind) {
    return text.find('*') == std::string_view::npos
               ? '\'' + printable(text) + "' is not a " + std::string(kind) + ": " + why.what
               : "'*' has no meaning here: name each " + std::string(kind);
}

std::vector<std::string> load_domains(const Section& section, std::string_view key) {
    std::vector<std::string> domains;
    for (const auto& each : section.strings(key)) {
        auto domain = a_labels(each.value);
        if (domain) {
            domains.push_back(*std::move(domain));
        } else {
            section.diagnostics().error(each.place, no_domain(each.value, domain.error()));
        }
    }
    return domains;
}

}  // namespace msa
