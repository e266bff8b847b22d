#include "submission/signing_settings.h"

#include <algorithm>

namespace msa {
namespace {

bool matches(std::string_view pattern, std::string_view domain) {
    if (!pattern.starts_with("*.")) {
        return pattern == domain;
    }
    const std::string_view suffix = pattern.substr(1);  // with the dot
    return domain.size() > suffix.size() && domain.ends_with(suffix);
}

}  // namespace

bool SigningKeySettings::is_active(const Moment& now) const {
    return (!activate || *activate <= now.time) && (!retire || now.time < *retire);
}

bool SigningKeySettings::serves(std::string_view author_domain, const Moment& now) const {
    return is_active(now) && std::any_of(author_domains.begin(), author_domains.end(),
                                         [author_domain](const std::string& pattern) {
                                             return matches(pattern, author_domain);
                                         });
}

}  // namespace msa
