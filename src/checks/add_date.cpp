// add_date: a message without Date gets the time of its MAIL command, in the site's zone
// (RFC 6409, 8.2; RFC 5322, 3.6.1).
#include "mail/date.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct AddDate final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers->count("Date") != 0) {
            return {};
        }
        return {{.what = "no Date field",
                 .reply = {554, "5.6.0", "A Date field is needed"},
                 .repair = {{FieldChange::Kind::append, "Date",
                             ' ' + format_date(at.now.time, at.now.utc_offset)}}}};
    }
};

}  // namespace

CheckKind add_date() {
    return Describe<AddDate>("add_date", "RFC 6409, 8.2", "A missing Date is added.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent();
}

}  // namespace msa
