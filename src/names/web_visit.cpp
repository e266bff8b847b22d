#include "names/web_visit.h"

#include "names/host_connection.h"

namespace msa {
namespace {

using Instant = Stream::Instant;

std::string request_for(const WebPlace& place) {
    return "GET " + place.path + " HTTP/1.1\r\nHost: " + place.host +
           "\r\nUser-Agent: msa-milter\r\nAccept: text/plain\r\nConnection: close\r\n\r\n";
}

WebVisit failed(const std::string& why) {
    return {.failure = why, .is_certain = !why.ends_with("no answer in time")};
}

Result<WebReply> asked(TlsStream& tls, const WebPlace& place, Instant deadline) {
    constexpr std::size_t piece = 4096;
    if (const auto sent = tls.send(request_for(place), deadline); !sent) {
        return sent.error();
    }
    return read_web_reply([&tls, deadline]() -> Result<std::string> {
        auto octets = tls.receive(piece, deadline);
        return octets || !tls.has_ended() ? octets : Result<std::string>("");
    });
}

}  // namespace

WebVisit visit_web(const WebPlace& place, const WebTerms& terms) {
    const auto deadline = std::chrono::steady_clock::now() + terms.patience;
    const auto connection = connect_to_host(place.addresses, place.port, deadline);
    if (!connection.stream) {
        return {.failure = connection.failure, .is_certain = connection.is_refused};
    }
    auto tls = TlsStream::begin(*connection.stream, place.host, terms.trust, deadline);
    if (!tls) {
        return failed("TLS: " + tls.error().what);
    }
    if (!tls->facts().certificate_trouble.empty()) {
        return failed(tls->facts().certificate_trouble);
    }
    auto reply = asked(*tls, place, deadline);
    return reply ? WebVisit{.reply = *std::move(reply)} : failed(reply.error().what);
}

}  // namespace msa
