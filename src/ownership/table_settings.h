// What the rule file says about a table, before it is opened.
#pragma once

#include "base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace msa {

/// What a key of [tables.NAME] may hold.
using TableValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;

struct TableSettings {
    /// Where its entries are.
    enum class Kept {
        in_rules,     // in the rule file itself
        in_text,      // in a text that is read whole
        in_map,       // in a file that is read at each look-up, and may change meanwhile
        in_database,  // behind a query to a file
        by_server
    };
    /// What the table is asked for, and so what may stand in it.
    enum class Use {
        owners,         // address or @domain -> logins
        primary,        // login -> the one address that names it
        subjects,       // what names a certificate -> the login that it stands for
        recent_logins,  // client address or IPv6 network -> login, seconds since 1970
        members,        // login -> groups, or whatever
        any
    };
    /// How long answers are kept, and how many. 0: not at all.
    struct Cache {
        std::chrono::seconds found{0};
        std::chrono::seconds missing{0};
        std::chrono::seconds stale{0};  // further, while the table cannot tell
        std::size_t entries = 10000;
        bool operator==(const Cache&) const = default;
    };
    bool operator==(const TableSettings&) const = default;

    std::string name;
    std::string type = "inline";  // see ownership/table_kind.h
    Kept kept = Kept::in_rules;   // as tables of this type are
    Use use = Use::any;
    std::set<std::string, std::less<>> groups{};                // whom group:NAME may stand for
    std::map<std::string, TableValue, std::less<>> given{};     // in the keys of its type
    std::set<std::string> access{};                             // keys of these, see TableKey
    std::map<std::string, std::vector<std::string>> entries{};  // in_rules, as written
    std::map<std::string, std::string> places{};                // of the same entries: FILE:LINE
    std::chrono::milliseconds deadline{2000};                   // of one look-up
    Cache cache{};
    /// Where a text puts what allows() lets pass and doubt() does not, a line each with its place,
    /// for whoever opens the table; null: nobody asks.
    std::shared_ptr<std::vector<std::string>> doubts{};

    /// The file that it is in; empty: none.
    [[nodiscard]] std::string path() const;
    [[nodiscard]] bool is_in_rules() const { return kept == Kept::in_rules; }
    /// Whether all entries are known when the table is open.
    [[nodiscard]] bool is_read_whole() const { return is_in_rules() || kept == Kept::in_text; }
    /// Whether what answers there is the same, whatever it is asked for and however long it may
    /// take.
    [[nodiscard]] bool is_same_source(const TableSettings& other) const;
    /// Whether an entry, as written, can mean something here. The error says why not.
    [[nodiscard]] Result<void> allows(std::string_view key,
                                      const std::vector<std::string_view>& values) const;
    /// Why an entry of a text, whose values are apart by blanks and commas, can hardly be meant as
    /// it is read; empty: it may be.
    [[nodiscard]] std::string doubt(std::string_view key,
                                    const std::vector<std::string_view>& values) const;
};

}  // namespace msa
