#include "crypto/tls_stream.h"

#include "base/ip_address.h"

#include <array>
#include <cstdio>
#include <ctime>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace msa {
namespace {

constexpr std::size_t piece = 16384;

/// Of the last failure of OpenSSL in this thread.
std::string openssl_reason() {
    const char* const reason = ::ERR_reason_error_string(::ERR_get_error());
    ::ERR_clear_error();
    return reason == nullptr ? "no TLS" : reason;
}

bool is_for(X509* certificate, const std::string& host) {
    return IpAddress::parse(host)
               ? ::X509_check_ip_asc(certificate, host.c_str(), 0) == 1
               : ::X509_check_host(certificate, host.c_str(), host.size(), 0, nullptr) == 1;
}

std::string day_of(const ASN1_TIME* time) {
    std::tm parts{};
    std::array<char, 32> text{};
    const bool is_read = time != nullptr && ::ASN1_TIME_to_tm(time, &parts) == 1 &&
                         std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts) != 0;
    return is_read ? text.data() : "";
}

using Certificate = std::unique_ptr<X509, decltype(&::X509_free)>;

/// False: there are none.
bool add_certificates(const std::string& pem, X509_STORE& store) {
    const std::unique_ptr<BIO, decltype(&::BIO_free)> text(
        ::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), ::BIO_free);
    bool has_added = false;
    while (text != nullptr) {
        const Certificate next(::PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr),
                               ::X509_free);
        if (!next || ::X509_STORE_add_cert(&store, next.get()) != 1) {
            break;
        }
        has_added = true;
    }
    ::ERR_clear_error();  // that there are no more is one
    return has_added;
}

}  // namespace

void FreeTls::operator()(SSL* tls) const {
    ::SSL_free(tls);
}

Result<TlsStream::Trust> TlsStream::trust(const std::string& certificates) {
    ::ERR_clear_error();
    Trust made(::SSL_CTX_new(::TLS_client_method()), ::SSL_CTX_free);
    if (!made || ::SSL_CTX_set_default_verify_paths(made.get()) != 1) {
        return Error{openssl_reason()};
    }
    ::SSL_CTX_set_verify(made.get(), SSL_VERIFY_NONE, nullptr);
    return certificates.empty() ||
                   add_certificates(certificates, *::SSL_CTX_get_cert_store(made.get()))
               ? Result<Trust>(std::move(made))
               : Error{"there are no certificates (PEM) in it", ErrorKind::bad_config};
}

Result<void> TlsStream::set_up(const std::string& host, SSL_CTX* trusted) {
    tls_.reset(::SSL_new(trusted));
    BIO* const received = ::BIO_new(::BIO_s_mem());
    BIO* const to_send = ::BIO_new(::BIO_s_mem());
    if (!tls_ || received == nullptr || to_send == nullptr) {
        return Error{"out of memory"};
    }
    ::SSL_set_bio(tls_.get(), received, to_send);  // which owns them from now on
    if (!IpAddress::parse(host)) {
        (void)::SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                         const_cast<char*>(host.c_str()));  // without it the server chooses
    }
    return {};
}

Result<void> TlsStream::flush(Instant deadline) {
    std::string octets(piece, '\0');
    for (;;) {
        const int count = ::BIO_read(::SSL_get_wbio(tls_.get()), octets.data(), int{piece});
        if (count <= 0) {
            return {};
        }
        if (auto sent = stream_->send({octets.data(), static_cast<std::size_t>(count)}, deadline);
            !sent) {
            return sent;
        }
    }
}

Result<void> TlsStream::take_more(Instant deadline) {
    const auto octets = stream_->receive(piece, deadline);
    if (!octets) {
        return octets.error();
    }
    const int kept =
        ::BIO_write(::SSL_get_rbio(tls_.get()), octets->data(), static_cast<int>(octets->size()));
    return kept > 0 ? Result<void>() : Error{"out of memory"};
}

/// Repeats a step of OpenSSL, with octets from and to the connection in between.
template <class Step>
Result<void> TlsStream::until_done(Step step, Instant deadline) {
    for (;;) {
        ::ERR_clear_error();
        const int done = step();
        const int error = ::SSL_get_error(tls_.get(), done);
        const std::string reason = error == SSL_ERROR_SSL ? openssl_reason() : "no TLS";
        if (auto flushed = flush(deadline); !flushed) {
            return flushed;
        }
        if (done > 0) {
            return {};
        }
        if (error != SSL_ERROR_WANT_READ) {
            return Error{error == SSL_ERROR_ZERO_RETURN ? "the server closed the connection"
                                                        : reason};
        }
        if (auto received = take_more(deadline); !received) {
            return received;
        }
    }
}

void TlsStream::look(const std::string& host) {
    facts_.version = ::SSL_get_version(tls_.get());
    const Certificate certificate(::SSL_get1_peer_certificate(tls_.get()), ::X509_free);
    if (!certificate) {
        facts_.certificate_trouble = "there is no certificate";
        return;
    }
    facts_.valid_until = day_of(::X509_get0_notAfter(certificate.get()));
    if (!is_for(certificate.get(), host)) {
        facts_.certificate_trouble = "the certificate does not hold the name " + host;
    } else if (const long result = ::SSL_get_verify_result(tls_.get()); result != X509_V_OK) {
        facts_.certificate_trouble = "the certificate is not trusted: " +
                                     std::string(::X509_verify_cert_error_string(result));
    }
}

Result<TlsStream> TlsStream::begin(const Stream& stream, const std::string& host,
                                   const Trust& trusted, Instant deadline) {
    TlsStream made(&stream);
    if (const auto done = made.set_up(host, trusted.get()); !done) {
        return done.error();
    }
    SSL* const tls = made.tls_.get();
    if (const auto done = made.until_done([tls] { return ::SSL_connect(tls); }, deadline); !done) {
        return done.error();
    }
    made.look(host);
    return made;
}

Result<void> TlsStream::send(std::string_view octets, Instant deadline) {
    return until_done(
        [this, octets] {
            return ::SSL_write(tls_.get(), octets.data(), static_cast<int>(octets.size()));
        },
        deadline);
}

Result<std::string> TlsStream::receive(std::size_t most, Instant deadline) {
    std::string octets(most, '\0');
    int count = 0;
    const auto done = until_done(
        [this, &octets, &count] {
            return count = ::SSL_read(tls_.get(), octets.data(), static_cast<int>(octets.size()));
        },
        deadline);
    if (!done) {
        return done.error();
    }
    octets.resize(static_cast<std::size_t>(count));
    return octets;
}

bool TlsStream::has_ended() const {
    return (::SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

}  // namespace msa
