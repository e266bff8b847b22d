// What SPF (RFC 7208) says of a sender, as plain values.
#pragma once

#include <string>
#include <string_view>

namespace msa {

/// From the best to the worst that a sender can wish for.
enum class SpfResult { pass, none, neutral, softfail, temperror, permerror, fail };

struct SpfQuestion {
    std::string address;  // that sends, IPv4 or IPv6; not of the loopback network
    std::string helo;     // the name it gives
    std::string sender;   // local-part@domain; of the null path: postmaster@helo (RFC 7208, 2.4)
};

struct SpfAnswer {
    SpfResult result = SpfResult::none;
    std::string why;  // of an error
};

[[nodiscard]] constexpr std::string_view to_text(SpfResult result) {
    switch (result) {
        case SpfResult::pass: return "pass";
        case SpfResult::none: return "none";
        case SpfResult::neutral: return "neutral";
        case SpfResult::softfail: return "softfail";
        case SpfResult::temperror: return "temperror";
        case SpfResult::permerror: return "permerror";
        case SpfResult::fail: return "fail";
    }
    return "";
}

}  // namespace msa
