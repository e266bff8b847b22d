// MIME fields, see content_type.h.
#include "mail/content_type.h"

#include "base/text.h"
#include "mail/address_lexer.h"
#include "mail/mime_boundary.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {
namespace {

/// More than any program writes; each is looked for among those in front of it.
constexpr std::size_t max_parameters = 1000;

/// Octets of a token (RFC 2045, 5.1).
bool is_token_octet(char c) {
    constexpr std::string_view specials = "()<>@,;:\\\"/[]?=";
    return c > ' ' && c < '\x7f' && specials.find(c) == std::string_view::npos;
}

/// A reader that has the octets checked and the first white space behind it.
class FieldReader {
public:
    explicit FieldReader(std::string_view field_body)
        : octets_(check_octets(field_body)), cursor_(field_body) {}

    /// White space and comments; false where they are broken. error() then says how.
    bool skip() {
        if (!octets_) {
            error_ = octets_.error();
            return false;
        }
        if (const auto comments = read_cfws(cursor_); !comments) {
            error_ = comments.error();
            return false;
        }
        return true;
    }
    /// A token with white space and comments behind it; empty after an error.
    std::string token(std::string_view what) {
        std::string token(cursor_.take_while(is_token_octet));
        if (token.empty()) {
            fail(what);
        }
        return !token.empty() && skip() ? token : std::string();
    }
    /// The same with a separator.
    bool separator(char c, std::string_view what) {
        if (!cursor_.take_if(c)) {
            return fail(what);
        }
        return skip();
    }
    /// A token or quoted-string; false after an error.
    bool value(std::string& into) {
        if (cursor_.next() != '"') {
            into = token("a value is missing");
            return !into.empty();
        }
        auto word = read_word(cursor_);
        if (!word) {
            error_ = word.error();
            return false;
        }
        into = std::move(word->content);
        return skip();
    }
    [[nodiscard]] bool at_end() const { return cursor_.at_end(); }
    [[nodiscard]] char next() const { return cursor_.next(); }
    bool fail(std::string_view what) {
        error_ = cursor_.error(what);
        return false;
    }
    [[nodiscard]] const Error& error() const { return error_; }

private:
    Result<void> octets_;
    Cursor cursor_;
    Error error_;
};

/// Values that mean the same; charsets have no case (RFC 2045, 5.1).
bool is_same(const ContentType::Parameter& parameter, std::string_view value) {
    return parameter.name == "charset" ? equal_ignoring_case(parameter.value, value)
                                       : parameter.value == value;
}

bool read_parameter(FieldReader& reader, ContentType& type) {
    ContentType::Parameter parameter;
    if (!reader.separator(';', "text behind the type")) {
        return false;
    }
    if (reader.at_end() || reader.next() == ';') {
        type.deviation = "a ';' without parameter";
        return true;
    }
    parameter.name = ascii_lower(reader.token("a parameter is missing"));
    if (parameter.name.empty() || !reader.separator('=', "a parameter without '='") ||
        !reader.value(parameter.value)) {
        return false;
    }
    if (const auto* earlier = type.find(parameter.name)) {
        if (!is_same({.name = parameter.name, .value = *earlier}, parameter.value)) {
            return reader.fail("a parameter is given twice");
        }
        type.deviation = "a parameter is given twice";
        return true;
    }
    if (type.parameters.size() == max_parameters) {
        return reader.fail("too many parameters");
    }
    type.parameters.push_back(std::move(parameter));
    return true;
}

bool read_type(FieldReader& reader, ContentType& type) {
    if (!reader.skip()) {
        return false;
    }
    type.type = ascii_lower(reader.token("a type is missing"));
    if (type.type.empty() || !reader.separator('/', "no '/' behind the type")) {
        return false;
    }
    type.subtype = ascii_lower(reader.token("a subtype is missing"));
    if (type.subtype.empty()) {
        return false;
    }
    while (!reader.at_end()) {
        if (!read_parameter(reader, type)) {
            return false;
        }
    }
    return true;
}

std::string quoted_value(std::string_view value) {
    if (!value.empty() && std::all_of(value.begin(), value.end(), is_token_octet)) {
        return std::string(value);
    }
    std::string result = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        result += c;
    }
    return result + '"';
}

/// Spellings of 7bit and 8bit that can mean nothing else; empty: none of them.
std::string_view misspelt_encoding(std::string_view name) {
    return name == "8bits" ? "8bit" : name == "7bits" ? "7bit" : "";
}

}  // namespace

const std::string* ContentType::find(std::string_view name) const {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(),
                     [name](const Parameter& parameter) { return parameter.name == name; });
    return found == parameters.end() ? nullptr : &found->value;
}

Result<ContentType> parse_content_type(std::string_view field_body) {
    FieldReader reader(field_body);
    ContentType type;
    if (!read_type(reader, type)) {
        return reader.error();
    }
    if (type.is_multipart()) {
        if (const auto settled = settle_boundary(type); !settled) {
            return settled.error();
        }
    }
    return type;
}

std::string to_text(const ContentType& type) {
    std::string text = type.type + '/' + type.subtype;
    for (const auto& parameter : type.parameters) {
        text += "; " + parameter.name + '=' + quoted_value(parameter.value);
    }
    return text;
}

Result<TransferEncoding> parse_transfer_encoding(std::string_view field_body) {
    FieldReader reader(field_body);
    if (!reader.skip()) {
        return reader.error();
    }
    TransferEncoding encoding{.name = ascii_lower(reader.token("an encoding is missing")),
                              .deviation = {}};
    if (encoding.name.empty()) {
        return reader.error();
    }
    while (reader.next() == ';') {
        encoding.deviation = "a ';' behind the encoding";
        if (!reader.separator(';', "")) {
            return reader.error();
        }
    }
    if (!reader.at_end()) {
        reader.fail("text behind the encoding");
        return reader.error();
    }
    if (const auto meant = misspelt_encoding(encoding.name); !meant.empty()) {
        encoding.name = meant;
        encoding.deviation = "the encoding is called " + encoding.name;
    }
    constexpr std::array<std::string_view, 2> others{"quoted-printable", "base64"};
    const bool is_private = encoding.name.size() > 2 && encoding.name.substr(0, 2) == "x-";
    if (!is_private && !is_identity_encoding(encoding.name) &&
        std::find(others.begin(), others.end(), encoding.name) == others.end()) {
        return Error{"the encoding is none of RFC 2045, 6.1", ErrorKind::bad_input};
    }
    return encoding;
}

bool is_identity_encoding(std::string_view encoding) {
    return encoding == "7bit" || encoding == "8bit" || encoding == "binary";
}

bool is_mime_1_0(std::string_view field_body) {
    FieldReader reader(field_body);
    if (!reader.skip()) {
        return false;
    }
    // Comments may stand around the period, so this need not be one token.
    std::string version;
    while (!reader.at_end()) {
        const auto part = reader.token("no version");
        if (part.empty()) {
            return false;
        }
        version += part;
    }
    return version == "1.0";
}

}  // namespace msa
