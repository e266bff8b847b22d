// recipient_count: a message has at most so many recipients; the client may send another one to the
// rest (RFC 5321, 4.5.3.1.8 and 4.5.3.1.10).
#include "policy/check_kind.h"

namespace msa {
namespace {

struct RecipientCount final : Check {
    std::int64_t maximum = 1000;

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        if (at.accepted < static_cast<std::size_t>(maximum)) {
            return {};
        }
        return {{.what = "more than " + std::to_string(maximum) + " recipients",
                 .reply = {452, "4.5.3", "Too many recipients"}}};
    }
};

}  // namespace

CheckKind recipient_count() {
    return Describe<RecipientCount>("recipient_count", "RFC 5321, 4.5.3.1.10",
                                    "A message has no more recipients than the limit.")
        .action(Action::defer)
        .option<std::int64_t>(
            "maximum", &RecipientCount::maximum,
            "How many. Below 100 for everybody is a warning (RFC 5321, 4.5.3.1.8); a "
            "[[rule]] with `when` may say any number (RFC 6409, 6.2).",
            between(1, 1000000))
        .replies("452 4.5.3 Too many recipients");
}

}  // namespace msa
