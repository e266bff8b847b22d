// blank_folds: a continuation line of white space only ends the header in some programs (RFC
// 5322, 4.2; RFC 7103, 7.3). It says nothing and is taken out before anything else is read.
#include "base/text.h"
#include "checks/field_faults.h"
#include "mail/folding.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

std::optional<FieldFault> fault_of(const HeaderField& field) {
    if (!has_blank_fold(field.value)) {
        return std::nullopt;
    }
    return FieldFault{malformed("blank line in header field " + printable(field.name, 60)),
                      without_blank_folds(field.value)};
}

struct BlankFolds final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return field_faults(at, fault_of);
    }
};

}  // namespace

CheckKind blank_folds() {
    return Describe<BlankFolds>("blank_folds", "RFC 5322, 4.2",
                                "Lines of white space inside header fields are removed.")
        .action(Action::repair)
        .repairs();
}

}  // namespace msa
