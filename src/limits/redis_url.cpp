// Places of servers, see redis_url.h.
#include "limits/redis_url.h"

#include "base/text.h"

#include <charconv>
#include <optional>

namespace msa {

namespace {

constexpr unsigned highest_port = 65535;
constexpr unsigned highest_database = 9999;

Error bad(std::string_view text, std::string_view why) {
    return {printable(text) + ": " + std::string(why), ErrorKind::bad_config};
}

std::optional<unsigned> number(std::string_view text, unsigned most) {
    unsigned value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && rest == end && value <= most ? std::optional(value)
                                                                : std::nullopt;
}

/// HOST, HOST:PORT, [ADDRESS] or [ADDRESS]:PORT; false: it is none.
bool take_place(std::string_view place, RedisUrl& url) {
    std::string_view port;
    const auto colon = place.rfind(':');
    if (place.starts_with('[')) {
        const auto end = place.find(']');
        if (end == std::string_view::npos) {
            return false;
        }
        url.host = place.substr(1, end - 1);
        port = place.substr(end + 1);
    } else {
        url.host = place.substr(0, colon);
        port = colon == std::string_view::npos ? std::string_view() : place.substr(colon);
    }
    if (!port.empty()) {
        const auto value = number(port.substr(1), highest_port);
        if (port.front() != ':' || !value || *value == 0) {
            return false;
        }
        url.port = *value;
    }
    return true;
}

}  // namespace

std::string RedisUrl::text() const {
    if (host.empty()) {
        return path;
    }
    const bool is_bracketed = host.find(':') != std::string::npos;
    return (is_bracketed ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

Result<RedisUrl> parse_redis_url(std::string_view text) {
    constexpr std::string_view form =
        "takes \"redis://HOST:PORT/DATABASE\", \"rediss://HOST:PORT\" (TLS) or \"unix:/PATH\"";
    RedisUrl url;
    if (text.starts_with("unix:/")) {
        url.path = text.substr(text.find('/'));
        return url;
    }
    url.has_tls = text.starts_with("rediss://");
    if (!url.has_tls && !text.starts_with("redis://")) {
        return bad(text, form);
    }
    auto place = text.substr(text.find("//") + 2);
    if (place.find('@') != std::string_view::npos) {
        return Error{
            "a password is not for this file, which others may read: 'user' and "
            "'password_file' say who asks",
            ErrorKind::bad_config};
    }
    if (const auto slash = place.find('/'); slash != std::string_view::npos) {
        const auto database = number(place.substr(slash + 1), highest_database);
        if (!database && slash + 1 != place.size()) {
            return bad(text, "the database is a number");
        }
        url.database = database.value_or(0);
        place = place.substr(0, slash);
    }
    return take_place(place, url) && !url.host.empty() ? Result<RedisUrl>(std::move(url))
                                                       : bad(text, form);
}

Result<RedisUrl> parse_redis_node(std::string_view text) {
    RedisUrl url;
    const auto colon = text.rfind(':');
    const auto port = colon == std::string_view::npos
                          ? std::nullopt
                          : number(text.substr(colon + 1), highest_port);
    if (!port || *port == 0) {
        return Error{"no address of a node: " + printable(text)};
    }
    url.host = text.substr(0, colon);  // an address of IPv6 stands there without brackets
    url.port = *port;
    return url;
}

}  // namespace msa
