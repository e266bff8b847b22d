#include "commands/table_check.h"

#include "base/text.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"

#include <algorithm>
#include <iostream>
#include <set>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Use = TableSettings::Use;

const char* word_for(Use use) {
    switch (use) {
        case Use::owners: return "owners";
        case Use::primary: return "primary";
        case Use::subjects: return "certificates";
        case Use::recent_logins: return "recent logins";
        case Use::members: return "members";
        case Use::any: break;
    }
    return "values";
}

/// What nobody has (RFC 2606, 2; RFC 5737, 3).
const char* harmless_key(Use use) {
    switch (use) {
        case Use::owners: return "nobody@msa-milter.invalid";
        case Use::recent_logins: return "192.0.2.1";
        case Use::primary:
        case Use::subjects:
        case Use::members:
        case Use::any: break;
    }
    return "nobody-msa-milter";
}

struct Checked {
    std::string name;
    const char* use;
    const char* state;  // as JSON has it
    std::string error;

    [[nodiscard]] bool is(std::string_view wanted) const { return state == wanted; }
};

constexpr const char* is_ok = "ok";
constexpr const char* is_empty = "empty";
constexpr const char* cannot_say = "cannot_tell";

Checked checked(const AskedTable& table) {
    Checked result{shown(table.name()), word_for(table.use()), is_ok, {}};
    if (const auto answer = table.lookup(harmless_key(table.use())); !answer) {
        result.state = cannot_say;
        result.error = shown(answer.error().what);
        return result;
    }
    bool has_entry = false;
    const auto listed = table.each([&has_entry](std::string_view, const auto&) {
        has_entry = true;
        return false;
    });
    if (listed && !has_entry) {
        result.state = is_empty;
    }
    return result;
}

void print_text(const std::vector<Checked>& all) {
    for (const auto& each : all) {
        std::cout << "table " << each.name << " (" << each.use
                  << "): " << (each.is(cannot_say) ? "cannot tell: " + each.error : each.state)
                  << '\n';
    }
    if (all.empty()) {
        std::cout << "the rules name no table\n";
    }
}

void print_json(const std::vector<Checked>& all) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& each : all) {
        nlohmann::ordered_json json{{"table", each.name}, {"use", each.use}, {"state", each.state}};
        if (each.is(cannot_say)) {
            json["error"] = each.error;
        }
        list.push_back(std::move(json));
    }
    std::cout << list.dump(2) << '\n';
}

}  // namespace

Error no_such_table(const std::string& name, const std::vector<std::string>& known) {
    const auto near = nearest(name, known);
    const auto hint = near            ? "; did you mean '" + *near + "'?"
                      : known.empty() ? "; it has none"
                                      : "; known: " + join(known, ", ");
    return {"no table '" + shown(name) + "' in the rule file" + hint, ErrorKind::bad_input};
}

int check_tables(const OpenTables& tables, const std::optional<std::string>& name,
                 const std::string& format) {
    std::vector<Checked> all;
    std::set<std::string> names;
    for (const auto& table : tables) {
        names.insert(shown(table->name()));
        if (!name || table->name() == *name) {
            all.push_back(checked(*table));
        }
    }
    if (name && all.empty()) {
        return complain(no_such_table(*name, {names.begin(), names.end()}));
    }
    if (format == "json") {
        print_json(all);
    } else {
        print_text(all);
    }
    const auto any = [&all](const char* state) {
        return std::any_of(all.begin(), all.end(),
                           [state](const Checked& each) { return each.is(state); });
    };
    return any(cannot_say) ? exit_unavailable : any(is_empty) ? exit_findings : exit_ok;
}

}  // namespace msa
