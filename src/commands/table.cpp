// msa-milter table query: what a table of the rule file says of a key, asked as the daemon asks;
// and table check: whether the tables answer. With --live the running daemon asks its own.
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "commands/table_check.h"
#include "commands/table_query.h"
#include "tables/table_key.h"

#include <memory>
#include <optional>
#include <string>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds patience{60};  // each table has a deadline of its own

struct Asking {
    RuleOptions options;
    LiveOptions live;
    std::optional<std::string> name;
    std::string key;
};

Result<Json> ask_live(const Asking& asking, const std::string& method, const Json& parameters) {
    return ask_running({asking.options.config, asking.live.control}, method, patience, parameters);
}

Result<Json> query_here(const Asking& asking, const std::string& key) {
    OpenTables tables;
    const auto loaded = load_named_rules(asking.options, rule_services(&tables));
    return loaded ? queried_table(tables, loaded->size(), *asking.name, key) : loaded.error();
}

int query(const Asking& asking) {
    const auto key = table_key(asking.key);
    if (!key) {
        return complain(within(shown(asking.key), {key.error().what, ErrorKind::bad_input}));
    }
    const auto answer = asking.live.is_live ? ask_live(asking, "table_query",
                                                       {{"table", *asking.name}, {"key", *key}})
                                            : query_here(asking, *key);
    return answer ? print_queried(*answer, asking.options.format) : complain(answer.error());
}

Result<Json> check_here(const Asking& asking) {
    OpenTables tables;
    const auto loaded = load_named_rules(asking.options, rule_services(&tables));
    return loaded ? checked_tables(tables, asking.name) : loaded.error();
}

int check(const Asking& asking) {
    const auto parameters = asking.name ? Json{{"table", *asking.name}} : Json::object();
    const auto all =
        asking.live.is_live ? ask_live(asking, "table_check", parameters) : check_here(asking);
    return all ? print_checked(*all, asking.options.format) : complain(all.error());
}

void add_check(Command& table, int& status) {
    auto asking = std::make_shared<Asking>();
    auto* command = table.add_subcommand("check", "Ask each table one harmless question");
    command->add_option("NAME", asking->name, "NAME of [tables.NAME]; absent: all");
    add_rule_options(*command, asking->options);
    add_live_options(*command, asking->live);
    command->footer(
        "Says ok, empty, or cannot tell and why, once for each use of a table. A table that cannot "
        "be\nlisted is ok if it answers.\n"
        "Exit status: 0 all are ok, 1 one is empty, 69 one cannot tell, 65 no table of that name, "
        "77 or\n78 as `check`.");
    command->callback([asking, &status] { status = check(*asking); });
}

}  // namespace

void add_table_command(Command& app, int& status) {
    auto asking = std::make_shared<Asking>();
    auto* table = app.add_subcommand("table", "Tables of the rule file");
    table->require_subcommand(1);
    add_check(*table, status);
    auto* command = table->add_subcommand("query", "What a table has for a key");
    command->add_option("NAME", asking->name, "NAME of [tables.NAME]")->required();
    command->add_option("KEY", asking->key, "An address, @domain or login")->required();
    add_rule_options(*command, asking->options);
    add_live_options(*command, asking->live);
    command->footer(
        "Asks for exactly this key: not without its subaddress, nor for its @domain.\n"
        "Exit status: 0 found, 1 not found, 69 the table cannot tell, 65 not a key, or no table of "
        "that\nname, 77 or 78 as `check`.");
    command->callback([asking, &status] { status = query(*asking); });
}

}  // namespace msa
