#include "commands/table_check.h"

#include "base/text.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"

#include <algorithm>
#include <iostream>
#include <set>
#include <vector>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;
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

constexpr const char* is_ok = "ok";
constexpr const char* is_empty = "empty";
constexpr const char* cannot_say = "cannot_tell";

Json checked(const AskedTable& table) {
    Json result{{"table", shown(table.name())}, {"use", word_for(table.use())}, {"state", is_ok}};
    if (const auto answer = table.lookup(harmless_key(table.use())); !answer) {
        result["state"] = cannot_say;
        result["error"] = shown(answer.error().what);
        return result;
    }
    bool has_entry = false;
    const auto listed = table.each([&has_entry](std::string_view, const auto&) {
        has_entry = true;
        return false;
    });
    if (listed && !has_entry) {
        result["state"] = is_empty;
    }
    return result;
}

void print_text(const Json& all) {
    for (const auto& each : all) {
        const auto state = text_in(each, "state");
        std::cout << "table " << text_in(each, "table") << " (" << text_in(each, "use") << "): "
                  << (state == cannot_say ? "cannot tell: " + text_in(each, "error") : state)
                  << '\n';
    }
    if (all.empty()) {
        std::cout << "the rules name no table\n";
    }
}

}  // namespace

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

std::string text_in(const nlohmann::ordered_json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) {
        return {};
    }
    auto text = found->get<std::string>();
    const bool is_shown =
        std::all_of(text.begin(), text.end(), [](char c) { return !is_control(c) && !is_8bit(c); });
    return is_shown ? text : shown(text);
}

Error no_such_table(const std::string& name, const std::vector<std::string>& known) {
    const auto near = nearest(name, known);
    const auto hint = near            ? "; did you mean '" + *near + "'?"
                      : known.empty() ? "; it has none"
                                      : "; known: " + join(known, ", ");
    return {"no table '" + shown(name) + "' in the rule file" + hint, ErrorKind::bad_input};
}

Result<Json> checked_tables(const OpenTables& tables, const std::optional<std::string>& name) {
    auto all = Json::array();
    std::set<std::string> names;
    for (const auto& table : tables) {
        names.insert(shown(table->name()));
        if (!name || table->name() == *name) {
            all.push_back(checked(*table));
        }
    }
    if (name && all.empty()) {
        return no_such_table(*name, {names.begin(), names.end()});
    }
    return all;
}

int print_checked(const Json& tables, const std::string& format) {
    if (format == "json") {
        std::cout << tables.dump(2) << '\n';
    } else {
        print_text(tables);
    }
    const auto any = [&tables](const char* state) {
        return std::any_of(tables.begin(), tables.end(),
                           [state](const Json& each) { return text_in(each, "state") == state; });
    };
    return any(cannot_say) ? exit_unavailable : any(is_empty) ? exit_findings : exit_ok;
}

}  // namespace msa
