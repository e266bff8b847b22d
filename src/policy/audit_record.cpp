// The end of a record, see audit_record.h.
#include "policy/audit_record.h"

namespace msa {

void tell_of_people(AuditRecord& record, const std::optional<Rights>& rights,
                    const AddressReadings& addresses, const HeaderList& received,
                    const HeaderList& leaving) {
    const bool goes_on = leaves(record);
    if (rights) {
        record.rights = rights->asked();
        record.authors = named_authors(received, goes_on ? &leaving : nullptr, *rights, addresses);
    }
    if (goes_on) {
        record.leaving_pra = responsible_address(leaving);
    } else if (record.disposition != Disposition::out_of_scope) {
        record.unsigned_reason.clear();
    }
}

}  // namespace msa
