// table_check and table_query: the tables in force, as they are open in the daemon.
#include "commands/control_methods.h"
#include "commands/table_check.h"
#include "commands/table_query.h"
#include "tables/table_key.h"

#include <optional>
#include <string>

namespace msa {
namespace {

using Json = Method::Json;

/// Absent: it is not there. Error: it is no text.
Result<std::optional<std::string>> text(const Json& parameters, const char* name) {
    const auto found = parameters.find(name);
    if (found == parameters.end()) {
        return std::optional<std::string>();
    }
    if (!found->is_string()) {
        return Error{'\'' + std::string(name) + "' must be a string"};
    }
    return std::optional(found->get<std::string>());
}

Result<Json> check(const Running& running, const Json& parameters) {
    const auto name = text(parameters, "table");
    return name ? checked_tables(running.rules.tables(), *name) : name.error();
}

Result<Json> query(const Running& running, const Json& parameters) {
    const auto name = text(parameters, "table");
    const auto written = text(parameters, "key");
    if (!name || !written || !*name || !*written) {
        return Error{"'table' and 'key' must be there, both strings"};
    }
    const auto key = table_key(**written);
    return key ? queried_table(running.rules.tables(),
                               running.rules.store().current()->sets().size(), **name, *key)
               : key.error();
}

}  // namespace

Method table_check_method(const Running& running) {
    return {"table_check", [&running](const Json& asked) { return check(running, asked); }};
}

Method table_query_method(const Running& running) {
    return {"table_query", [&running](const Json& asked) { return query(running, asked); }};
}

}  // namespace msa
