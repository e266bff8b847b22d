#include "checks/all_checks.h"

#include <algorithm>

namespace msa {

CheckKind require_tls();
CheckKind require_authentication();
CheckKind account_state();
CheckKind message_rate();
CheckKind control_characters();
CheckKind blank_folds();
CheckKind line_lengths();
CheckKind smtputf8_declared();
CheckKind expand_domains();
CheckKind envelope_syntax();
CheckKind alias_domains();
CheckKind rewrite_senders();
CheckKind add_from();
CheckKind remove_empty_fields();
CheckKind remove_copies();
CheckKind tidy_recipients();
CheckKind header_counts();
CheckKind resent_fields();
CheckKind address_syntax();
CheckKind qualified_domains();
CheckKind hidden_characters();
CheckKind envelope_sender_rights();
CheckKind recipient_rights();
CheckKind recipient_count();
CheckKind header_from_rights();
CheckKind author_domains();
CheckKind display_addresses();
CheckKind resent_rights();
CheckKind member_lengths();
CheckKind mime_syntax();
CheckKind undeclared_8bit();
CheckKind hop_count();
CheckKind domain_dns();
CheckKind egress_spf();
CheckKind dmarc_alignment();
CheckKind list_unsubscribe();
CheckKind visible_recipients();
CheckKind header_sender_rights();
CheckKind remove_identical_sender();
CheckKind add_sender();
CheckKind add_resent_fields();
CheckKind tidy_field_names();
CheckKind add_date();
CheckKind valid_date();
CheckKind add_message_id();
CheckKind valid_message_id();
CheckKind add_mime_version();
CheckKind encode_8bit();
CheckKind merge_recipients();
CheckKind add_to();
CheckKind remove_received();
CheckKind remove_bcc();
CheckKind remove_trace_fields();
CheckKind foreign_chains();
CheckKind tls_required();
CheckKind remove_authentication_results();
CheckKind sendmail_form();

const std::vector<CheckKind>& all_checks() {
    // Enforcement first, completion behind it: a repair must never hide what should be refused.
    // What says nothing is taken out first: nobody needs to judge it.
    // Within each: what makes later questions meaningful comes before them.
    static const std::vector<CheckKind> kinds{require_tls(),
                                              require_authentication(),
                                              account_state(),
                                              message_rate(),
                                              control_characters(),
                                              blank_folds(),
                                              line_lengths(),
                                              smtputf8_declared(),
                                              expand_domains(),
                                              envelope_syntax(),
                                              alias_domains(),
                                              rewrite_senders(),
                                              add_from(),
                                              remove_empty_fields(),
                                              remove_copies(),
                                              tidy_recipients(),
                                              header_counts(),
                                              resent_fields(),
                                              address_syntax(),
                                              qualified_domains(),
                                              hidden_characters(),
                                              envelope_sender_rights(),
                                              recipient_rights(),
                                              recipient_count(),
                                              header_from_rights(),
                                              author_domains(),
                                              display_addresses(),
                                              resent_rights(),
                                              member_lengths(),
                                              mime_syntax(),
                                              undeclared_8bit(),
                                              hop_count(),
                                              domain_dns(),
                                              egress_spf(),
                                              dmarc_alignment(),
                                              list_unsubscribe(),
                                              visible_recipients(),
                                              header_sender_rights(),
                                              remove_identical_sender(),
                                              add_sender(),
                                              add_resent_fields(),
                                              tidy_field_names(),
                                              add_date(),
                                              valid_date(),
                                              add_message_id(),
                                              valid_message_id(),
                                              add_mime_version(),
                                              encode_8bit(),
                                              merge_recipients(),
                                              add_to(),
                                              remove_received(),
                                              remove_bcc(),
                                              remove_trace_fields(),
                                              foreign_chains(),
                                              tls_required(),
                                              remove_authentication_results(),
                                              sendmail_form()};
    return kinds;
}

const CheckKind* find_check(std::string_view name) {
    const auto& kinds = all_checks();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [name](const CheckKind& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

}  // namespace msa
