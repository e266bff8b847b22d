// The description of a type of table: one list of keys that reads [tables.NAME] into the settings
// of the type, validates and documents them. Types are listed in tables/all_tables.cpp.
#pragma once

#include "base/result.h"
#include "ownership/table_settings.h"
#include "submission/ports.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace msa {

using OpenedTable = Result<std::shared_ptr<const Table>>;

/// A key beside those that all types have, or all that are asked while mail flows.
struct TableKey {
    std::string name;
    std::string help;
    std::string example{};       // as TOML; empty: the default is shown
    TableValue default_value{};  // its alternative is the type of the key
    bool required = false;
    bool is_file = false;    // a relative path begins where the rule file is
    bool is_access = false;  // how whoever answers is reached, and does not change what it answers
    /// What is wrong with a value of the right type.
    std::function<Result<void>(const TableValue&)> valid{};
};

struct TableKind {
    std::string name;  // as 'type' has it
    std::string help;
    TableSettings::Kept kept = TableSettings::Kept::by_server;
    std::vector<TableKey> keys;
    /// Errors begin with the key that is at fault, if one is: "query: ...".
    std::function<OpenedTable(const TableSettings&)> open;
    /// Whether it is asked across a network, and nothing shows whose answer it is; empty: never.
    std::function<bool(const TableSettings&)> is_in_the_open{};

    /// It has a deadline, and its answers may be kept for a while.
    [[nodiscard]] bool is_waited_for() const {
        return kept == TableSettings::Kept::in_database || kept == TableSettings::Kept::by_server;
    }
    /// What a TableSettings of this type begins as.
    [[nodiscard]] TableSettings settings() const {
        TableSettings settings{.name = {}};
        settings.type = name;
        settings.kept = kept;
        return settings;
    }
};

using TableKinds = std::vector<TableKind>;

/// Null: there is none of that name.
[[nodiscard]] const TableKind* find_kind(const TableKinds& kinds, std::string_view name);

/// Builds a TableKind for settings `T`, whose member initializers are the defaults of its keys.
template <class T>
class DescribeTable {
public:
    DescribeTable(std::string name, TableSettings::Kept kept, std::string help) {
        kind_.name = std::move(name);
        kind_.kept = kept;
        kind_.help = std::move(help);
    }

    /// The name, help, example and so on of a key, and where it goes.
    template <class V>
    DescribeTable&& key(TableKey key, V T::*member) && {
        key.default_value = TableValue(T{}.*member);
        setters_.emplace_back(key.name, [member](T& into, const TableValue& value) {
            into.*member = std::get<V>(value);
        });
        kind_.keys.push_back(std::move(key));
        return std::move(*this);
    }

    /// When it is asked across a network, and nothing shows whose answer it is.
    DescribeTable&& in_the_open_if(std::function<bool(const T&)> is_in_the_open) && {
        is_in_the_open_ = std::move(is_in_the_open);
        return std::move(*this);
    }

    /// `open` takes what the rule file says in the keys of the type, and all else. It is the end of
    /// the chain.
    [[nodiscard]] TableKind opened_by(
        std::function<OpenedTable(const T&, const TableSettings&)> open) && {
        if (is_in_the_open_) {
            kind_.is_in_the_open = [setters = setters_, is = std::move(is_in_the_open_)](
                                       const TableSettings& settings) {
                return is(own(setters, settings));
            };
        }
        kind_.open = [setters = std::move(setters_),
                      open = std::move(open)](const TableSettings& settings) {
            return open(own(setters, settings), settings);
        };
        return std::move(kind_);
    }

private:
    using Setters = std::vector<std::pair<std::string, std::function<void(T&, const TableValue&)>>>;

    [[nodiscard]] static T own(const Setters& setters, const TableSettings& settings) {
        T made{};
        for (const auto& [name, set] : setters) {
            const auto value = settings.given.find(name);
            if (value != settings.given.end()) {
                set(made, value->second);
            }
        }
        return made;
    }

    TableKind kind_;
    Setters setters_;
    std::function<bool(const T&)> is_in_the_open_;
};

}  // namespace msa
