// The line about one message for the log that mail admins read, beside the MTA's own lines.
//
//   4bXyZ: action=accepted from=<a@example.org> login=a author=a@example.org nrcpt=2
//       edits=+Date,-Bcc signed=example.org/rsa1 client=192.0.2.1 session=...
//
// Keys, each only where there is something to say:
//   action    disposition of the audit record; from: MAIL FROM as typed; login: who was proved
//   author    addresses in From; where it cannot be read, From as it came
//   nrcpt     accepted recipients; refused: those that were not
//   rule      what decided; reply: what the client was told; trouble: of ours, behind a 451
//   monitored rules that would have refused, were they enforced
//   candidate what rules that are not in force would have made of it, where that is something else:
//             a disposition, and behind a colon the rule that decides
//   edits     + added, - removed, ~ changed; signatures are left to `signed`
//   signed    DOMAIN/SELECTOR; unsigned: why a message went without
//   client    address; session: as in the reply
#pragma once

#include "base/log.h"
#include "policy/audit_record.h"

namespace msa {

[[nodiscard]] LogLine message_line(const AuditRecord& record);

}  // namespace msa
