// What stands on standard input: what is given, then a message.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What is known beside the message.
struct Given {
    /// SELECTOR._domainkey.DOMAIN in lower case -> TXT record, its strings joined.
    std::map<std::string, std::string> keys;
    /// b= of the signatures to verify, without white space; none: each that has a key.
    std::set<std::string> only;
};

/// Reads from a descriptor that stays the caller's.
///
///     key NAME RECORD LF      none, or up to 1,000
///     only B LF               none, or up to 1,000
///     LF
///     the message, to the end of the input
///
/// LF alone ends a line as CRLF does, as files of mail programs have it; so does the end of the
/// input. A first line as mboxes have it (`From alice@example.com Mon ...`) is none of the message.
class MessageReader {
public:
    static constexpr std::size_t max_header = 4UL * 1024 * 1024;  // octets

    explicit MessageReader(int descriptor) : descriptor_(descriptor) {}

    /// Once, first. Errors: bad_input.
    [[nodiscard]] Result<Given> given();

    /// Once, after given(): the fields, `Name: value` with folds as CRLF and blank, without the
    /// CRLF that ends each. Errors: bad_input for a line that is no field, more than max_header
    /// octets, and no field at all.
    [[nodiscard]] Result<std::vector<std::string>> header();

    /// Once, after header(): the body in chunks, in order.
    [[nodiscard]] Result<void> body(const std::function<Result<void>(std::string_view)>& chunk);

private:
    /// The next line with its end; empty at the end of the input.
    [[nodiscard]] Result<std::string> line(std::size_t most);
    [[nodiscard]] Result<bool> fill();
    [[nodiscard]] std::string in_wire_form(std::string_view text);

    int descriptor_;
    std::string ahead_;      // read from the descriptor
    std::size_t taken_ = 0;  // of these, octets that were handed out
    std::size_t line_number_ = 0;
    char last_ = '\n';  // octet that was handed out
};

}  // namespace msa
