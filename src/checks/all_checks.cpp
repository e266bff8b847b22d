#include "checks/all_checks.h"

#include <algorithm>

namespace msa {

CheckKind require_authentication();
CheckKind control_characters();
CheckKind smtputf8_declared();
CheckKind envelope_syntax();
CheckKind header_counts();
CheckKind address_syntax();
CheckKind qualified_domains();
CheckKind envelope_sender_rights();
CheckKind header_from_rights();
CheckKind domain_dns();
CheckKind header_sender_rights();
CheckKind add_sender();
CheckKind add_date();
CheckKind add_message_id();
CheckKind add_mime_version();
CheckKind remove_empty_fields();
CheckKind remove_bcc();

const std::vector<CheckKind>& all_checks() {
    // Enforcement first, completion behind it: a repair must never hide what should be refused.
    // Within each: what makes later questions meaningful comes before them.
    static const std::vector<CheckKind> kinds{require_authentication(),
                                              control_characters(),
                                              smtputf8_declared(),
                                              envelope_syntax(),
                                              header_counts(),
                                              address_syntax(),
                                              qualified_domains(),
                                              envelope_sender_rights(),
                                              header_from_rights(),
                                              domain_dns(),
                                              header_sender_rights(),
                                              add_sender(),
                                              add_date(),
                                              add_message_id(),
                                              add_mime_version(),
                                              remove_empty_fields(),
                                              remove_bcc()};
    return kinds;
}

const CheckKind* find_check(std::string_view name) {
    const auto& kinds = all_checks();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [name](const CheckKind& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

}  // namespace msa
