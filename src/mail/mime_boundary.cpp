// Boundaries, see mime_boundary.h.
#include "mail/mime_boundary.h"

#include "base/text.h"
#include "mail/extended_value.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace msa {
namespace {

constexpr std::size_t max_boundary = 70;
constexpr std::size_t max_sections = 70;  // more would be empty
constexpr std::string_view boundary_name = "boundary";

Error bad(std::string what) {
    return {std::move(what), ErrorKind::bad_input};
}

bool names_boundary(const ContentType::Parameter& parameter) {
    const std::string_view name = parameter.name;
    return name.substr(0, boundary_name.size()) == boundary_name &&
           (name.size() == boundary_name.size() || name[boundary_name.size()] == '*');
}

/// Quotes and backslashes are unescaped by some readers and not by others.
bool is_boundary_octet(char c) {
    return c >= ' ' && c < '\x7f' && c != '"' && c != '\\';
}

/// Octets that RFC 2046, 5.1.1 has.
bool is_conforming_octet(char c) {
    constexpr std::string_view marks = "'()+_,-./:=? ";
    return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
}

/// Without charset and language; the charset must be one in which ASCII is ASCII.
std::optional<std::string_view> without_charset(std::string_view value) {
    const auto extended = split_extended(value);
    if (!extended) {
        return std::nullopt;
    }
    const std::string_view charset = extended->charset;
    if (!charset.empty() && charset != "us-ascii" && charset != "utf-8" &&
        charset.substr(0, 9) != "iso-8859-" && charset.substr(0, 9) != "windows-1") {
        return std::nullopt;
    }
    return extended->text;
}

/// `0`, `1` ... without zeros in front.
std::optional<std::size_t> section_number(std::string_view text) {
    if (text.empty() || text.size() > 2 || (text.size() > 1 && text[0] == '0') ||
        !std::all_of(text.begin(), text.end(), is_digit)) {
        return std::nullopt;
    }
    std::size_t number = 0;
    for (const char c : text) {
        number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    return number;
}

/// What one parameter says, apart from the others.
struct Piece {
    std::optional<std::size_t> section;
    std::string text;
};

std::optional<Piece> piece_of(const ContentType::Parameter& parameter) {
    std::string_view form = std::string_view(parameter.name).substr(boundary_name.size());
    Piece piece{.section = {}, .text = parameter.value};
    const bool is_extended = !form.empty() && form.back() == '*';
    if (is_extended) {
        form.remove_suffix(1);
    }
    if (!form.empty()) {
        piece.section = section_number(form.substr(1));
        if (!piece.section) {
            return std::nullopt;
        }
    }
    if (!is_extended) {
        return piece;
    }
    // Only the first section tells the charset (RFC 2231, 4.1).
    const auto encoded = piece.section.value_or(0) == 0
                             ? without_charset(parameter.value)
                             : std::optional<std::string_view>(parameter.value);
    auto decoded = encoded ? percent_decoded(*encoded) : std::nullopt;
    if (!decoded) {
        return std::nullopt;
    }
    piece.text = *std::move(decoded);
    return piece;
}

/// Every value that the parameters give to the boundary; more than one where forms are mixed.
Result<std::vector<std::string>> boundary_values(const ContentType& type) {
    std::vector<std::string> values;
    std::map<std::size_t, std::string> sections;
    for (const auto& parameter : type.parameters) {
        if (!names_boundary(parameter)) {
            continue;
        }
        auto piece = piece_of(parameter);
        if (!piece) {
            return bad("a boundary that cannot be decoded");
        }
        if (!piece->section) {
            values.push_back(std::move(piece->text));
        } else if (*piece->section >= max_sections ||
                   !sections.emplace(*piece->section, std::move(piece->text)).second) {
            return bad("a part of the boundary is given twice");
        }
    }
    if (!sections.empty()) {
        std::string joined;
        for (std::size_t next = 0; const auto& [number, text] : sections) {
            if (number != next++) {
                return bad("a part of the boundary is missing");
            }
            joined += text;
        }
        values.push_back(std::move(joined));
    }
    return values;
}

}  // namespace

Result<void> settle_boundary(ContentType& type) {
    auto values = boundary_values(type);
    if (!values) {
        return values.error();
    }
    if (values->empty()) {
        return bad("a multipart without boundary");
    }
    const std::string value = values->front();
    if (std::any_of(values->begin(), values->end(),
                    [&value](const std::string& other) { return other != value; })) {
        return bad("two different boundaries");
    }
    if (value.empty() || value.size() > max_boundary || value.back() == ' ' ||
        !std::all_of(value.begin(), value.end(), is_boundary_octet)) {
        return bad("a boundary is 1 to 70 printable ASCII characters and does not end in a blank");
    }
    type.has_odd_boundary = !std::all_of(value.begin(), value.end(), is_conforming_octet);
    const auto first = std::find_if(type.parameters.begin(), type.parameters.end(), names_boundary);
    if (values->size() > 1 || first->name != boundary_name) {
        type.deviation = "the boundary is not one plain parameter";
    }
    *first = {.name = std::string(boundary_name), .value = value};
    type.parameters.erase(std::remove_if(first + 1, type.parameters.end(), names_boundary),
                          type.parameters.end());
    return {};
}

}  // namespace msa
