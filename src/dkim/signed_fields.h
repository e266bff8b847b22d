// Which fields a signature covers, and the h= list that says so (RFC 6376, 5.4).
#pragma once

#include "base/result.h"
#include "mail/header_list.h"
#include "submission/signing_settings.h"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace msa {

/// The names to sign, from the rule file, checked once at load.
struct SignedNames {
    std::vector<std::string> oversigned;  // as configured, no name twice
    std::unordered_set<std::string> all;  // lower case; `from` always among them
};

/// Errors: a name no field can have, a name that must not be signed, a list too long for h=.
[[nodiscard]] Result<SignedNames> signed_names(const SigningSettings& settings);

/// The part of a message's header that is signed.
struct SignedFields {
    std::vector<HeaderField> fields;  // in order; names without trailing blanks
    std::vector<std::string> list;    // h=: the fields above, then the oversigned names
};

/// Errors: no From; a field that canonical forms disagree about (NUL, VT, FF, CR, LF not in front
/// of a blank); more fields than h= may name.
[[nodiscard]] Result<SignedFields> signed_fields(const HeaderList& headers,
                                                 const SignedNames& names);

/// The relaxed form of the fields, in the order in which h= selects them.
[[nodiscard]] std::string canonical_form(const std::vector<HeaderField>& fields);

}  // namespace msa
