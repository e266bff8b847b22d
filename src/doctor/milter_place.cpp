#include "doctor/milter_place.h"

#include "base/text.h"

#include <filesystem>

namespace msa {
namespace {

std::string host_name(std::string_view text) {
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
        text = text.substr(1, text.size() - 2);
    }
    std::string host = ascii_lower(text);
    return host.empty() || host == "127.0.0.1" || host == "::1" ? "localhost" : host;
}

bool is_every_address(std::string_view host) {
    return host == "0.0.0.0" || host == "::" || host == "*";
}

}  // namespace

std::optional<MilterPlace> milter_place(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('/')) {
        return MilterPlace{.path = std::string(text), .host = {}, .port = {}};
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string kind = ascii_lower(text.substr(0, colon));
    const std::string_view place = text.substr(colon + 1);
    if (place.empty()) {
        return std::nullopt;
    }
    if (kind == "unix" || kind == "local") {
        return MilterPlace{.path = std::string(place), .host = {}, .port = {}};
    }
    if (kind != "inet" && kind != "inet6") {
        return std::nullopt;
    }
    if (const auto at = place.find('@'); at != std::string_view::npos) {
        return MilterPlace{.path = {},
                           .host = host_name(place.substr(at + 1)),
                           .port = std::string(place.substr(0, at))};
    }
    const auto last = place.rfind(':');
    if (last == std::string_view::npos) {
        return MilterPlace{.path = {}, .host = "localhost", .port = std::string(place)};
    }
    return MilterPlace{.path = {},
                       .host = host_name(place.substr(0, last)),
                       .port = std::string(place.substr(last + 1))};
}

std::string normal_path(std::string_view path) {
    std::string normal = std::filesystem::path(path).lexically_normal().string();
    if (normal.starts_with("//")) {
        normal.erase(0, 1);
    }
    return normal.starts_with("/var/run/") ? normal.substr(4) : normal;
}

bool same_network_place(const MilterPlace& asked, const MilterPlace& daemon) {
    return !asked.is_unix() && !daemon.is_unix() && asked.port == daemon.port &&
           (asked.host == daemon.host || is_every_address(daemon.host));
}

}  // namespace msa
