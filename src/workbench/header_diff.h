// The header section before and after, field by field: what a message leaves as.
#pragma once

#include "mail/header_list.h"
#include "submission/edit_plan.h"

#include <string>
#include <vector>

namespace msa {

struct DiffLine {
    enum class Kind { kept, removed, added };
    Kind kind = Kind::kept;
    std::string field;  // `Name: value`, folds and all
};

/// What `edits` make of `received`, from the top to the bottom: a changed field is one removed and
/// one added. Edits of the envelope are left out.
[[nodiscard]] std::vector<DiffLine> header_diff(const HeaderList& received,
                                                const std::vector<Edit>& edits);

}  // namespace msa
