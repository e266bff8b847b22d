// What an MTA says of a session in macros and in a socket address, read into plain values.
#pragma once

#include "base/result.h"
#include "submission/facts.h"

#include <string>
#include <string_view>

#include <sys/socket.h>

namespace msa {

/// By {v}: `Postfix 3.7.11`; Sendmail gives its version number only.
[[nodiscard]] MtaKind host_of(std::string_view version);

/// Name and version, where {v} has both or the name is clear.
[[nodiscard]] std::string mta_of(std::string_view version);

struct Client {
    std::string address;  // empty: a local process, or a family we do not know
    int port = 0;
};

/// `address` may be null: Sendmail has none for `sendmail -bs`.
[[nodiscard]] Client client_of(const sockaddr* address);

/// Whether a program of this host hands the message over without SMTP over a network. Postfix shows
/// what its pickup(8) took as 127.0.0.1 without a port; Sendmail, run as `sendmail -bs`, has no
/// address (`address` is null) and tells none.
[[nodiscard]] bool is_local_client(MtaKind host, const sockaddr* address, const Client& client);

/// {client_addr}: empty unless it is an IPv4 or IPv6 address.
[[nodiscard]] std::string client_address_of(std::string_view macro);

/// {client_name}: empty where the MTA could not resolve the client, which each MTA says its own
/// way.
[[nodiscard]] std::string client_name_of(std::string_view macro);

/// A number in a macro; 0 where it is none.
[[nodiscard]] int number_of(std::string_view macro);

/// What the MTA told a client whose recipient it refused itself, from {rcpt_host}, the enhanced
/// code, and {rcpt_addr}: of Sendmail the whole reply, of Postfix its text alone. There 550 or 450
/// stands for the basic code, by the class of the other, and 550 5.0.0 where that is none.
[[nodiscard]] Reply reply_of_mta(std::string_view enhanced, std::string_view text);

/// {auth_authen}: Sendmail encodes it as xtext, Postfix does not; what {auth_type} EXTERNAL took
/// from a certificate was encoded before. Errors: it cannot be decoded.
[[nodiscard]] Result<std::string> login_of(MtaKind host, std::string_view method,
                                           std::string_view macro);

/// What an MTA says of the client's certificate.
struct CertificateMacros {
    std::string verify;  // {verify}, Sendmail only
    std::string
        cert_subject;  // Postfix: the common name, of a trusted chain only; Sendmail: the DN
    std::string cert_issuer;
    std::string cn_subject;  // Sendmail: the common name, as xtext; of any certificate
    std::string cn_issuer;
    std::string cert_fp{};  // Sendmail, with CertFingerprintAlgorithm
};

/// Empty unless the MTA has verified it, and of an MTA that is not known. A DN that can be read in
/// two ways, and a fingerprint that is too short to be unique (MD5, SHA-1), are not told. Errors:
/// it cannot be decoded.
[[nodiscard]] Result<Certificate> certificate_of(MtaKind host, const CertificateMacros& macros);

}  // namespace msa
