// msa-milter table query: what a table of the rule file says of a key, asked as the daemon asks;
// and table check: whether the tables answer.
#include "base/text.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "commands/table_check.h"
#include "tables/table_key.h"

#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace msa {
namespace {

struct Query {
    RuleOptions options;
    std::string name;
    std::string key;
};

/// Which table a name means must be clear. One of a file may be there for several uses, and says
/// the same in all.
Result<std::shared_ptr<const Table>> named_table(const OpenTables& tables, const std::string& name,
                                                 const std::vector<LoadedRules>& files) {
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
    if (files.size() > 1 && count > 1) {
        return Error{"several rule files may have a table '" + shown(name) +
                         "'; name one of them with --rules",
                     ErrorKind::bad_input};
    }
    return found;
}

void print_json(const Query& query, const std::string& key, const Table& table,
                const Result<LookupAnswer>& answer) {
    nlohmann::ordered_json json{{"table", shown(query.name)},
                                {"key", shown(key)},
                                {"answer", !answer         ? "cannot_tell"
                                           : answer->found ? "yes"
                                                           : "no"}};
    if (!answer) {
        json["error"] = shown(answer.error().what);
    } else if (answer->found) {
        auto values = nlohmann::ordered_json::array();
        for (const auto& value : answer->values) {
            values.push_back(shown(value));
        }
        json["values"] = std::move(values);
        json["where"] = shown(table.where(key));
    }
    std::cout << json.dump(2) << '\n';
}

void print_text(const Query& query, const std::string& key, const Table& table,
                const Result<LookupAnswer>& answer) {
    const std::string head = "table " + shown(query.name) + ": " + shown(key) + ": ";
    if (!answer) {
        std::cout << head << "cannot tell: " << shown(answer.error().what) << '\n';
        return;
    }
    if (!answer->found) {
        std::cout << head << "not found\n";
        return;
    }
    const auto where = table.where(key);
    std::cout << head << shown(join(answer->values, ", "))
              << (where.empty() ? "" : " (" + shown(where) + ')') << '\n';
}

int ask(const Query& query) {
    const auto key = table_key(query.key);
    if (!key) {
        return complain(within(shown(query.key), {key.error().what, ErrorKind::bad_input}));
    }
    OpenTables tables;
    const auto loaded = load_named_rules(query.options, rule_services(&tables));
    if (!loaded) {
        return complain(loaded.error());
    }
    const auto table = named_table(tables, query.name, *loaded);
    if (!table) {
        return complain(table.error());
    }
    const auto answer = (*table)->lookup(*key);
    if (query.options.format == "json") {
        print_json(query, *key, **table, answer);
    } else {
        print_text(query, *key, **table, answer);
    }
    if (!answer) {
        return exit_unavailable;
    }
    return answer->found ? exit_ok : exit_findings;
}

struct Check {
    RuleOptions options;
    std::optional<std::string> name;
};

int check(const Check& check) {
    OpenTables tables;
    const auto loaded = load_named_rules(check.options, rule_services(&tables));
    return loaded ? check_tables(tables, check.name, check.options.format)
                  : complain(loaded.error());
}

void add_check(CLI::App& table, int& status) {
    auto options = std::make_shared<Check>();
    auto* command = table.add_subcommand("check", "Ask each table one harmless question");
    command->add_option("NAME", options->name, "NAME of [tables.NAME]; absent: all");
    add_rule_options(*command, options->options);
    command->footer(
        "Says ok, empty, or cannot tell and why, once for each use of a table. A table that can "
        "only be\nasked is ok where it answers.\n"
        "Exit status: 0 all are ok, 1 one is empty, 69 one cannot tell, 65 no table of that name, "
        "77 or\n78 as `check` has them.");
    command->callback([options, &status] { status = check(*options); });
}

}  // namespace

void add_table_command(CLI::App& app, int& status) {
    auto query = std::make_shared<Query>();
    auto* table = app.add_subcommand("table", "Tables of the rule file");
    table->require_subcommand(1);
    add_check(*table, status);
    auto* command = table->add_subcommand("query", "What a table says of a key");
    command->add_option("NAME", query->name, "NAME of [tables.NAME]")->required();
    command->add_option("KEY", query->key, "An address, @domain or login")->required();
    add_rule_options(*command, query->options);
    command->footer(
        "The key is asked for as it is: not without its subaddress, nor for its @domain.\n"
        "Exit status: 0 found, 1 not found, 69 the table cannot tell, 65 no key or no table of "
        "that\nname, 77 or 78 as `check` has them.");
    command->callback([query, &status] { status = ask(*query); });
}

}  // namespace msa
