// The sections of a rule file, each described where it is loaded; checks are described by their
// own files, and types of tables too.
#pragma once

#include "config/load_people.h"
#include "config/load_tables.h"
#include "config/rule_loader.h"
#include "config/section_of.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

template <class T>
using RuleSection = SectionOf<T, RuleFileContext>;

/// The top level: its keys, and below them all sections.
struct FileHead {
    std::string version{};
    bool allow_none = false;
    Mode mode = Mode::enforce;
};
[[nodiscard]] const RuleSection<FileHead>& rule_file_section();
[[nodiscard]] const SectionSchema& rule_file_schema();

struct Scope {
    std::vector<std::string> listeners{};
    Place place{};  // of the list
};
[[nodiscard]] const RuleSection<Scope>& scope_section();
[[nodiscard]] const RuleSection<IdentityPolicy>& identity_section();
[[nodiscard]] const RuleSection<Owners::Settings>& owners_section();
[[nodiscard]] const RuleSection<Delegation>& delegation_section();
/// `[groups]`; members stand in it as they are.
[[nodiscard]] const SectionSchema& groups_schema();
[[nodiscard]] const RuleSection<TableGroup>& group_section();
[[nodiscard]] const RuleSection<Condition>& when_section();
[[nodiscard]] const RuleSection<Exception>& exception_section();

/// [dkim] but for its keys.
struct Dkim {
    KeyFolderSettings folder{};
    SigningSettings signing{};
    bool unsigned_on_error = false;
};
[[nodiscard]] const RuleSection<Dkim>& dkim_section();
[[nodiscard]] const RuleSection<SigningKeySettings>& dkim_key_section();

/// A rule while it is read.
struct CheckRule {
    Rule rule{};
    std::unique_ptr<Check> check{};
    const CheckKind* kind = nullptr;
};
/// [check.NAME]
[[nodiscard]] RuleSection<CheckRule> check_section(const CheckKind& kind);
/// [[rule]], where it uses that check.
[[nodiscard]] RuleSection<CheckRule> rule_section_for(const CheckKind& kind);
/// [[rule]], whatever it uses: `check` itself, and what it has beside the keys of the check.
[[nodiscard]] const RuleSection<CheckRule>& rule_section();

struct LimitRule {
    LimitRule() { rule.action = Action::defer; }

    Rule rule{};
    Limit limit{};
};
[[nodiscard]] const RuleSection<LimitRule>& limit_section();

inline KeySchema risk_key(std::string reference = {}) {
    return {.name = "accept_risk",
            .example = "\"why this is meant\"",
            .help =
                "Why what `check` warns about here is meant: with it, `check --strict` lets it "
                "pass.",
            .reference = std::move(reference)};
}

/// The place of what a table has under a key; of the table, if it is absent.
[[nodiscard]] inline Place place_in(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    return node == nullptr ? place_of(table) : place_of(*node);
}

/// Words of an enumeration, for SectionOf::word().
template <class E>
[[nodiscard]] std::vector<std::pair<std::string, E>> words_of(
    const std::vector<std::string>& words, std::optional<E> (*parse)(std::string_view)) {
    std::vector<std::pair<std::string, E>> pairs;
    pairs.reserve(words.size());
    for (const auto& word : words) {
        pairs.emplace_back(word, parse(word).value());
    }
    return pairs;
}

// For SectionOf::custom():

/// The name of a table, which is opened for that use.
template <class Member>
[[nodiscard]] auto opened(Member member, TableSettings::Use use) {
    return [member, use](const Section& section, std::string_view key, auto& into,
                         const RuleFileContext& context) {
        if (const auto name = section.string(key)) {
            std::invoke(member, into) = context.tables->open({*name, section.place(key)}, use);
        }
    };
}

/// Logins and group:NAME.
template <class Member>
[[nodiscard]] auto logins(Member member) {
    return [member](const Section& section, std::string_view key, auto& into,
                    const RuleFileContext& context) {
        const auto given = section.strings(key);
        check_logins(given, context);
        std::invoke(member, into) = values_of(given);
    };
}

/// A date is its first instant.
template <class Member>
[[nodiscard]] auto first_instant(Member member) {
    return [member](const Section& section, std::string_view key, auto& into) {
        std::invoke(member, into) = section.instant(key);
    };
}

/// A date is the last day on which something holds.
template <class Member>
[[nodiscard]] auto last_day(Member member) {
    return [member](const Section& section, std::string_view key, auto& into) {
        std::invoke(member, into) = section.end_instant(key);
    };
}

}  // namespace msa
