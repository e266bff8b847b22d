// resent_fields: fields of a resending come in blocks, the newest on top, each with who resent it
// and when (RFC 5322, 3.6.6). Older blocks are history, which MTAs have scattered behind trace
// fields. What has none of these names nobody, and readers show it all the same.
#include "base/text.h"
#include "mail/resent.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

std::string first_of(const ResentBlock& block) {
    return printable(bare_name(block.fields.front()->name));
}

struct ResentFields final : Check {
    bool all_blocks = false;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        bool is_newest = true;
        for (const auto& block : resent_blocks(at.headers)) {
            if (block.find("Resent-From") == nullptr) {
                return {malformed(first_of(block) + " without a Resent-From")};
            }
            // add_resent_fields completes the newest.
            if (!is_newest && block.find("Resent-Date") == nullptr) {
                return {malformed("an earlier " + first_of(block) + " without a Resent-Date")};
            }
            if (!all_blocks) {
                return {};
            }
            is_newest = false;
        }
        return {};
    }
};

}  // namespace

CheckKind resent_fields() {
    return Describe<ResentFields>("resent_fields", "RFC 5322, 3.6.6",
                                  "The newest block of resent fields has one Resent-From.")
        .option("all_blocks", &ResentFields::all_blocks,
                "Every block has one, and the earlier ones a Resent-Date.")
        .replies("554 5.6.0 Malformed message: Resent-To without a Resent-From");
}

}  // namespace msa
