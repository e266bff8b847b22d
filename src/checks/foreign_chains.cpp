// foreign_chains: chains of custody that came from a client: ARC sets (RFC 8617) and what is to
// follow them, DKIM2-Signature and Message-Instance. A list host that submits here may bring a true
// one, so none is taken out unless the site says so.
#include "base/text.h"
#include "policy/check_kind.h"

#include <set>

namespace msa {
namespace {

bool is_of_a_chain(std::string_view name) {
    constexpr std::string_view arc = "ARC-";
    return equal_ignoring_case(name.substr(0, arc.size()), arc) ||
           equal_ignoring_case(name, "DKIM2-Signature") ||
           equal_ignoring_case(name, "Message-Instance");
}

struct ForeignChains final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        std::set<std::string> seen;
        Findings findings;
        for (const auto& field : at.headers->fields()) {
            const auto name = bare_name(field.name);
            if (!is_of_a_chain(name) || !seen.insert(ascii_lower(name)).second) {
                continue;
            }
            const std::string text = printable(name);
            findings.push_back(
                {.what = text + " field",
                 .reply = {550, "5.7.0", "A field " + text + " is not accepted here"},
                 .repair = {{FieldChange::Kind::remove_all, std::string(name), {}}}});
        }
        return findings;
    }
};

}  // namespace

CheckKind foreign_chains() {
    return Describe<ForeignChains>("foreign_chains", "RFC 8617, 9",
                                   "ARC-*, DKIM2-Signature and Message-Instance do not come from "
                                   "clients; with \"repair\", they are removed.")
        .action(Action::log)
        .repairs()
        .may_stay_when_resent()
        .replies("550 5.7.0 A field ARC-Seal is not accepted here");
}

}  // namespace msa
