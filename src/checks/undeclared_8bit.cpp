// undeclared_8bit: octets beyond ASCII in the body without BODY=8BITMIME at MAIL (RFC 6152, 3; RFC
// 5321, 2.4). The standard forbids it and nearly every program does it, so it is only recorded.
#include "policy/check_kind.h"

namespace msa {
namespace {

struct Undeclared8bit final : Check {
    [[nodiscard]] Findings at_message(const MessageStage& at) const override {
        const auto& declared = at.envelope->body_type;
        if (!at.body.has_8bit || declared == "8bitmime" || declared == "binarymime") {
            return {};
        }
        return {malformed("8-bit body without BODY=8BITMIME")};
    }
};

}  // namespace

CheckKind undeclared_8bit() {
    return Describe<Undeclared8bit>("undeclared_8bit", "RFC 6152, 3; RFC 5321, 2.4",
                                    "A body with octets beyond ASCII was declared at MAIL.")
        .action(Action::log)
        .replies("554 5.6.0 Malformed message: 8-bit body without BODY=8BITMIME");
}

}  // namespace msa
