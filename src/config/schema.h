// What a file of ours may hold: the one table that the loader reads by, that unknown keys are found
// with, and that the reference and the man pages are printed from. Sections are described by
// section_of.h, checks by policy/check_kind.h, types of tables by ownership/table_kind.h.
#pragma once

#include "policy/check_kind.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class ValueType { boolean, integer, string, strings, one_or_more, table, date };

/// The numbers that an integer may have, both ends included.
struct NumberRange {
    std::int64_t least = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::string unit{};  // behind the number in a complaint: "seconds"

    /// `from 1 to 9 seconds`, `0 or more`
    [[nodiscard]] std::string text() const;
};

struct SectionSchema;

struct KeySchema {
    std::string name{};
    ValueType type = ValueType::string;
    bool required = false;
    std::string default_value{};  // as TOML; empty: absent
    std::string example{};        // as TOML, where there is no default
    std::string help{};
    std::string reference{};                 // as TOML, where the reference has to differ
    std::optional<NumberRange> range{};      // of an integer; absent: any
    std::vector<std::string> words{};        // what a string may be; empty: anything
    bool is_file = false;                    // a relative path begins where the file is that has it
    std::string no_file{};                   // what stands for none, beside paths
    const SectionSchema* section = nullptr;  // of a table, where it has a section of its own
};

struct SectionSchema {
    std::string header;  // "[owners]", "[[delegation]]", "[tables.NAME]"; empty: top level
    std::string help;
    std::vector<KeySchema> keys;
    bool is_example = false;  // means something only where it is written
    /// What is said of keys that are none here, by their names; empty: nothing.
    std::map<std::string, std::string> elsewhere{};
    std::string whom{};  // for whom a required key is missing; empty: in this section

    [[nodiscard]] const KeySchema* find(std::string_view name) const;
};

/// `[check.NAME]`: what every rule has, then the options of the check.
[[nodiscard]] SectionSchema check_schema(const CheckKind& kind);
/// `[[rule]]` for this check: the same, and id, check and when.
[[nodiscard]] SectionSchema rule_schema_for(const CheckKind& kind);

[[nodiscard]] std::string_view to_text(ValueType type);
/// The type of a key whose values are of that alternative.
[[nodiscard]] ValueType type_of(const OptionValue& value);
/// A value as TOML writes it.
[[nodiscard]] std::string to_toml(const OptionValue& value);
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace msa
