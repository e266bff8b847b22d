#include "config/rule_keys.h"

#include "config/number_text.h"

#include <algorithm>
#include <map>

namespace msa {

void read_mode(const Section& section, std::string_view key, Rule& rule,
               const RuleFileContext& context) {
    const auto word = section.string(key);
    rule.mode = word ? *parse_mode(*word) : context.mode;
}

void read_monitor_until(const Section& section, std::string_view key, Rule& rule,
                        const RuleFileContext& context) {
    rule.monitor_until = section.end_instant(key);
    if (!rule.monitor_until) {
        return;
    }
    if (rule.mode != Mode::monitor) {
        section.error(key, "'monitor_until' needs mode = \"monitor\"");
    } else if (*rule.monitor_until <= context.now) {
        context.diagnostics.warning(section.place(key),
                                    "monitoring of '" + rule.id + "' is over; it is enforced");
    }
}

void read_reply(const Section& section, std::string_view key, Rule& rule,
                const RuleFileContext& /*context*/) {
    const auto text = section.string(key);
    if (!text) {
        return;
    }
    auto reply = parse_reply(*text);
    if (!reply) {
        section.error(key, reply.error().what);
        return;
    }
    if (rule.action == Action::reject && !reply->is_permanent()) {
        section.error(key, "a 4xx reply needs action = \"defer\"");
    }
    rule.reply = *std::move(reply);
}

void read_approvers(const Section& section, std::string_view key, Rule& rule,
                    const RuleFileContext& context) {
    if (!section.has(key)) {
        return;
    }
    const auto approvers = section.strings(key);
    check_logins(approvers, context);
    rule.approve = values_of(approvers);
    if (rule.approve.empty()) {
        section.error(key, "an empty list lets nobody release what is held");
    } else if (rule.action != Action::hold) {
        section.error(key, "'approve' is for a rule with action = \"hold\"");
    }
}

void read_suspension(const Section& section, std::string_view key, Rule& rule,
                     const RuleFileContext& /*context*/) {
    const auto text = section.string(key);
    if (!text) {
        return;
    }
    static const std::map<std::string_view, std::chrono::seconds> lengths{
        {"min", std::chrono::minutes(1)},
        {"h", std::chrono::hours(1)},
        {"d", std::chrono::hours(24)}};
    constexpr std::int64_t most = 100'000;
    const auto end = std::min(text->find_first_not_of("0123456789"), text->size());
    const auto number = number_in(std::string_view(*text).substr(0, end));
    const auto unit = lengths.find(std::string_view(*text).substr(end));
    if (rule.action != Action::suspend) {
        section.error(key, "'suspend_for' needs action = \"suspend\"");
    } else if (!number || *number < 1 || *number > most || unit == lengths.end()) {
        section.error(key, "a time reads like \"24h\", in min, h or d");
    } else {
        rule.suspend_for = *number * unit->second;
    }
}

}  // namespace msa
