#include "ownership/table_kind.h"

#include <algorithm>

namespace msa {

const TableKind* find_kind(const TableKinds& kinds, std::string_view name) {
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [name](const TableKind& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

}  // namespace msa
