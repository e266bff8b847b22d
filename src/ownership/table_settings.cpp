#include "ownership/table_settings.h"

#include "base/text.h"
#include "mail/address_key.h"
#include "ownership/groups.h"
#include "ownership/network.h"

#include <tuple>
#include <utility>

namespace msa {
namespace {

Error fault(const std::string& what) {
    return {.what = what, .kind = ErrorKind::bad_config};
}

std::string named(std::string_view text) {
    return '\'' + printable(text) + '\'';
}

/// An address, or an IPv6 network as ipv6_network_of() writes it.
bool is_client(std::string_view key) {
    const auto network = Network::parse(key);
    const auto slash = key.find('/');
    if (!network || slash == std::string_view::npos) {
        return network.has_value();
    }
    const auto address = key.substr(0, slash);
    const int prefix = std::stoi(std::string(key.substr(slash + 1)));
    return ipv6_network_of(address, prefix) == key;
}

/// A key of another kind would be a typing error that nobody notices: it is never asked for.
Result<void> key_fits(TableSettings::Use use, std::string_view key) {
    if (use == TableSettings::Use::owners && key.find('@') == std::string_view::npos) {
        return fault(named(key) + " is not an address or @domain, as a table of owners needs");
    }
    const bool is_login = !key.starts_with('@') && !group_name(key);
    if (use == TableSettings::Use::primary && !is_login) {
        return fault(named(key) + " is not a login, as the primary table needs");
    }
    if (use == TableSettings::Use::recent_logins && !is_client(key)) {
        return fault(named(key) + " is not a client address, as a table of recent logins needs");
    }
    if (use == TableSettings::Use::members && !is_login) {
        return fault(named(key) + " is not a login, as a table of groups needs");
    }
    return {};
}

Result<void> is_one_address(std::string_view key, const std::vector<std::string_view>& values) {
    if (values.size() != 1) {
        return fault(named(key) + " needs exactly one address in the primary table");
    }
    const auto address = parse_addr_spec(values.front());
    const auto valid = address ? address_key(*address) : Result<std::string>(address.error());
    if (!valid) {
        return fault(named(values.front()) + " is not an address: " + valid.error().what);
    }
    return {};
}

}  // namespace

std::string TableSettings::path() const {
    const auto found = given.find("path");
    const auto* text = found == given.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
}

bool TableSettings::is_same_source(const TableSettings& other) const {
    const auto source = [](const TableSettings& table) {
        auto values = table.given;
        for (const auto& key : table.access) {
            values.erase(key);
        }
        return std::tuple(table.type, table.entries, std::move(values));
    };
    return source(*this) == source(other);
}

Result<void> TableSettings::allows(std::string_view key,
                                   const std::vector<std::string_view>& values) const {
    if (auto fits = key_fits(use, key); !fits) {
        return fits;
    }
    for (const auto value : values) {
        const auto group = group_name(value);
        if (group && groups.count(*group) == 0) {
            return fault("unknown group " + named(*group));
        }
    }
    if (use == Use::subjects && (values.size() != 1 || group_name(values.front()))) {
        return fault(named(key) + " needs exactly one login in a table of certificates");
    }
    if (use == Use::recent_logins && (values.size() != 2 || group_name(values.front()))) {
        return fault(named(key) + " needs a login and its time in a table of recent logins");
    }
    return use == Use::primary ? is_one_address(key, values) : Result<void>();
}

}  // namespace msa
