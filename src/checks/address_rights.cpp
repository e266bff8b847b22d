#include "checks/address_rights.h"

#include "base/text.h"

namespace msa {

Findings right_findings(const AddrSpec& address, const Rights& rights, RightNeeded needed,
                        const std::string& what, const std::string& place) {
    const std::string text = printable(to_text(address));
    const auto& right = rights.to_use(address, what);
    if (right.kind == Right::Kind::cannot_tell) {
        return {cannot_tell("who owns " + text + ": " + right.by)};
    }
    if (right.kind == Right::Kind::owner ||
        (right.kind == Right::Kind::on_behalf && needed == RightNeeded::owner_or_on_behalf)) {
        return {};
    }
    return {{.what = what + " " + text + " is not the identity's (" + right.by + ")",
             .reply = {550, "5.7.1", "You may not use " + text + " " + place}}};
}

}  // namespace msa
