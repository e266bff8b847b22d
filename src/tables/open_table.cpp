// Makes tables of what the rule file says about them, see open_table.h.
#include "tables/open_table.h"

#include "tables/cdb_table.h"
#include "tables/file_table.h"
#include "tables/inline_table.h"
#include "tables/lmdb_table.h"
#include "tables/plugin.h"
#include "tables/redis_table.h"
#include "tables/socketmap_table.h"
#include "tables/sqlite_table.h"

#include <utility>

namespace msa {
namespace {

using Opened = Result<std::shared_ptr<const Table>>;

Opened as_table(Result<std::shared_ptr<const FlatTable>> table) {
    return table ? Opened(*std::move(table)) : table.error();
}

Opened open_by_type(const TableSettings& settings) {
    switch (settings.type) {
        case TableSettings::Type::inline_entries:
            return as_table(inline_table(settings.entries, settings.places));
        case TableSettings::Type::file: return as_table(file_table(settings));
        case TableSettings::Type::lmdb: return lmdb_table(settings);
        case TableSettings::Type::cdb: return cdb_table(settings);
        case TableSettings::Type::sqlite: return sqlite_table(settings);
        case TableSettings::Type::socketmap: return socketmap_table(settings);
        case TableSettings::Type::ldap: return open_by_plugin("ldap", settings);
        case TableSettings::Type::pgsql: return open_by_plugin("pgsql", settings);
        case TableSettings::Type::mysql: return open_by_plugin("mysql", settings);
        case TableSettings::Type::redis: break;
    }
    return redis_table(settings);
}

}  // namespace

Result<std::shared_ptr<const AskedTable>> open_table(const TableSettings& settings) {
    auto table = open_by_type(settings);
    if (!table) {
        return within("table " + settings.name, table.error());
    }
    return std::shared_ptr<const AskedTable>(
        std::make_shared<AskedTable>(settings, *std::move(table)));
}

}  // namespace msa
