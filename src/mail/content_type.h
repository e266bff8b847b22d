// MIME fields of a message (RFC 2045): the whole field, nothing guessed. What all programs read in
// one way is read, and said to deviate where the standard forbids it; what two of them read
// differently is an error: it is how an attachment gets past one of them.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct ContentType {
    struct Parameter {
        std::string name;   // lower case; RFC 2231's stars are part of it
        std::string value;  // without quotes and backslashes
    };
    std::string type;     // lower case
    std::string subtype;  // lower case
    std::vector<Parameter> parameters;
    std::string deviation;          // what to_text() mends; empty: nothing
    bool has_odd_boundary = false;  // it has octets that RFC 2046, 5.1.1 does not

    /// Null where there is none of this lower-case name.
    [[nodiscard]] const std::string* find(std::string_view name) const;
    [[nodiscard]] bool is_multipart() const { return type == "multipart"; }
};

/// Comments may stand between tokens. Deviations: a `;` with no parameter behind it, a parameter
/// given twice with equal values, a boundary in a form of RFC 2231. Errors: no type/subtype, a
/// parameter without value or given twice with different ones, more than 1000, a multipart without
/// a boundary of 1 to 70 printable ASCII characters.
[[nodiscard]] Result<ContentType> parse_content_type(std::string_view field_body);
/// In the least quoted form, on one line.
[[nodiscard]] std::string to_text(const ContentType& type);

struct TransferEncoding {
    std::string name;       // lower case, as RFC 2045, 6.1 has it
    std::string deviation;  // what writing `name` mends; empty: nothing
};

/// Deviations: a `;` behind it; `8bits` and `7bits`. Errors: not one token; neither one
/// of RFC 2045, 6.1 nor an x-token.
[[nodiscard]] Result<TransferEncoding> parse_transfer_encoding(std::string_view field_body);
/// Whether only these may be declared for a composite type (RFC 2045, 6.4).
[[nodiscard]] bool is_identity_encoding(std::string_view encoding);

/// Whether MIME-Version says 1.0, comments ignored (RFC 2045, 4).
[[nodiscard]] bool is_mime_1_0(std::string_view field_body);

}  // namespace msa
