// Makes tables of what the rule file says about them, see open_table.h.
#include "tables/open_table.h"

#include "base/text.h"
#include "tables/all_tables.h"

#include <utility>

namespace msa {

Result<std::shared_ptr<const AskedTable>> open_table(TableSettings settings) {
    const auto* kind = find_kind(all_tables(), settings.type);
    if (kind == nullptr) {
        return Error{
            "table " + settings.name + ": there is no type '" + printable(settings.type) + '\'',
            ErrorKind::bad_config};
    }
    settings.kept = kind->kept;
    auto table = kind->open(settings);
    if (!table) {
        return within("table " + settings.name, table.error());
    }
    return std::shared_ptr<const AskedTable>(
        std::make_shared<AskedTable>(std::move(settings), *std::move(table)));
}

}  // namespace msa
