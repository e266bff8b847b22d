#include "rotation/key_life.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

constexpr std::array<std::pair<KeyState, const char*>, 5> words{{{KeyState::generated, "generated"},
                                                                 {KeyState::published, "published"},
                                                                 {KeyState::active, "active"},
                                                                 {KeyState::retired, "retired"},
                                                                 {KeyState::revoked, "revoked"}}};

Error no_state(const std::string& why) {
    return {"not the state of a key: " + why, ErrorKind::bad_config};
}

}  // namespace

const char* to_text(KeyState state) {
    const auto* const found = std::find_if(
        words.begin(), words.end(), [state](const auto& each) { return each.first == state; });
    return found == words.end() ? "" : found->second;
}

std::optional<KeyState> key_state(std::string_view word) {
    const auto* const found = std::find_if(
        words.begin(), words.end(), [word](const auto& each) { return each.second == word; });
    return found == words.end() ? std::nullopt : std::optional(found->first);
}

std::string to_text(const KeyLife& life) {
    using std::chrono::seconds;
    const nlohmann::ordered_json json{
        {"state", to_text(life.state)},
        {"since", std::chrono::duration_cast<seconds>(life.since.time_since_epoch()).count()},
        {"algorithm", life.algorithm},
        {"bits", life.bits},
        {"record", life.record},
        {"follows", life.follows},
        {"gone", life.is_gone}};
    return json.dump() + '\n';
}

Result<KeyLife> parse_key_life(std::string_view text) {
    try {
        const auto json = nlohmann::json::parse(text);
        const auto state = key_state(json.at("state").get<std::string>());
        if (!state) {
            return no_state("'state' is not valid");
        }
        return KeyLife{
            .state = *state,
            .since = KeyLife::Instant(std::chrono::seconds(json.at("since").get<std::int64_t>())),
            .algorithm = json.at("algorithm"),
            .bits = json.at("bits"),
            .record = json.at("record"),
            .follows = json.at("follows"),
            .is_gone = json.at("gone")};
    } catch (const nlohmann::json::exception& error) {
        return no_state(error.what());
    }
}

}  // namespace msa
