// Replies of an SMTP server, for a client that only looks (RFC 5321, 4.2).
#pragma once

#include "base/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct SmtpReply {
    int code = 0;
    std::vector<std::string> lines{};  // without code and separator

    /// Whether EHLO was told of this extension: AUTH, STARTTLS.
    [[nodiscard]] bool offers(std::string_view extension) const;
};

/// Further octets from the server, at least one.
using MoreOctets = std::function<Result<std::string>()>;

/// Takes one reply from the front of `octets`, and more where they do not suffice. Errors: what
/// `more` says; something else than a reply; more than 64 kilobytes.
[[nodiscard]] Result<SmtpReply> read_reply(std::string& octets, const MoreOctets& more);

}  // namespace msa
