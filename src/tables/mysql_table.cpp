// A query to a server, MySQL or MariaDB.
#include "tables/mysql_table.h"

#include "ownership/table_kind.h"
#include "tables/plugin.h"
#include "tables/server_text.h"
#include "tables/table_keys.h"

namespace msa {

TableKind mysql_table() {
    return DescribeTable<MysqlSettings>("mysql", TableSettings::Kept::by_server,
                                        "A query to a server of MySQL or MariaDB.")
        .key(server_key("host=, a name, address or the path of a socket, port=, user= and dbname=.",
                        "\"host=db.example.com user=milter dbname=mail\""),
             &MysqlSettings::server)
        .key(query_key("?",
                       "There may be several ?, each of which is the key. It is tried when the "
                       "rules are loaded, if the server answers. MySQL compares as the column's "
                       "collation says, and most treat an accented letter as the plain one: "
                       "COLLATE utf8mb4_bin does not."),
             &MysqlSettings::query)
        .key(password_file_key(), &MysqlSettings::password_file)
        .key(ca_file_key("no TLS is asked for."), &MysqlSettings::ca_file)
        .key(separator_key(), &MysqlSettings::separator)
        .in_the_open_if([](const MysqlSettings& own) {
            return own.ca_file.empty() && is_named_host_elsewhere(own.server);
        })
        .opened_by(opened_by_plugin<MysqlSettings>("mysql"));
}

}  // namespace msa
