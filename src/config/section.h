// One table of a rule file, read by its schema. What the schema does not allow is reported when a
// Section is made; accessors report what is wrong with the values they understand.
#pragma once

#include "config/diagnostics.h"
#include "config/schema.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace msa {

/// A value and where it stands.
template <class T>
struct Placed {
    T value{};
    Place place;
};

[[nodiscard]] std::vector<std::string> values_of(std::vector<Placed<std::string>> placed);

[[nodiscard]] Place place_of(const toml::node& node);
[[nodiscard]] Place place_of(const toml::key& key);

class Section {
public:
    /// Reports unknown keys, wrong types, empty values and missing required keys at once. All must
    /// outlive this.
    Section(const toml::table& table, const SectionSchema& schema, Diagnostics& diagnostics);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] bool is_empty_list(std::string_view key) const;
    /// Of the value; of the table where the key is absent.
    [[nodiscard]] Place place(std::string_view key) const;
    [[nodiscard]] Place place() const;

    /// What the file says, if it says it as the schema has it; throws std::logic_error for a key
    /// that is not in the schema.
    [[nodiscard]] std::optional<std::string> string(std::string_view key) const;
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
    [[nodiscard]] std::vector<Placed<std::string>> strings(std::string_view key) const;
    /// Of a string, or of a list of strings, whichever the key is.
    [[nodiscard]] std::vector<Placed<std::string>> texts(std::string_view key) const;
    [[nodiscard]] std::optional<OptionValue> option(std::string_view key) const;
    [[nodiscard]] const toml::table* table(std::string_view key) const;
    /// The tables of an array of tables.
    [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key) const;

    using Instant = std::chrono::system_clock::time_point;
    /// A date is its first instant in UTC, a date-time with offset itself.
    [[nodiscard]] std::optional<Instant> instant(std::string_view key) const;
    /// The same, but a date is the last day on which something holds: the first instant of the
    /// next.
    [[nodiscard]] std::optional<Instant> end_instant(std::string_view key) const;

    /// One of `words`, or a complaint that names them; for words that no schema knows.
    [[nodiscard]] std::optional<std::string> word(std::string_view key,
                                                  const std::vector<std::string>& words) const;

    void error(std::string_view key, std::string message) const;
    void error(std::string_view key, const Error& error) const;
    /// Something dangerous that may be meant: then the section says why in 'accept_risk', which its
    /// schema must have.
    void risk(Place place, std::string message) const;
    [[nodiscard]] Diagnostics& diagnostics() const { return diagnostics_; }

private:
    [[nodiscard]] const toml::node* node(std::string_view key, ValueType type) const;
    void check_key(const toml::key& key, const toml::node& value) const;
    void check_unknown_key(const toml::key& key, const toml::node& value) const;
    /// As it stands there; of a path, what it means beside the file.
    [[nodiscard]] std::string as_meant(std::string_view key, const std::string& text) const;

    const toml::table& table_;
    const SectionSchema& schema_;
    Diagnostics& diagnostics_;
};

/// `unknown key 'x'; did you mean 'y'?`, the reason, if any, behind a colon before that.
[[nodiscard]] std::string unknown(std::string_view what, std::string_view word,
                                  const std::vector<std::string>& known,
                                  std::string_view reason = {});

}  // namespace msa
