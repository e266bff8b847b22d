// The ports on which Postfix lets users submit.
#pragma once

#include "base/result.h"
#include "doctor/named_text.h"

#include <string>

namespace msa {

struct PostfixPort {
    unsigned port = 0;    // 1 to 65535; 0: no service of the kind
    std::string where{};  // `/etc/postfix/master.cf:17: submission/inet`
};

struct PostfixPorts {
    PostfixPort submission{};   // that begins in the clear: STARTTLS
    PostfixPort submissions{};  // with implicit TLS
};

/// Of the smtpd services of master.cf, as doctor knows them; the usual port before others. Not 25,
/// and not those that listen on a loopback address only. `main`, `master`: as PostfixSettings has
/// them, and so are errors.
[[nodiscard]] Result<PostfixPorts> postfix_ports(const NamedText& main, const NamedText& master);

}  // namespace msa
