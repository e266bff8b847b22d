// Paths of the envelope, see path.h.
#include "mail/path.h"

#include "base/text.h"
#include "mail/addr_spec.h"
#include "mail/address_lexer.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace msa {

namespace {

constexpr std::size_t max_path = 256;  // RFC 5321, 4.5.3.1.3: with brackets and separators

Result<void> check_path_octets(std::string_view argument) {
    if (argument.size() > max_path) {
        return Cursor::error_at(max_path, "path longer than 256 octets");
    }
    const auto control = std::find_if(argument.begin(), argument.end(), is_control);
    if (control != argument.end()) {
        return Cursor::error_at(static_cast<std::size_t>(control - argument.begin()),
                                "control character");
    }
    const std::size_t well_formed = well_formed_prefix(argument);
    if (well_formed < argument.size()) {
        return Cursor::error_at(well_formed, "ill-formed utf-8");
    }
    return {};
}

// Reads `@a,@b:`. Nobody may write it, everybody must read it and use only what follows
// (RFC 5321, 4.1.1.3 and appendix C).
Result<void> skip_source_route(Cursor& cursor) {
    do {
        if (!cursor.take_if('@')) {
            return cursor.error("no `@` in the source route");
        }
        if (const auto domain = read_domain(cursor); !domain) {
            return domain.error();
        }
    } while (cursor.take_if(','));
    if (!cursor.take_if(':')) {
        return cursor.error("no local part, or source route without its colon");
    }
    return {};
}

// What stands between the brackets, neither empty nor `Postmaster`.
Result<Path> read_mailbox(Cursor& cursor) {
    Path path;
    if (cursor.next() == '@') {
        if (const auto route = skip_source_route(cursor); !route) {
            return route.error();
        }
        path.has_source_route = true;
    }
    auto address = read_addr_spec(cursor, AddrSpecPlace::path);
    if (!address) {
        return address.error();
    }
    path.address = *std::move(address);
    return path;
}

Result<Path> parse_path(std::string_view argument) {
    if (const auto checked = check_path_octets(argument); !checked) {
        return checked.error();
    }
    Cursor cursor(argument);
    if (!cursor.take_if('<')) {
        return cursor.error("no `<` in front of the address");
    }
    auto path = read_mailbox(cursor);
    if (!path) {
        return path;
    }
    if (!cursor.take_if('>')) {
        return cursor.error("no `>` behind the address");
    }
    if (!cursor.at_end()) {
        return cursor.error("text behind the address");
    }
    return path;
}

}  // namespace

Result<Path> parse_reverse_path(std::string_view argument) {
    return argument == "<>" ? Path{} : parse_path(argument);
}

Result<Path> parse_forward_path(std::string_view argument) {
    if (equal_ignoring_case(argument, "<postmaster>")) {
        const auto name = argument.substr(1, argument.size() - 2);
        return Path{.address = {.local_part = std::string(name), .domain = {}}};
    }
    return parse_path(argument);
}

}  // namespace msa
