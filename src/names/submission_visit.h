// What a mail program meets at a submission service, up to where it would log in (RFC 6409; RFC
// 8314, 3).
#pragma once

#include "crypto/tls_stream.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace msa {

struct SubmissionPlace {
    std::string host;                    // whose certificate it should be
    std::vector<std::string> addresses;  // of the host; the first that answers is visited
    unsigned port = 0;
    bool implicit_tls = false;
};

struct SubmissionVisit {
    std::string failure{};     // why the dialogue ended early; empty: it did not
    bool is_refused = false;   // nobody listens there
    bool is_tampered = false;  // octets in the clear stand where TLS should begin
    bool offers_starttls = false;
    bool offers_auth_in_clear = false;
    bool offers_auth = false;       // under TLS
    std::optional<TlsFacts> tls{};  // absent: there was no handshake
};

struct VisitTerms {
    std::string own_name;               // for EHLO
    TlsStream::Trust trust{};           // not null
    std::chrono::seconds patience{10};  // for the whole visit
};

/// Logs in nowhere and sends no mail.
[[nodiscard]] SubmissionVisit visit_submission(const SubmissionPlace& place,
                                               const VisitTerms& terms);

}  // namespace msa
