// An audit record as a line of JSON. The keys are an interface: changing one is a change of "v".
//
//   time         when the transaction ended, RFC 3339 in UTC with microseconds
//   v            2
//   record       transaction
//   began        when MAIL came
//   session, transaction    our ids; the first stands in every reply
//   queue_id     the MTA's; null where there was none yet: join with the MTA's log by it
//   host         our host name
//   mta          {kind: postfix|sendmail|unknown, version, name}
//   listener, listener_port
//   client       {address, port, name}: name as the MTA resolved it; address is null for a local
//                process
//   tls          {version, cipher, bits}, or null for clear text
//   identity     {login, source, proof}: who was proved to submit, or null
//   claimed      {helo, mail_from, mail_parameters: [..], from: [..], pra, envelope_sender?}: what
//                the client said, as it came; from is the value of each From field, pra the
//                purported responsible address (RFC 4407) or null, envelope_sender what the MTA
//                read out of mail_from, where a rule rewrote that. Nothing in it is proved.
//   envelope_sender   the address that the MTA read out of mail_from, or a rule rewrote it to,
//                and that it uses; null: not told
//   recipients   [{address, spelled?, accepted, by?, reply?}]: address as it is compared, domains
//   as
//                lower-case A-labels, or null where it is none; spelled as the client typed it,
//                where that is more than the address in brackets; by: mta where the MTA itself
//                refused it, whose reply begins with 550 or 450, since it does not tell more
//   recipients_apart?   how many accepted ones stand in lines in front of this one, because it had
//                no room: {time, v, record: recipients, transaction, part, recipients}
//   message_id   as the message leaves
//   body_octets, new_body_octets   as received; as it leaves, or null where nothing changed it
//   body_sha256?, new_body_sha256?   sha256:... of both, where a repair replaced it
//   authors      [{field, address, spelled?, judged, leaves, right, by}]: mailboxes of From and
//                Sender, and of Resent-From and Resent-Sender in the newest block. judged: it came
//                so, or stood there when a rule asked; leaves: it stands there as the message
//                leaves. right: as in rights, null where nothing asked. by: {kind:
//                self|table|delegation|notifications, id?, table?, line?, until?, owner?, ticket?},
//                what gives the right, or the table that gives it to others; or null
//   pra          the purported responsible address as the message leaves, or null
//   rights       [{address, field: [..], right: owner|on_behalf|none|cannot_tell, by, owner?,
//                ticket?}]: what was asked about the identity, and for which fields; owner and
//                ticket are those of a delegation
//   findings     [{rule, where?, stage, recipient?, what, action, mode, when?, exception?,
//                exception_owner?, exception_ticket?, exception_when?, cannot_tell?, reply?}]: mode
//                monitor means that action and reply were not carried out; when: {KEY: value}, what
//                of the condition of the rule, or of the exception, was met
//   edits        [{edit: remove|change|append|prepend, field, occurrence?, old?, new?}]
//   signatures   [{d, s, a, b}], as in the tags of DKIM-Signature; of b its first 32 characters
//   unsigned     why it leaves without a signature; null where it has one or does not leave
//   disposition  accepted, held, rejected, deferred, aborted, out_of_scope
//   stage        mail, recipient, headers, message: where it ended
//   reply        the refusal as the client was told, or null
//   trouble?     internal trouble that made it a 451
//   suspended?   {by, since, until}: the login was, before; until: null where it takes a release
//   suspends?    {rule, why, until}: this refusal suspends the login
//   candidate?   {hash, disposition, stage?, rule?, recipients?, edited?, signed?, trouble?}: what
//                rules that are not in force would have made of it, where that is something else.
//                disposition: as above, or goes_on, cannot_tell; recipients: how many they would
//                have answered otherwise; edited: true where it would leave with other fields;
//                signed: whether it would be, where it was not, or was
//   rules        {file, version, hash} of the rule file that judged; null where none of several did
//
// Keys with `?` are absent where there is nothing to say; all others are always there, in this
// order. Strings are ASCII-only JSON, which no terminal misreads, of what json_text() makes of the
// octets: at U+FFFD either two hexadecimal digits of an octet that was no UTF-8 follow, or a second
// U+FFFD for a genuine one, or, where a long value was cut, its true length as `[N octets]`. A list
// that is too long lacks elements in front of its last; LIST_omitted says how many. Where that is
// not enough, values are cut and lists shortened at a half of their lengths, and so on. Accepted
// recipients are never cut and never omitted, and what is said of refused ones leaves nothing else
// out.
#pragma once

#include "policy/audit_record.h"

#include <string>
#include <string_view>

namespace msa {

/// No line is longer, its end not counted: an entry of tlog-tiles (https://c2sp.org/tlog-tiles) is
/// not, and the number that the trail puts in front has room, too.
inline constexpr std::size_t max_record_octets = 65'535 - 32;

/// Of b= of a signature: enough to tell it from all others.
inline constexpr std::size_t recorded_signature_octets = 32;

/// Lines with their ends: the record's own is the last. `host` is the name of this machine.
[[nodiscard]] std::string record_lines(const AuditRecord& record, std::string_view host);

}  // namespace msa
