// Suspensions as text, see suspension_text.h.
#include "limits/suspension_text.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "limits/limit_keys.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;
using Instant = Suspension::Instant;

constexpr std::size_t longest_id = 64;

std::int64_t seconds_of(Instant time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

Instant instant_at(const Json& seconds) {
    constexpr auto last =
        std::chrono::duration_cast<std::chrono::seconds>(Instant::max().time_since_epoch());
    const auto count = seconds.get<std::int64_t>();
    if (count < 0 || count > last.count()) {
        throw Json::other_error::create(0, "no instant", &seconds);
    }
    return Instant(std::chrono::seconds(count));
}

std::string login_of(const Json& json) {
    if (!json.contains("octets")) {
        return json.at("login").get<std::string>();
    }
    const auto octets = from_base64(json.at("octets").get<std::string>());
    if (!octets) {
        throw Json::other_error::create(0, "no base64", &json);
    }
    return *octets;
}

/// What a suspension that has none is called by whoever reads it.
std::string id_from(const Suspension& suspension) {
    constexpr std::size_t length = 16;
    return base64url(sha256(suspension.login + '\n' + suspension.by + '\n' +
                            std::to_string(seconds_of(suspension.since))))
        .substr(0, length);
}

std::string id_of(const Json& json, const Suspension& suspension) {
    if (!json.contains("id")) {
        return id_from(suspension);
    }
    auto id = json.at("id").get<std::string>();
    const bool is_good =
        !id.empty() && id.size() <= longest_id && std::all_of(id.begin(), id.end(), [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
        });
    if (!is_good) {
        throw Json::other_error::create(0, "no id", &json);
    }
    return id;
}

}  // namespace

Json json_of(const KnownSuspension& known) {
    const auto& suspension = known.is;
    Json json{{"id", known.id},
              {"host", known.host},
              {"login", suspension.login},
              {"why", suspension.why},
              {"by", suspension.by},
              {"since", seconds_of(suspension.since)},
              {"until", suspension.until ? Json(seconds_of(*suspension.until)) : Json()}};
    if (!is_utf8(suspension.login)) {
        json["octets"] = base64(suspension.login);
    }
    if (const auto& released = known.released) {
        json["released"] = {
            {"by", released->by}, {"why", released->why}, {"at", seconds_of(released->at)}};
    }
    return json;
}

KnownSuspension known_suspension(const Json& json) {
    KnownSuspension known{.id = {},
                          .host = json.value("host", std::string()),
                          .is = {.login = login_of(json),
                                 .why = json.at("why").get<std::string>(),
                                 .by = json.at("by").get<std::string>(),
                                 .since = instant_at(json.at("since")),
                                 .until = std::nullopt}};
    if (const auto& until = json.at("until"); !until.is_null()) {
        known.is.until = instant_at(until);
    }
    known.id = id_of(json, known.is);
    if (json.contains("released")) {
        const auto& released = json.at("released");
        known.released = {.by = released.at("by").get<std::string>(),
                          .why = released.at("why").get<std::string>(),
                          .at = instant_at(released.at("at"))};
    }
    return known;
}

}  // namespace msa
