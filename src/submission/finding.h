// What a check saw. The rule file, not the check, decides what follows from it.
#pragma once

#include "mail/address.h"
#include "submission/reply.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

/// One change of the header section. `nth` counts from 1 among the fields of this name as the list
/// stands when the change is applied.
struct FieldChange {
    enum class Kind { append, prepend, replace, remove, remove_all };
    Kind kind = Kind::append;
    std::string name;
    std::string value;  // with its leading blank; folds as LF + blank
    std::size_t nth = 1;
};

struct Finding {
    std::string what{};  // for the record: what was seen, with the values that matter
    Reply reply{};       // where the finding refuses; 2yz: it is only recorded
    std::vector<FieldChange> repair{};    // empty: nothing that could be mended
    std::optional<std::string> body{};    // at the end of the message: part of the repair
    std::optional<AddrSpec> readdress{};  // at MAIL and RCPT: to use in place of what was typed
    bool stays = false;                   // a fault of a message that is only resent: left as it is
    bool is_for_good = false;             // no waiting helps: stays 5xx where the rule defers
    bool cannot_tell = false;             // the question could not be answered; `what` says why
};

using Findings = std::vector<Finding>;

/// A check that could not answer: 451 4.3.0 unless the rule says otherwise (on_error).
[[nodiscard]] Finding cannot_tell(std::string why);

/// 554 5.6.0: the message is not what RFC 5322 or MIME allows (RFC 6409, 6.3: "syntactic").
[[nodiscard]] Finding malformed(std::string what);

/// The same, only recorded, whatever the rule's action is: nothing is gained by acting on it.
[[nodiscard]] Finding noted(Finding finding);

}  // namespace msa
