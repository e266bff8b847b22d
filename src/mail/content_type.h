// MIME fields of a message (RFC 2045), read strictly: today's grammar, the whole field, nothing
// guessed. What two programs read differently is how an attachment gets past one of them.
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

    /// Null where there is none of this lower-case name.
    [[nodiscard]] const std::string* find(std::string_view name) const;
    [[nodiscard]] bool is_multipart() const { return type == "multipart"; }
};

/// Comments may stand between tokens. Errors: no type/subtype, a parameter without value or given
/// twice, a multipart without a boundary of 1 to 70 of the octets that RFC 2046, 5.1.1 allows.
[[nodiscard]] Result<ContentType> parse_content_type(std::string_view field_body);
/// In the least quoted form.
[[nodiscard]] std::string to_text(const ContentType& type);

/// In lower case. Errors: not one token; neither one of RFC 2045, 6.1 nor an x-token.
[[nodiscard]] Result<std::string> parse_transfer_encoding(std::string_view field_body);
/// Whether only these may be declared for a composite type (RFC 2045, 6.4).
[[nodiscard]] bool is_identity_encoding(std::string_view encoding);

/// Whether MIME-Version says 1.0, comments ignored (RFC 2045, 4).
[[nodiscard]] bool is_mime_1_0(std::string_view field_body);

}  // namespace msa
