// The end of a record, see audit_record.h.
#include "policy/audit_record.h"

#include <algorithm>

namespace msa {

std::string deciding_rule(const std::vector<JudgedFinding>& findings, Disposition disposition,
                          std::string_view stage) {
    const auto is_enforced = [](const JudgedFinding& each) { return each.mode == Mode::enforce; };
    if (disposition == Disposition::held) {
        const auto first = std::find_if(findings.begin(), findings.end(), [&](const auto& each) {
            return is_enforced(each) && each.action == Action::hold;
        });
        return first == findings.end() ? std::string() : first->rule;
    }
    if (disposition != Disposition::rejected && disposition != Disposition::deferred) {
        return {};
    }
    const auto last = std::find_if(findings.rbegin(), findings.rend(), [&](const auto& each) {
        return is_enforced(each) && each.reply && each.stage == stage;
    });
    return last == findings.rend() ? std::string() : last->rule;
}

void tell_of_people(AuditRecord& record, const std::optional<Rights>& rights,
                    const AddressReadings& addresses, const HeaderList& received,
                    const HeaderList& leaving) {
    const bool goes_on = leaves(record);
    if (rights) {
        record.rights = rights->asked();
        record.authors = named_authors(received, goes_on ? &leaving : nullptr, *rights, addresses);
    }
    if (goes_on) {
        record.leaving_pra = responsible_address(leaving, addresses);
    } else if (record.disposition != Disposition::out_of_scope) {
        record.unsigned_reason.clear();
    }
}

}  // namespace msa
