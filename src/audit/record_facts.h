// What a transaction was judged by, in a line of its own in front of its record:
//
//   time, v, record (facts), transaction
//   kept         judged: what the rules in force read; all: what any check reads
//   utc_offset   minutes, of the zone in which the site writes its dates
//   login, method   as the MTA told them, or null
//   certificate? {subject, issuer, dn?, fingerprint?}
//   local        handed over by a program of this host
//   refused_at?  places, from 0, of refused recipients among all: where some stand in lines of
//                their own
//   header       [[name, value]], as received; of what is not kept [name, null, octets, folds]: how
//                long the value was, and how many line ends stood in it; of blind recipients
//                [name, pseudonyms, form]: see mail/masked_list.h
//   body         {octets, longest_line, has_8bit, has_nul, has_bare_cr, has_bare_lf,
//                ends_with_crlf}, or null: not kept, or not all of it came
//   tables       [{table, key, values, error?}]: values null where the key was not found
//   dns          [{name, type, kind: records|no_data|no_such_domain, values, error?}]: of an MX its
//                preference, a blank, its name
//   spf          [{address, helo, sender, result, why?}]
//   rates        [{key, events, seconds, admitted, error?}]
//
// What has error could not be told. Texts and lists are cut as in record_json.h.
#pragma once

#include "policy/audit_record.h"

#include <string>

namespace msa {

/// With its end; empty where no facts are kept.
[[nodiscard]] std::string facts_line(const AuditRecord& record);

}  // namespace msa
