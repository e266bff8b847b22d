// Facts from the MTA, see mta_facts.h.
#include "milter/mta_facts.h"

#include "base/ip_address.h"
#include "base/text.h"
#include "mail/xtext.h"

#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace msa {

namespace {

// An IPv4 client of an IPv6 socket is an IPv4 client: rules name it so.
std::string text_of(const std::optional<IpAddress>& address) {
    return address ? address->unmapped().text() : "";
}

template <class Octets>
std::string text_of_octets(const Octets& address) {
    return text_of(
        IpAddress::from_octets({reinterpret_cast<const char*>(&address), sizeof address}));
}

std::string fingerprint_of(std::string_view macro) {
    constexpr std::size_t sha256_size = 32 * 3 - 1;  // octets as AB:CD:...
    return macro.size() < sha256_size ? "" : ascii_lower(macro);
}

}  // namespace

MtaKind host_of(std::string_view version) {
    if (version.starts_with("Postfix")) {
        return MtaKind::postfix;
    }
    const auto dot = version.find('.');
    const bool is_version = dot != std::string_view::npos && dot > 0 && is_digit(version[0]) &&
                            is_digit(version[dot - 1]) && dot + 1 < version.size() &&
                            is_digit(version[dot + 1]);
    return is_version ? MtaKind::sendmail : MtaKind::unknown;
}

std::string mta_of(std::string_view version) {
    return (host_of(version) == MtaKind::sendmail ? "Sendmail " : "") + std::string(version);
}

Client client_of(const sockaddr* address) {
    if (address == nullptr) {
        return {};
    }
    if (address->sa_family == AF_INET) {
        sockaddr_in name{};
        std::memcpy(&name, address, sizeof name);
        return {.address = text_of_octets(name.sin_addr), .port = ntohs(name.sin_port)};
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 name{};
        std::memcpy(&name, address, sizeof name);
        return {.address = text_of_octets(name.sin6_addr), .port = ntohs(name.sin6_port)};
    }
    return {};
}

bool is_local_client(MtaKind host, const sockaddr* address, const Client& client) {
    if (host == MtaKind::postfix) {
        return address != nullptr && client.address == "127.0.0.1" && client.port == 0;
    }
    return host == MtaKind::sendmail && address == nullptr && client.address.empty();
}

std::string client_address_of(std::string_view macro) {
    // Sendmail writes the tag of RFC 5321, 4.1.3.
    if (constexpr std::string_view tag = "IPv6:"; equal_ignoring_case(macro.substr(0, 5), tag)) {
        macro.remove_prefix(tag.size());
    }
    return text_of(IpAddress::parse(macro));
}

std::string client_name_of(std::string_view macro) {
    return macro == "unknown" || macro.starts_with('[') ? "" : std::string(macro);
}

int number_of(std::string_view macro) {
    int number = 0;
    const char* const end = macro.data() + macro.size();
    const auto [rest, error] = std::from_chars(macro.data(), end, number);
    return error == std::errc() && rest == end && number > 0 ? number : 0;
}

Reply reply_of_mta(std::string_view enhanced, std::string_view text) {
    std::string words(trimmed(text));
    for (char& c : words) {
        c = is_control(c) || is_8bit(c) ? '?' : c;
    }
    words = words.substr(0, max_reply_text);
    if (words.empty()) {
        words = "refused by the MTA";
    }
    if (auto whole = parse_reply(words)) {
        return *std::move(whole);
    }
    const char kind = enhanced.empty() ? '5' : enhanced.front();
    const int code = kind == '4' ? 450 : 550;
    const auto said =
        parse_reply(std::to_string(code) + ' ' + std::string(trimmed(enhanced)) + ' ' + words);
    return said ? *said : Reply{550, "5.0.0", std::move(words)};
}

Result<std::string> login_of(MtaKind host, std::string_view method, std::string_view macro) {
    if (host != MtaKind::sendmail) {
        return std::string(macro);
    }
    auto login = decode_xtext(macro);
    return login && equal_ignoring_case(method, "EXTERNAL") ? decode_xtext(*login) : login;
}

Result<Certificate> certificate_of(MtaKind host, const CertificateMacros& macros) {
    if (host == MtaKind::postfix) {
        return Certificate{macros.cert_subject, macros.cert_issuer};
    }
    // Sendmail tells of certificates that are self-signed or of a foreign chain, too.
    if (host != MtaKind::sendmail || macros.verify != "OK") {
        return Certificate();
    }
    auto subject = decode_xtext(macros.cn_subject);
    if (!subject) {
        return within("{cn_subject}", subject.error());
    }
    auto issuer = decode_xtext(macros.cn_issuer);
    if (!issuer) {
        return within("{cn_issuer}", issuer.error());
    }
    // Sendmail writes /O=Example/CN=x and does not encode a slash within a name: who may choose his
    // common name could write the parts behind it, too.
    const bool is_clear = subject->find('/') == std::string::npos;
    return Certificate{.subject = *std::move(subject),
                       .issuer = *std::move(issuer),
                       .dn = is_clear ? macros.cert_subject : std::string(),
                       .fingerprint = fingerprint_of(macros.cert_fp)};
}

}  // namespace msa
