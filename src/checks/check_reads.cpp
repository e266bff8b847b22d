// What checks read, see check_reads.h.
#include "checks/check_reads.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {

namespace {

using Entry = std::pair<std::string_view, Reads>;

constexpr std::array<Entry, 58> entries{{
    {"account_state", reads::nothing},
    {"add_date", reads::nothing},
    {"add_from", reads::strangers},
    {"add_message_id", reads::nothing},
    {"add_mime_version", reads::nothing},
    {"add_resent_fields", reads::people | reads::strangers},
    {"add_sender", reads::people | reads::strangers},
    {"add_to", reads::nothing},
    {"address_syntax", reads::addresses},
    {"alias_domains", reads::addresses | reads::recipients},
    {"author_domains", reads::people},
    {"blank_folds", reads::fields},
    {"control_characters", reads::fields | reads::body},
    {"display_addresses", reads::addresses | reads::strangers},
    {"dmarc_alignment", reads::people},
    {"domain_dns", reads::people | reads::recipients},
    {"egress_spf", reads::nothing},
    {"encode_8bit", reads::mime | reads::body | reads::text},
    {"envelope_sender_rights", reads::nothing},
    {"envelope_syntax", reads::recipients},
    {"expand_domains", reads::addresses | reads::recipients},
    {"foreign_chains", reads::nothing},
    {"header_counts", reads::fields},
    {"header_from_rights", reads::people | reads::strangers},
    {"header_sender_rights", reads::people | reads::strangers},
    {"hidden_characters", reads::fields},
    {"hop_count", reads::nothing},
    {"limit", reads::recipients | reads::client | reads::strangers},
    {"line_lengths", reads::fields | reads::body},
    {"list_unsubscribe", reads::lists},
    {"member_lengths", reads::addresses},
    {"merge_recipients", reads::addresses},
    {"message_rate", reads::strangers},
    {"mime_syntax", reads::mime},
    {"qualified_domains", reads::addresses | reads::recipients},
    {"recipient_count", reads::nothing},
    {"recipient_rights", reads::recipients},
    {"remove_authentication_results", reads::trace},
    {"remove_bcc", reads::nothing},
    {"remove_copies", reads::fields},
    {"remove_empty_fields", reads::fields},
    {"remove_identical_sender", reads::people},
    {"remove_received", reads::nothing},
    {"remove_trace_fields", reads::nothing},
    {"require_authentication", reads::strangers},
    {"require_tls", reads::client},
    {"resent_fields", reads::people},
    {"resent_rights", reads::people | reads::strangers},
    {"rewrite_senders", reads::addresses},
    {"sendmail_form", reads::fields},
    {"smtputf8_declared", reads::fields | reads::recipients},
    {"tidy_field_names", reads::nothing},
    {"tidy_recipients", reads::addresses},
    {"tls_required", reads::nothing},
    {"undeclared_8bit", reads::body},
    {"valid_date", reads::message},
    {"valid_message_id", reads::message},
    {"visible_recipients", reads::addresses},
}};

}  // namespace

Reads reads_of_check(std::string_view check) {
    const auto known = std::find_if(entries.begin(), entries.end(),
                                    [check](const Entry& each) { return each.first == check; });
    return known != entries.end() ? known->second : reads::fields | reads::body | reads::text;
}

}  // namespace msa
