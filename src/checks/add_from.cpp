// add_from: a message without any From gets one that names the identity itself (RFC 5322, 3.6.2).
// RFC 6409 has no such repair: off unless the site has programs that cannot be taught. Only what
// the identity has proved goes into it; the envelope sender says nothing about an author.
#include "base/text.h"
#include "checks/submitter.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct AddFrom final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers->count("From") != 0 || !at.identity()) {
            return {};
        }
        auto own = sender_of_submitter(at);
        if (auto* finding = std::get_if<Finding>(&own)) {
            return {std::move(*finding)};
        }
        Finding finding = malformed("no From field");
        finding.repair = {{FieldChange::Kind::append, "From", std::get<std::string>(own)}};
        return {std::move(finding)};
    }
};

}  // namespace

CheckKind add_from() {
    return Describe<AddFrom>("add_from", "RFC 5322, 3.6.2",
                             "A message without a From gets one with the identity's own address.")
        .action(Action::off)
        .repairs()
        .replies("554 5.6.0 Malformed message: no From field");
}

}  // namespace msa
