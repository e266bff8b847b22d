// One text from a web server, as a program gets it that trusts nobody else (RFC 8461, 3.3).
#pragma once

#include "crypto/tls_stream.h"
#include "names/web_reply.h"

#include <chrono>
#include <string>
#include <vector>

namespace msa {

struct WebPlace {
    std::string host;                    // whose certificate it should be
    std::vector<std::string> addresses;  // of the host; the first that answers is visited
    std::string path;                    // "/.well-known/mta-sts.txt"
    unsigned port = 443;
};

struct WebVisit {
    std::string failure{};    // why there is no reply; empty: there is one
    bool is_certain = false;  // the failure is the server's; false: another time may do
    WebReply reply{};
};

struct WebTerms {
    TlsStream::Trust trust{};
    std::chrono::seconds patience{10};  // for the whole visit
};

/// By HTTP/1.1 over TLS. A certificate that is not trusted is a failure; redirections are not
/// followed.
[[nodiscard]] WebVisit visit_web(const WebPlace& place, const WebTerms& terms);

}  // namespace msa
