// What message_rate has counted, see shown_rates.h.
#include "commands/shown_rates.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace msa {
namespace {

constexpr std::int64_t most = 1'000'000'000;

/// Takes a number and the word behind it from the front of a text.
std::optional<std::int64_t> number_before(std::string_view& text, std::string_view word) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
    if (error != std::errc() || !rest.starts_with(word) || number < 1 || number > most) {
        return std::nullopt;
    }
    text = rest.substr(word.size());
    return number;
}

}  // namespace

LimitUse ShownRate::use() const {
    return {.key = "message_rate|" + std::to_string(events) + '/' + std::to_string(window.count()) +
                   '|' + whom,
            .used = used,
            .empty_at = empty_at};
}

/// A key reads like `500 in 3600 s, login alice` (checks/message_rate.cpp).
std::optional<ShownRate> shown_rate(const KeptRate& rate,
                                    std::chrono::system_clock::time_point now) {
    using Duration = std::chrono::system_clock::duration;
    std::string_view text = rate.key;
    const auto events = number_before(text, " in ").value_or(0);
    const auto seconds = events == 0 ? 0 : number_before(text, " s, ").value_or(0);
    const auto space = text.find(' ');
    if (seconds == 0 || space == std::string_view::npos || rate.empty_at <= now) {
        return std::nullopt;
    }
    const Duration window = std::chrono::seconds(seconds);
    const auto each = std::max(window / events, Duration(1));
    const auto full = rate.empty_at - now;
    return ShownRate{
        .whom = std::string(text.substr(0, space)) + ':' + std::string(text.substr(space + 1)),
        .events = events,
        .window = std::chrono::seconds(seconds),
        .used = std::min<std::int64_t>((full + each - Duration(1)) / each, events),
        .empty_at = rate.empty_at,
        .next_at = std::max(now, rate.empty_at - (window - each))};
}

}  // namespace msa
