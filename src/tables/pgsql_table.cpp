// A query to a server, PostgreSQL.
#include "tables/pgsql_table.h"

#include "ownership/table_kind.h"
#include "tables/plugin.h"
#include "tables/server_text.h"
#include "tables/table_keys.h"

namespace msa {

TableKind pgsql_table() {
    return DescribeTable<PgsqlSettings>("pgsql", TableSettings::Kept::by_server,
                                        "A query to a PostgreSQL server.")
        .key(server_key("A connection string of libpq; passwords in the file that its passfile "
                        "names (mode 0600).",
                        "\"host=db.example.com dbname=mail sslmode=verify-full\""),
             &PgsqlSettings::server)
        .key(query_key("$1", "It is tried when the rules are loaded, if the server answers."),
             &PgsqlSettings::query)
        .key(separator_key(), &PgsqlSettings::separator)
        .in_the_open_if(
            [](const PgsqlSettings& own) { return is_unverified_elsewhere(own.server); })
        .opened_by(opened_by_plugin<PgsqlSettings>("pgsql"));
}

}  // namespace msa
