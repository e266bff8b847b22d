// Sections that something newer can replace: they keep working, and so this is said for good.
#include "config/schema.h"
#include "config/written_value.h"
#include "review/findings.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace msa {
namespace {

constexpr std::int64_t usual_messages = 500;
constexpr std::int64_t usual_per = 3600;
constexpr std::int64_t usual_recipients = 1000;

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

/// A [[limit]] with what the section says beside its numbers.
std::string limit_like(const toml::table& section, const std::string& id,
                       const std::string& counts) {
    std::string text = "[[limit]]\nid = " + quoted(id) + '\n' + counts;
    for (const auto* key : {"action", "on_error", "suspend_for", "approve", "mode", "monitor_until",
                            "reply", "when"}) {
        if (const auto* value = section.get(key)) {
            text += std::string(key) + " = " + written_value(*value) + '\n';
        }
    }
    return text;
}

/// The lines stand behind the first line of the message.
void say_replaced(const Review& review, const toml::table& section, const std::string& what,
                  const std::string& instead) {
    review.diagnostics.risk(place_of(section), what + '\n' + instead, "this section keeps working",
                            place_of(section));
}

void replace_rate(const Review& review, const toml::table& section, const std::string& id) {
    const auto messages = section["messages"].value_or(usual_messages);
    const auto seconds = section["per"].value_or(usual_per);
    const auto rate = rate_of(messages, seconds);
    if (!rate || section["action"].value_or(std::string("off")) == "off") {
        return;
    }
    const bool is_whole = rate->substr(0, rate->find('/')) == std::to_string(messages);
    say_replaced(review, section,
                 "the [[limit]] below says the same, and its reply says when it heals",
                 limit_like(section, id,
                            "count = \"messages\"\nrate = " + quoted(*rate) + '\n' +
                                (is_whole ? "" : "burst = " + std::to_string(messages) + '\n')));
}

void replace_recipients(const Review& review, const toml::table& section, const std::string& id) {
    if (section["action"].value_or(std::string("defer")) == "off") {
        return;
    }
    const auto maximum = section["maximum"].value_or(usual_recipients);
    say_replaced(review, section, "the [[limit]] below says the same",
                 limit_like(section, id,
                            "count = \"recipients\"\nrate = " +
                                quoted(std::to_string(maximum) + "/message") + '\n'));
}

void replaced_by_limits(const Review& review) {
    if (const auto* section = table_of(review.root, "check", "message_rate")) {
        replace_rate(review, *section, "messages");
    }
    // Without a number it is only what all servers have.
    if (const auto* section = table_of(review.root, "check", "recipient_count");
        section != nullptr && section->contains("maximum")) {
        replace_recipients(review, *section, "recipients");
    }
    for (const auto* rule : tables_of(review.root, "rule")) {
        const auto check = (*rule)["check"].value_or(std::string());
        const auto id = (*rule)["id"].value_or(std::string());
        if (check == "message_rate") {
            replace_rate(review, *rule, id);
        } else if (check == "recipient_count") {
            replace_recipients(review, *rule, id);
        }
    }
}

}  // namespace

const std::vector<ReviewFinding>& replaced_findings() {
    static const std::vector<ReviewFinding> findings{replaced_by_limits};
    return findings;
}

}  // namespace msa
