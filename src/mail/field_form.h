// What a header field is made of, as far as its name tells.
#pragma once

#include <string_view>

namespace msa {

enum class FieldForm {
    text,        // unstructured (RFC 5322, 3.2.5 and 3.6.8)
    addresses,   // with display names, names of groups, comments
    phrases,     // between commas or in front of `<`, with comments
    parameters,  // of MIME (RFC 2045, 5.1), with comments
    comments,    // a syntax of its own that has comments (RFC 5322, 3.2.2)
    bare,        // a syntax of its own without them
};

/// Fields whose syntax no standard tells are unstructured (RFC 5322, 3.6.8).
[[nodiscard]] FieldForm field_form(std::string_view name);

}  // namespace msa
