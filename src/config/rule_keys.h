// Keys that rules of checks and limits have in common.
#pragma once

#include "config/rule_sections.h"

#include <string>
#include <string_view>
#include <utility>

namespace msa {

void read_mode(const Section& section, std::string_view key, Rule& rule,
               const RuleFileContext& context);
void read_monitor_until(const Section& section, std::string_view key, Rule& rule,
                        const RuleFileContext& context);
void read_reply(const Section& section, std::string_view key, Rule& rule,
                const RuleFileContext& context);
void read_approvers(const Section& section, std::string_view key, Rule& rule,
                    const RuleFileContext& context);
void read_suspension(const Section& section, std::string_view key, Rule& rule,
                     const RuleFileContext& context);

/// For SectionOf::custom(), where a rule is a part of what is read.
inline auto of_rule(void (*read)(const Section&, std::string_view, Rule&, const RuleFileContext&)) {
    return [read](const Section& section, std::string_view key, auto& into,
                  const RuleFileContext& context) { read(section, key, into.rule, context); };
}

/// `own_words`: what `reply` stands in for.
template <class T>
RuleSection<T>& with_rule_keys(RuleSection<T>& section, const std::string& own_words) {
    return section
        .custom("mode", of_rule(read_mode),
                "\"monitor\": judged and recorded, not acted on; \"enforce\": acted on. Absent: "
                "the file's mode.",
                {.example = "\"monitor\"", .words = mode_words()})
        .custom("monitor_until", of_rule(read_monitor_until),
                "The last day of monitoring (UTC); from then on the rule is enforced.",
                {.type = ValueType::date, .example = "2026-12-31"})
        .custom("reply", of_rule(read_reply),
                "What the client is told instead of " + own_words + '.',
                {.example = "\"550 5.7.1 Not allowed here\""})
        .custom("approve", of_rule(read_approvers),
                "Who may release what it holds, logins or group:NAME; absent: it needs "
                "nobody.",
                {.type = ValueType::strings, .example = "[\"group:security\"]"})
        .known(risk_key());
}

template <class T>
RuleSection<T>& with_suspension(RuleSection<T>& section) {
    return section.custom(
        "suspend_for", of_rule(read_suspension),
        "With action \"suspend\", which refuses (525 5.7.13) and suspends the login: for "
        "so many min, h or d. Absent: until it is released.",
        {.example = "\"24h\""});
}

}  // namespace msa
