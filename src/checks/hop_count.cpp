// hop_count: a message that has been through too many hands goes in circles (RFC 5321, 6.3).
#include "policy/check_kind.h"

namespace msa {
namespace {

struct HopCount final : Check {
    std::int64_t maximum = 50;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto hops = at.headers->count("Received");
        if (hops <= static_cast<std::size_t>(maximum)) {
            return {};
        }
        return {{.what = std::to_string(hops) + " Received fields",
                 .reply = {554, "5.4.6", "Too many hops, this looks like a mail loop"}}};
    }
};

}  // namespace

CheckKind hop_count() {
    return Describe<HopCount>("hop_count", "RFC 5321, 6.3",
                              "A message has no more Received fields than the limit.")
        .option<std::int64_t>("maximum", &HopCount::maximum, "The MTA's own is not counted.",
                              between(1, 1000))
        .replies("554 5.4.6 Too many hops, this looks like a mail loop");
}

}  // namespace msa
