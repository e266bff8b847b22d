// Sections that something newer can replace: they keep working, and so this is said for good.
#include "config/review.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace msa {
namespace {

constexpr std::int64_t usual_messages = 500;
constexpr std::int64_t usual_per = 3600;

/// `500/hour` of so many in so many seconds; absent: no whole number says it.
std::optional<std::string> rate_of(std::int64_t messages, std::int64_t seconds) {
    constexpr std::array<std::pair<std::int64_t, const char*>, 5> units{
        {{1, "s"}, {60, "min"}, {3600, "hour"}, {86400, "day"}, {604800, "week"}}};
    for (auto unit = units.rbegin(); unit != units.rend(); ++unit) {
        if (unit->first <= seconds && messages * unit->first % seconds == 0) {
            return std::to_string(messages * unit->first / seconds) + '/' + unit->second;
        }
    }
    return std::nullopt;
}

void say_replacement(const Review& review, const toml::table& section, const std::string& id) {
    const auto messages = section["messages"].value_or(usual_messages);
    const auto seconds = section["per"].value_or(usual_per);
    const auto rate = rate_of(messages, seconds);
    if (!rate || section["action"].value_or(std::string("off")) == "off") {
        return;
    }
    const bool is_whole = rate->substr(0, rate->find('/')) == std::to_string(messages);
    review.diagnostics.risk(
        place_of(section),
        "a limit says the same, and its reply says when it heals: [[limit]] id = \"" + id +
            "\", count = \"messages\", rate = \"" + *rate + '"' +
            (is_whole ? "" : ", burst = " + std::to_string(messages)),
        "this section keeps working", place_of(section));
}

void message_rates(const Review& review) {
    if (const auto* section = table_of(review.root, "check", "message_rate")) {
        say_replacement(review, *section, "messages");
    }
    for (const auto* rule : tables_of(review.root, "rule")) {
        if ((*rule)["check"].value_or(std::string()) == "message_rate") {
            say_replacement(review, *rule, (*rule)["id"].value_or(std::string()));
        }
    }
}

}  // namespace

const std::vector<ReviewFinding>& replaced_findings() {
    static const std::vector<ReviewFinding> findings{message_rates};
    return findings;
}

}  // namespace msa
