#include "mail/uri_list.h"

#include "mail/address_lexer.h"

namespace msa {
namespace {

/// What stands between the brackets at the cursor.
Result<std::string> read_uri(Cursor& cursor) {
    if (!cursor.take_if('<')) {
        return cursor.error("no '<'");
    }
    std::string uri(cursor.take_while([](char c) { return c != '>' && c != '<'; }));
    std::erase_if(uri, is_white_space);
    if (!cursor.take_if('>')) {
        return cursor.error("no '>'");
    }
    if (uri.empty()) {
        return cursor.error("an empty URI");
    }
    return uri;
}

}  // namespace

Result<std::vector<std::string>> parse_uri_list(std::string_view field_body) {
    if (const auto octets = check_octets(field_body); !octets) {
        return octets.error();
    }
    std::vector<std::string> uris;
    Cursor cursor(field_body);
    do {
        if (const auto before = read_cfws(cursor); !before) {
            return before.error();
        }
        auto uri = read_uri(cursor);
        if (!uri) {
            return uri.error();
        }
        uris.push_back(*std::move(uri));
        if (const auto behind = read_cfws(cursor); !behind) {
            return behind.error();
        }
    } while (cursor.take_if(','));
    if (!cursor.at_end()) {
        return cursor.error("text behind '>'");
    }
    return uris;
}

}  // namespace msa
