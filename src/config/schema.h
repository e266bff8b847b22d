// What a rule file may hold: the one table that the loader reads by, that unknown keys are found
// with, and that the reference and the man page are printed from.
#pragma once

#include "policy/check_kind.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class ValueType { boolean, integer, string, strings, one_or_more, table, date };

struct KeySchema {
    std::string name;
    ValueType type = ValueType::string;
    bool required = false;
    std::string default_value{};  // as TOML; empty: absent
    std::string example{};        // as TOML, where there is no default
    std::string help;
    std::string reference{};  // as TOML, where the reference has to differ from the default
};

struct SectionSchema {
    std::string header;  // "[owners]", "[[delegation]]", "[tables.NAME]"; empty: top level
    std::string help;
    std::vector<KeySchema> keys;

    [[nodiscard]] const KeySchema* find(std::string_view name) const;
};

/// Top level, in the order of the reference. Sections and arrays are keys of type table here.
[[nodiscard]] const SectionSchema& top_level_schema();
[[nodiscard]] const SectionSchema& scope_schema();
[[nodiscard]] const SectionSchema& identity_schema();
[[nodiscard]] const SectionSchema& identity_certificate_schema();
[[nodiscard]] const SectionSchema& identity_network_schema();
[[nodiscard]] const SectionSchema& identity_recent_login_schema();
[[nodiscard]] const SectionSchema& identity_local_schema();
[[nodiscard]] const SectionSchema& owners_schema();
[[nodiscard]] const SectionSchema& table_schema();
[[nodiscard]] const SectionSchema& groups_schema();
[[nodiscard]] const SectionSchema& group_schema();
[[nodiscard]] const SectionSchema& delegation_schema();
[[nodiscard]] const SectionSchema& rule_schema();
[[nodiscard]] const SectionSchema& limit_schema();
[[nodiscard]] const SectionSchema& when_schema();
[[nodiscard]] const SectionSchema& exception_schema();
[[nodiscard]] const SectionSchema& dkim_schema();
[[nodiscard]] const SectionSchema& dkim_key_schema();

/// `[check.NAME]`: what every rule has, then the options of the check.
[[nodiscard]] SectionSchema check_schema(const CheckKind& kind);
/// `[[rule]]` for this check: the same, and id, check and when.
[[nodiscard]] SectionSchema rule_schema_for(const CheckKind& kind);

[[nodiscard]] std::string_view to_text(ValueType type);
/// A value as TOML writes it.
[[nodiscard]] std::string to_toml(const OptionValue& value);
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace msa
