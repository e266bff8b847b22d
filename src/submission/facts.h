// What is known of a session and a transaction, as plain values. Adapters fill them in; everything
// in them that the client chose is only claimed.
#pragma once

#include "mail/path.h"
#include "submission/reply.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Which MTA speaks to us; both differ in what they send and in how they carry out edits.
enum class MtaKind { unknown, postfix, sendmail };

struct Tls {
    std::string version;  // "TLSv1.3"; empty: clear text
    std::string cipher;
    int bits = 0;
};

/// Of the client, where the MTA has verified its chain. All empty: there is none, or none that
/// counts.
struct Certificate {
    std::string subject;        // common name (CN)
    std::string issuer;         // its common name
    std::string dn{};           // of the subject, as Sendmail encodes it; empty: not told
    std::string fingerprint{};  // "ab:cd:...", of 32 octets or more; empty: not told
};

/// One SMTP connection.
struct Session {
    std::string id;  // ours, unique
    MtaKind host = MtaKind::unknown;
    std::string mta;             // name and version, {v}
    std::string mta_name;        // its own host name, {j}
    std::string listener;        // {daemon_name} as sent at connect
    int listener_port = 0;       // {daemon_port}; 0: not told
    std::string client_name;     // as the MTA resolved it
    std::string client_address;  // IPv4 or IPv6 text; empty: a local process
    int client_port = 0;
    bool is_local = false;  // handed over by a program of this host, not by SMTP over a network
    std::string helo;       // claimed
    Tls tls;
    Certificate certificate;
    std::string sasl_login;   // {auth_authen}, the MTA's encoding undone; empty: not authenticated
    std::string sasl_method;  // {auth_type}
};

enum class IdentitySource { sasl, certificate, network, recent_login, local };

/// Who submits, and by which proof.
struct Identity {
    IdentitySource source = IdentitySource::sasl;
    std::string login;
    std::string proof;  // SASL method, certificate, network that contains the client, ...
};

/// MAIL FROM.
struct Envelope {
    std::string sender_argument;          // as typed, brackets included; claimed
    std::vector<std::string> parameters;  // ESMTP parameters as typed; claimed
    std::optional<Path> sender;           // absent: no valid path, see sender_error
    std::string sender_error;
    bool is_readdressed = false;      // sender is not what was typed: the MTA must be told
    std::string mta_sender;           // {mail_addr}: the MTA's own reading, which it will use
    std::string mta_sender_before{};  // as the MTA told it, where a rule rewrote it; else empty
    bool smtputf8 = false;            // RFC 6531 was asked for
    std::string body_type;            // "7bit", "8bitmime", "binarymime"; empty: not declared
};

/// RCPT TO.
struct Recipient {
    std::string argument;  // as typed; claimed
    std::optional<Path> path;
    std::string error;
    std::optional<Reply> refusal;
    bool is_readdressed = false;               // path is not what was typed: the MTA must be told
    std::vector<std::string> parameters = {};  // ESMTP parameters as typed; claimed
    std::string mta_address = {};              // {rcpt_addr}: the MTA's own reading
    std::string address = {};                  // the key of the path's; empty: there is none
    bool is_refused_by_mta = false;            // no rule was asked
};

/// An instant and the zone in which the site writes its dates.
struct Moment {
    std::chrono::system_clock::time_point time;
    std::chrono::minutes utc_offset{0};
};

[[nodiscard]] std::string_view to_text(MtaKind host);
[[nodiscard]] std::string_view to_text(IdentitySource source);
[[nodiscard]] std::optional<IdentitySource> parse_identity_source(std::string_view word);
[[nodiscard]] std::vector<std::string> identity_source_words();

}  // namespace msa
