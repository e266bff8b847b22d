#include "tables/server_text.h"

#include "base/option_words.h"
#include "base/text.h"
#include "ownership/network.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {
namespace {

using Options = std::map<std::string, std::string>;

/// %41 is A.
std::string decoded(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        unsigned octet = 0;
        const bool is_code =
            text.front() == '%' && text.size() > 2 &&
            std::from_chars(text.data() + 1, text.data() + 3, octet, 16).ptr == text.data() + 3;
        result += is_code ? static_cast<char>(octet) : text.front();
        text.remove_prefix(is_code ? 3 : 1);
    }
    return result;
}

/// Up to one of the characters, which is taken away with it.
std::string_view take_until(std::string_view& text, std::string_view ends) {
    const auto end = std::min(text.find_first_of(ends), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

/// What stands between // and the path, without the user.
struct Authority {
    std::string_view user;
    std::string_view hosts;
};

std::optional<Authority> authority_of(std::string_view url) {
    const auto begin = url.find("//");
    if (begin == std::string_view::npos) {
        return std::nullopt;
    }
    url.remove_prefix(begin + 2);
    const auto all = url.substr(0, url.find_first_of("/?"));
    const auto at = all.rfind('@');
    return at == std::string_view::npos ? Authority{{}, all}
                                        : Authority{all.substr(0, at), all.substr(at + 1)};
}

/// HOST, HOST:PORT, [ADDRESS] or [ADDRESS]:PORT.
std::string host_of(std::string_view place) {
    if (place.starts_with('[')) {
        return std::string(place.substr(1, place.find(']') - 1));
    }
    return decoded(place.substr(0, place.find(':')));
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> parts;
    do {
        parts.emplace_back(take_until(text, separators));
    } while (!text.empty());
    return parts;
}

/// scheme://user:password@host,host/database?key=value&key=value
Options options_of_url(std::string_view url) {
    Options options;
    const auto query = url.find('?');
    if (query != std::string_view::npos) {
        for (const auto& each : split(url.substr(query + 1), "&")) {
            std::string_view pair = each;
            const auto key = take_until(pair, "=");
            options[ascii_lower(decoded(key))] = decoded(pair);
        }
    }
    if (const auto authority = authority_of(url); authority && !authority->hosts.empty()) {
        std::vector<std::string> hosts;
        for (const auto& each : split(authority->hosts, ",")) {
            hosts.push_back(host_of(each));
        }
        options.emplace("host", join(hosts, ","));
    }
    return options;
}

bool is_url(std::string_view server) {
    return server.find("://") != std::string_view::npos &&
           server.find("://") < std::min(server.find('='), server.size());
}

Options options_of(const std::string& server) {
    return is_url(server) ? options_of_url(server) : option_words(server);
}

/// Nobody is on the way to this host itself.
bool is_this_host(const std::string& host) {
    static const auto loopback = Network::parse("127.0.0.0/8");
    static const auto loopback6 = Network::parse("::1");
    const bool is_path = host.empty() || host.front() == '/' || host.front() == '@';
    return is_path || ascii_lower(host) == "localhost" || loopback->contains(host) ||
           loopback6->contains(host);
}

bool any_is_elsewhere(const std::vector<std::string>& hosts) {
    return !std::all_of(hosts.begin(), hosts.end(), is_this_host);
}

/// HOST of inet:PORT@HOST, inet:HOST:PORT and inet:PORT; empty: a path, or loopback.
std::string host_of_socket(const std::string& server) {
    const auto kind = ascii_lower(server.substr(0, server.find(':')));
    if (kind != "inet" && kind != "inet6") {
        return {};
    }
    const auto place = server.substr(kind.size() + 1);
    if (const auto at = place.find('@'); at != std::string::npos) {
        const auto host = place.substr(at + 1);
        return host.starts_with('[') ? host_of(host) : host;
    }
    const auto colon = place.rfind(':');
    const auto host = colon == std::string::npos ? std::string() : place.substr(0, colon);
    return host.starts_with('[') ? host_of(host) : host;
}

}  // namespace

bool holds_password(const std::string& server) {
    if (ascii_lower(server).find("password=") != std::string::npos) {
        return true;
    }
    const auto options = options_of(server);
    const auto authority = authority_of(server);
    return options.contains("password") || options.contains("sslpassword") ||
           (authority && authority->user.find(':') != std::string_view::npos);
}

std::optional<std::string> key_of_relative_file(const std::string& server) {
    static constexpr std::array<const char*, 6> files{"passfile", "sslcert",   "sslkey",
                                                      "sslcrl",   "sslcrldir", "sslrootcert"};
    const auto options = options_of(server);
    for (const auto* key : files) {
        const auto option = options.find(key);
        const bool is_name = option != options.end() && !option->second.empty() &&
                             !(option->first == "sslrootcert" && option->second == "system");
        if (is_name && option->second.front() != '/') {
            return key;
        }
    }
    return std::nullopt;
}

bool is_socket_elsewhere(const std::string& server) {
    return !is_this_host(host_of_socket(server));
}

bool is_plain_ldap_elsewhere(const std::string& urls) {
    for (const auto& url : split(ascii_lower(urls), " ,")) {
        const auto authority = authority_of(url);
        if (url.starts_with("ldap://") && authority && !is_this_host(host_of(authority->hosts))) {
            return true;
        }
    }
    return false;
}

bool is_named_host_elsewhere(const std::string& server) {
    return !is_this_host(option_words(server)["host"]);
}

bool is_unverified_elsewhere(const std::string& server) {
    auto options = options_of(server);
    const auto mode = options["sslmode"];
    const bool shows_who_answers = mode == "verify-full" || mode == "verify-ca";
    const auto address = options["hostaddr"];
    return !shows_who_answers &&
           any_is_elsewhere(split(address.empty() ? options["host"] : address, ","));
}

}  // namespace msa
