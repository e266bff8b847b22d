// resent_fields: fields of a resending come in blocks, the newest on top, each with who resent it
// and when (RFC 5322, 3.6.6). What has none of these names nobody, and readers show it all the
// same.
#include "mail/resent.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct ResentFields final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        bool is_newest = true;
        for (const auto& block : resent_blocks(at.headers)) {
            if (block.find("Resent-From") == nullptr) {
                return {malformed("resent fields without a Resent-From")};
            }
            // add_resent_fields completes the newest.
            if (!is_newest && block.find("Resent-Date") == nullptr) {
                return {malformed("earlier resent fields without a Resent-Date")};
            }
            is_newest = false;
        }
        return {};
    }
};

}  // namespace

CheckKind resent_fields() {
    return Describe<ResentFields>(
               "resent_fields", "RFC 5322, 3.6.6",
               "Every block of resent fields has one Resent-From, the earlier ones a Resent-Date.")
        .replies("554 5.6.0 Malformed message: resent fields without a Resent-From");
}

}  // namespace msa
