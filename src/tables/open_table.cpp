// Makes tables of what the rule file says about them, see open_table.h.
#include "tables/open_table.h"

#include "tables/file_table.h"
#include "tables/inline_table.h"

namespace msa {

Result<std::shared_ptr<const Table>> open_table(const TableSettings& settings) {
    auto table = settings.type == TableSettings::Type::file ? file_table(settings)
                                                            : inline_table(settings.entries);
    if (!table) {
        return within("table " + settings.name, table.error());
    }
    return std::shared_ptr<const Table>(*std::move(table));
}

}  // namespace msa
