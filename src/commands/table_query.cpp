#include "commands/table_query.h"

#include "base/text.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "commands/table_check.h"

#include <iostream>
#include <memory>
#include <set>
#include <vector>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

/// Which table a name means must be clear. One of a file may be there for several uses, and says
/// the same in all.
Result<std::shared_ptr<const Table>> named_table(const OpenTables& tables, const std::string& name,
                                                 std::size_t files) {
    std::set<std::string> names;
    std::shared_ptr<const Table> found;
    std::size_t count = 0;
    for (const auto& table : tables) {
        names.insert(table->name());
        if (table->name() == name) {
            found = table;
            ++count;
        }
    }
    if (!found) {
        return no_such_table(name, {names.begin(), names.end()});
    }
    if (files > 1 && count > 1) {
        return Error{"several rule files may have a table '" + shown(name) +
                         "'; name one of them with --rules",
                     ErrorKind::bad_input};
    }
    return found;
}

std::string values_in(const Json& answer) {
    std::vector<std::string> values;
    for (const auto& value : answer.value("values", Json::array())) {
        values.push_back(text_in(Json{{"value", value}}, "value"));
    }
    return join(values, ", ");
}

void print_text(const Json& answer) {
    std::cout << "table " << text_in(answer, "table") << ": " << text_in(answer, "key") << ": ";
    const auto word = text_in(answer, "answer");
    const auto where = text_in(answer, "where");
    if (word == "yes") {
        std::cout << values_in(answer) << (where.empty() ? "" : " (" + where + ')') << '\n';
    } else {
        std::cout << (word == "no" ? "not found" : "cannot tell: " + text_in(answer, "error"))
                  << '\n';
    }
}

}  // namespace

Result<Json> queried_table(const OpenTables& tables, std::size_t files, const std::string& name,
                           const std::string& key) {
    const auto table = named_table(tables, name, files);
    if (!table) {
        return table.error();
    }
    const auto answer = (*table)->lookup(key);
    Json json{
        {"table", shown(name)},
        {"key", shown(key)},
        {"answer", !answer         ? "cannot_tell"
                   : answer->found ? "yes"
                                   : "no"},
    };
    if (!answer) {
        json["error"] = shown(answer.error().what);
    } else if (answer->found) {
        auto values = Json::array();
        for (const auto& value : answer->values) {
            values.push_back(shown(value));
        }
        json["values"] = std::move(values);
        json["where"] = shown((*table)->where(key));
    }
    return json;
}

int print_queried(const Json& answer, const std::string& format) {
    if (format == "json") {
        std::cout << answer.dump(2) << '\n';
    } else {
        print_text(answer);
    }
    const auto word = text_in(answer, "answer");
    return word == "yes" ? exit_ok : word == "no" ? exit_findings : exit_unavailable;
}

}  // namespace msa
