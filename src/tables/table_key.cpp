// The keys of tables, see table_key.h.
#include "tables/table_key.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/address_key.h"
#include "mail/domain.h"

#include <algorithm>

namespace msa {

namespace {

Error fault(std::string what) {
    return {.what = std::move(what), .kind = ErrorKind::bad_config};
}

Result<std::string> domain_key(std::string_view domain) {
    const auto labels = a_labels(domain);
    return labels ? Result<std::string>('@' + *labels) : fault(labels.error().what);
}

Result<std::string> login_key(std::string_view login) {
    if (login.empty()) {
        return fault("empty");
    }
    if (login.back() == ':') {
        // A line of aliases(5): without this the key would silently never be asked for.
        return fault("a key does not end with a colon");
    }
    return ascii_lower(login);
}

}  // namespace

bool is_table_text(std::string_view text) {
    return is_utf8(text) && std::none_of(text.begin(), text.end(), is_control);
}

Result<std::string> table_key(std::string_view written) {
    if (!is_table_text(written)) {
        return fault("control character or ill-formed utf-8");
    }
    if (written.find('@') == std::string_view::npos) {
        return login_key(written);
    }
    if (written.front() == '@') {
        return domain_key(written.substr(1));
    }
    const auto address = parse_addr_spec(written);
    if (!address) {
        return fault(address.error().what);
    }
    auto key = address_key(*address);
    return key ? std::move(key) : fault(key.error().what);
}

}  // namespace msa
