#include "tables/all_tables.h"

namespace msa {

TableKind inline_table();
TableKind file_table();
TableKind lmdb_table();
TableKind cdb_table();
TableKind sqlite_table();
TableKind socketmap_table();
TableKind ldap_table();
TableKind pgsql_table();
TableKind mysql_table();
TableKind redis_table();

const TableKinds& all_tables() {
    static const TableKinds kinds{inline_table(), file_table(),      lmdb_table(), cdb_table(),
                                  sqlite_table(), socketmap_table(), ldap_table(), pgsql_table(),
                                  mysql_table(),  redis_table()};
    return kinds;
}

}  // namespace msa
