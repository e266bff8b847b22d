// The difference between the header section as received and as it shall leave, as changes an MTA
// can carry out: removals and changes from the last field to the first (both MTAs number per name,
// and Postfix renumbers after a removal), then what is appended, in order, then what is prepended,
// the topmost last.
//
// Sendmail adds Date, From and Message-ID, and their Resent forms, where a message has none, and a
// prepended one does not keep it from that; an appended one does. A field that is appended beside
// others of its name comes to stand in front of them there: so only what is missing may be
// appended.
#pragma once

#include "mail/header_list.h"
#include "submission/facts.h"

#include <string>
#include <vector>

namespace msa {

struct Edit {
    enum class Kind { remove, change, append, prepend, sender, recipient };
    Kind kind = Kind::append;
    std::string name;             // of the field
    std::size_t occurrence = 0;   // remove, change: 1-based among the received fields of this name
    std::string value;            // but for remove; sender, recipient: a path in brackets
    std::string old_value;        // remove, change; sender, recipient: as the MTA knows it
    std::string parameters = {};  // sender, recipient: ESMTP parameters to keep
};

/// How `host` is to be told. `edited` must have come from `received` through the operations of
/// HeaderList: received fields keep their order, new ones stand above the first or below the last
/// of them.
[[nodiscard]] std::vector<Edit> edit_plan(const HeaderList& received, const HeaderList& edited,
                                          MtaKind host);

[[nodiscard]] std::string_view to_text(Edit::Kind kind);

}  // namespace msa
