// Calls of the script, see script_call.h.
#include "limits/script_call.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace msa {

namespace {

using std::chrono::microseconds;

// The numbers of Lua are doubles: whole up to 2^53. What is larger is as good as this.
constexpr std::int64_t longest = std::int64_t{1} << 51U;  // microseconds: 71 years
constexpr std::int64_t latest = std::int64_t{1} << 53U;
constexpr std::int64_t most_events = std::int64_t{1} << 40U;

std::string micro(std::chrono::seconds time) {
    constexpr std::int64_t in_a_second = 1'000'000;
    return std::to_string(std::min<std::int64_t>(time.count(), longest / in_a_second) *
                          in_a_second);
}

/// Microseconds between two events, rounded down, but at least one.
std::int64_t interval_of(const Quota& quota) {
    constexpr std::int64_t in_a_second = 1'000'000;
    const auto window = std::min<std::int64_t>(quota.window.count(), longest / in_a_second);
    return std::max<std::int64_t>(window * in_a_second / std::max<std::int64_t>(quota.events, 1),
                                  1);
}

/// Such a burst that its length stays whole.
std::int64_t burst_of(const Quota& quota) {
    return std::clamp<std::int64_t>(quota.burst, 1, longest / interval_of(quota));
}

template <class Number>
bool take(std::string_view& text, char end, Number& number) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto length = static_cast<std::size_t>(rest - text.data());
    const bool is_at_end = length == text.size();
    if (error != std::errc() || (!is_at_end && text[length] != end)) {
        return false;
    }
    text.remove_prefix(is_at_end ? length : length + 1);
    return true;
}

std::optional<LimitAnswer> answer_of(std::string_view& text) {
    int is_within = 0;
    int is_too_much = 0;
    std::int64_t left = 0;
    std::int64_t next = 0;
    if (!take(text, ' ', is_within) || !take(text, ' ', is_too_much) || !take(text, ' ', left) ||
        !take(text, ';', next) || left < 0 || next < 0 || next > latest) {
        return std::nullopt;
    }
    LimitAnswer answer;
    answer.is_within = is_within == 1;
    answer.is_too_much = is_too_much == 1;
    answer.left = left;
    answer.next_at = LimitAnswer::Instant(microseconds(next));
    return answer;
}

}  // namespace

ScriptCall ScriptCall::reserve(std::string_view tag, std::string_view id, unsigned number,
                               microseconds lapse) {
    ScriptCall call;
    call.tag_ = tag;
    call.keys_ = {tagged_key(tag, 't' + std::string(id))};
    call.arguments_ = {"reserve", std::string(id), std::to_string(number),
                       std::to_string(lapse.count())};
    return call;
}

ScriptCall ScriptCall::end(std::string_view tag, std::string_view id, HoldEnd ending, bool is_late,
                           microseconds lapse) {
    ScriptCall call;
    call.tag_ = tag;
    call.keys_ = {tagged_key(tag, 't' + std::string(id))};
    call.arguments_ = {ending == HoldEnd::commit ? "commit" : "free", std::string(id),
                       is_late ? "late" : "", std::to_string(lapse.count())};
    return call;
}

void ScriptCall::add_key(const LimitKeys& keys) {
    keys_.push_back(keys.key);
    if (!keys.members.empty()) {
        keys_.push_back(keys.members);
    }
}

void ScriptCall::add(const Charge& charge, const LimitKeys& keys, std::string member,
                     bool is_question) {
    add_key(keys);
    const auto& quota = charge.quota;
    std::string how;
    how += charge.is_final ? "f" : "";
    how += charge.is_enforced ? "" : "m";
    how += is_question ? "q" : "";
    std::array<std::string, 9> words{
        std::string(1, letter_of(charge.counting)),
        micro(quota.window),
        micro(charge.memory),
        std::to_string(std::min(quota.events, most_events)),
        std::to_string(burst_of(quota)),
        std::to_string(interval_of(quota)),
        std::to_string(std::clamp<std::int64_t>(charge.cost, 0, burst_of(quota) + 1)),
        std::move(member),
        std::move(how)};
    std::move(words.begin(), words.end(), std::back_inserter(arguments_));
}

void ScriptCall::add(const Held& held) {
    add_key(held.keys);
    arguments_.emplace_back(1, letter_of(held.counting));
    arguments_.push_back(micro(held.window));
    arguments_.push_back(micro(held.memory));
}

ScriptCall ScriptCall::of(const RedisScript& script, std::string_view tag,
                          std::vector<std::string> keys, std::vector<std::string> arguments) {
    ScriptCall call;
    call.script_ = &script;
    call.tag_ = tag;
    call.keys_ = std::move(keys);
    call.arguments_ = std::move(arguments);
    return call;
}

std::vector<std::string_view> ScriptCall::words(bool is_whole) {
    key_count_ = std::to_string(keys_.size());
    std::vector<std::string_view> all{is_whole ? "EVAL" : "EVALSHA",
                                      is_whole ? script_->text : script_->name, key_count_};
    all.insert(all.end(), keys_.begin(), keys_.end());
    all.insert(all.end(), arguments_.begin(), arguments_.end());
    return all;
}

std::optional<Judged> parse_judged(std::string_view text, std::size_t charges) {
    Judged judged;
    std::int64_t now = 0;
    if (!take(text, ';', now) || now < 0 || now > latest) {
        return std::nullopt;
    }
    judged.now = microseconds(now);
    while (!text.empty()) {
        const auto answer = answer_of(text);
        if (!answer) {
            return std::nullopt;
        }
        judged.answers.push_back(*answer);
    }
    return judged.answers.size() == charges ? std::optional(std::move(judged)) : std::nullopt;
}

}  // namespace msa
