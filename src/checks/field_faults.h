// What checks that look at one header field after the other share.
#pragma once

#include "policy/stages.h"
#include "submission/finding.h"

#include <functional>
#include <optional>
#include <string>

namespace msa {

/// What is wrong with a field, and the value that would mend it.
struct FieldFault {
    Finding finding;
    std::optional<std::string> mended;
};

/// A finding for every field that `look` finds fault with, in their order.
[[nodiscard]] Findings field_faults(
    const HeadersStage& at,
    const std::function<std::optional<FieldFault>(const HeaderField&)>& look);

}  // namespace msa
