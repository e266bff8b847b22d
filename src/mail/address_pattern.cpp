#include "mail/address_pattern.h"

#include "base/text.h"
#include "mail/address_key.h"
#include "mail/domain.h"

namespace msa {
namespace {

Error no_pattern(std::string_view text, const Error& why) {
    return Error{"'" + printable(text) + "' is not an address, @domain or @.domain: " + why.what,
                 ErrorKind::bad_config};
}

}  // namespace

Result<AddressPattern> AddressPattern::parse(std::string_view text) {
    if (text.find('*') != std::string_view::npos) {
        return Error{
            "'*' has no meaning here: a domain means everybody in it, and .domain everybody in the "
            "domains below it",
            ErrorKind::bad_config};
    }
    if (text.empty() || text.front() != '@') {
        const auto address = parse_addr_spec(text);
        const auto key = address ? address_key(*address) : Result<std::string>(address.error());
        return key ? Result<AddressPattern>(AddressPattern(Kind::address, *key))
                   : no_pattern(text, key.error());
    }
    const bool is_below = text.substr(0, 2) == "@.";
    const auto domain = a_labels(text.substr(is_below ? 2 : 1));
    if (!domain) {
        return no_pattern(text, domain.error());
    }
    return AddressPattern(is_below ? Kind::below : Kind::domain, (is_below ? "." : "") + *domain);
}

bool AddressPattern::matches(std::string_view key) const {
    const auto domain = domain_of(key);
    switch (kind_) {
        case Kind::address: return key == key_;
        case Kind::domain: return domain == key_;
        case Kind::below:
            return domain.size() > key_.size() &&
                   domain.substr(domain.size() - key_.size()) == key_;
    }
    return false;
}

}  // namespace msa
