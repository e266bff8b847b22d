// A KeyTable and a SigningTable, as opendkim(8) and rspamd have them: which key signs for whom.
#pragma once

#include "base/result.h"
#include "import/draft.h"
#include "import/opendkim_dataset.h"

namespace msa {

struct SigningTables {
    Dataset keys;            // name -> domain:selector:file
    Dataset senders;         // pattern -> name of a key
    bool all_match = false;  // not the first match alone
};

/// Keys of the draft. What goes by more than the author's domain is a remark. Errors name file and
/// line: an entry that opendkim could not use either.
[[nodiscard]] Result<void> take_signing_tables(const SigningTables& tables, RuleDraft& draft);

}  // namespace msa
