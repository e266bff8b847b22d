// What the rule file says about a table, before it is opened.
#pragma once

#include "base/result.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct TableSettings {
    enum class Type { inline_entries, file };
    /// What the table is asked for, and so what may stand in it.
    enum class Use {
        owners,    // address or @domain -> logins
        primary,   // login -> the one address that names it
        subjects,  // common name of a certificate -> the login that it stands for
        any
    };
    std::string name;
    Type type = Type::inline_entries;
    Use use = Use::any;
    std::set<std::string, std::less<>> groups{};                // whom group:NAME may stand for
    std::string path{};                                         // file
    std::map<std::string, std::vector<std::string>> entries{};  // inline_entries, as written

    /// Whether an entry, as written, can mean something here. The error says why not.
    [[nodiscard]] Result<void> allows(std::string_view key,
                                      const std::vector<std::string_view>& values) const;
};

}  // namespace msa
