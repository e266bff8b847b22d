// Reads `postqueue -j`, see postqueue_output.h.
#include "queue/postqueue_output.h"

#include "base/text.h"

#include <optional>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Json = nlohmann::json;

std::optional<std::string> text_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                       : std::nullopt;
}

std::uint64_t number_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::chrono::system_clock::time_point instant_of(std::uint64_t seconds) {
    constexpr std::uint64_t last = 9000000000;  // in 2255: later ones do not fit the clock
    return std::chrono::system_clock::time_point(std::chrono::seconds(std::min(seconds, last)));
}

std::vector<std::string> recipients_of(const Json& object) {
    std::vector<std::string> recipients;
    const auto found = object.find("recipients");
    if (found != object.end() && found->is_array()) {
        for (const auto& each : *found) {
            if (auto address = each.is_object() ? text_of(each, "address") : std::nullopt) {
                recipients.push_back(*std::move(address));
            }
        }
    }
    return recipients;
}

}  // namespace

QueueListing held_in_postqueue_output(std::string_view text) {
    QueueListing listing;
    for (const auto line : split(text, '\n')) {
        if (trimmed(line).empty()) {
            continue;
        }
        const auto json = Json::parse(line, nullptr, false);
        const auto queue = json.is_object() ? text_of(json, "queue_name") : std::nullopt;
        const auto id = json.is_object() ? text_of(json, "queue_id") : std::nullopt;
        if (!queue || !id || !is_queue_id(*id)) {
            ++listing.unread;
        } else if (*queue == "hold") {
            const auto sender = text_of(json, "sender").value_or(std::string());
            listing.messages.push_back({.id = *id,
                                        .since = instant_of(number_of(json, "arrival_time")),
                                        .octets = number_of(json, "message_size"),
                                        .sender = sender == "MAILER-DAEMON" ? "" : sender,
                                        .recipients = recipients_of(json)});
        }
    }
    return listing;
}

}  // namespace msa
