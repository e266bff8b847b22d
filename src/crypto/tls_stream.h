// The client's side of TLS over a connection (RFC 8446), every step within a deadline. It goes on
// with any certificate: what is wrong with it is for the caller to say.
#pragma once

#include "base/result.h"
#include "base/stream.h"

#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace msa {

struct FreeTls {
    void operator()(SSL* tls) const;
};

struct TlsFacts {
    std::string version{};              // "TLSv1.3"
    std::string certificate_trouble{};  // why a client of that host refuses it; empty: it does not
    std::string valid_until{};          // as in "2027-03-01"; empty: there is no certificate
};

class TlsStream {
public:
    using Instant = Stream::Instant;

    /// Whose certificates are trusted: read once for many connections, which share it.
    using Trust = std::shared_ptr<SSL_CTX>;

    /// Those of the system, and `certificates`: the text of a PEM file, or empty. Error,
    /// bad_config: what is not empty has none.
    [[nodiscard]] static Result<Trust> trust(const std::string& certificates);

    /// `stream` must outlive it. `host`: whose certificate it should be. `trusted` is not null.
    /// Error: no handshake.
    [[nodiscard]] static Result<TlsStream> begin(const Stream& stream, const std::string& host,
                                                 const Trust& trusted, Instant deadline);

    [[nodiscard]] Result<void> send(std::string_view octets, Instant deadline);
    /// At least one octet, at most `most`.
    [[nodiscard]] Result<std::string> receive(std::size_t most, Instant deadline);
    /// The other side has said that no more comes: then receive() fails, and nothing was cut off.
    [[nodiscard]] bool has_ended() const;

    [[nodiscard]] const TlsFacts& facts() const { return facts_; }

private:
    explicit TlsStream(const Stream* stream) : stream_(stream) {}

    [[nodiscard]] Result<void> set_up(const std::string& host, SSL_CTX* trusted);
    template <class Step>
    [[nodiscard]] Result<void> until_done(Step step, Instant deadline);
    [[nodiscard]] Result<void> flush(Instant deadline);
    [[nodiscard]] Result<void> take_more(Instant deadline);
    void look(const std::string& host);

    const Stream* stream_;
    std::unique_ptr<SSL, FreeTls> tls_;
    TlsFacts facts_;
};

}  // namespace msa
