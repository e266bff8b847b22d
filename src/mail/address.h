// Addresses as RFC 5322 (3.4), RFC 6854 and RFC 6532 write them in header fields. The parser is the
// strict half of the grammar: what two readers could read differently is an error here.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace msa {

/// local-part "@" domain, meaning apart from spelling: the local part is unquoted.
struct AddrSpec {
    std::string local_part;  // content, without quotes and backslashes
    std::string domain;      // as written: LDH or U-labels, or a literal with its brackets

    bool operator==(const AddrSpec&) const = default;
};

/// The least quoted spelling (RFC 5321, 4.1.2): quotes only where the local part is no dot-string.
[[nodiscard]] std::string to_text(const AddrSpec& address);

struct Mailbox {
    std::string display_name;  // phrase, unquoted; encoded-words as they are; may be empty
    AddrSpec address;
    std::vector<std::string> comments;  // content of its comments, outermost parentheses off
    std::size_t begin = 0;              // octets of the addr-spec in the field body: [begin, end)
    std::size_t end = 0;
    bool has_loose_brackets = false;  // blanks or comments between them and the addr-spec
};

struct Group {
    std::string name;  // phrase, as in Mailbox
    std::vector<Mailbox> members;
    std::vector<std::string> comments;  // beside the name, in an empty list, or behind the `;`
};

using Address = std::variant<Mailbox, Group>;

/// The mailboxes of a list in their order, members of groups among them.
[[nodiscard]] std::vector<Mailbox> all_mailboxes(std::vector<Address> addresses);

/// Longest field body that is parsed, in octets, and deepest nesting of comments.
inline constexpr std::size_t max_address_field = 1U << 20U;
inline constexpr int max_comment_depth = 64;
/// Longest address with its name, comments and folds, in octets, and most comments beside one: what
/// every reader and check goes through again and again. A name in encoded-words rarely takes 500.
inline constexpr std::size_t max_address_octets = 8192;
inline constexpr std::size_t max_comments = 64;

/// Each takes the octets after the colon, folds as LF or CRLF with a blank behind, and must consume
/// them all. Section-3 forms only (RFC 5322, 3.4; RFC 6854; RFC 6532): no route, no empty list
/// element, no blank or comment inside an addr-spec, no encoded-word as an address, no empty local
/// part, nothing behind `>`, UTF-8 well formed. A period in an unquoted display name is tolerated
/// (RFC 5322, 4.1). Linear time. The error says what is wrong and at which octet.
[[nodiscard]] Result<std::vector<Address>> parse_address_list(std::string_view field_body);
[[nodiscard]] Result<std::vector<Mailbox>> parse_mailbox_list(std::string_view field_body);
[[nodiscard]] Result<Mailbox> parse_mailbox(std::string_view field_body);

/// As parse_address_list(), but an address may be a local part alone, its domain left empty: what
/// programs write for users of their own site (RFC 6409, 8: "unqualified").
[[nodiscard]] Result<std::vector<Address>> parse_unqualified_list(std::string_view field_body);

/// A bare `local@domain` without display name, comment or blank, as settings and tables hold it.
[[nodiscard]] Result<AddrSpec> parse_addr_spec(std::string_view text);

}  // namespace msa
