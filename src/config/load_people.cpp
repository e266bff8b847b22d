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

std::string no_domain(std::string_view text, const Error& why, std::string_view kind) {
    return text.find('*') == std::string_view::npos
               ? '\'' + printable(text) + "' is not a " + std::string(kind) + ": " + why.what
               : "'*' has no meaning here: name each " + std::string(kind);
}

Result<std::string> listed_domain(std::string_view text) {
    auto domain = a_labels(text);
    return domain ? std::move(domain) : Error{no_domain(text, domain.error())};
}

}  // namespace msa
