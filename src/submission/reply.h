// What a client is told: SMTP code, enhanced code (RFC 3463), one line of text.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

struct Reply {
    int code = 0;          // 400..599
    std::string enhanced;  // "5.7.1"; its class is the code's first digit
    std::string text;

    bool operator==(const Reply&) const = default;
    [[nodiscard]] bool is_permanent() const { return code >= 500; }
};

/// Longest reply text, in octets; what is longer is cut (libmilter takes 980).
inline constexpr std::size_t max_reply_text = 400;

/// `550 5.7.1 text`. Errors: a code outside 400..599, an enhanced code that is none or of another
/// class, a text that is empty or holds anything but printable ASCII.
[[nodiscard]] Result<Reply> parse_reply(std::string_view line);

[[nodiscard]] std::string to_text(const Reply& reply);

/// The same reply as a request to try again: 451 and the enhanced code in class 4.
[[nodiscard]] Reply as_temporary(Reply reply);

/// The reply with ` (rule ID, session ID)` behind its text, which is made printable ASCII and cut
/// so that the identification is whole.
[[nodiscard]] Reply identified(Reply reply, std::string_view rule, std::string_view session);

/// 451 4.3.0: internal trouble of whatever kind; the client may try again (RFC 6409, 3.2).
[[nodiscard]] Reply try_again_later();

}  // namespace msa
