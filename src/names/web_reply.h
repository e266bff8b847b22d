// Replies of an HTTP/1.1 server to one request on a connection (RFC 9112), for a client that reads
// one small text.
#pragma once

#include "base/result.h"

#include <functional>
#include <string>

namespace msa {

struct WebReply {
    int status = 0;            // 200
    std::string media_type{};  // lower case, without parameters: "text/plain"; empty: not said
    std::string body{};
};

/// Further octets from the server; empty: they have come to their end.
using MorePieces = std::function<Result<std::string>()>;

/// Errors: what `more` says; something else than a reply; a head of more than 16 kilobytes, a body
/// of more than 64 (RFC 8461, 3.3); an end before the end.
[[nodiscard]] Result<WebReply> read_web_reply(const MorePieces& more);

}  // namespace msa
