// A web server that has a policy of MTA-STS, or should.
#include "names/web_visit.h"

#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/ipv6.h"
#include "wire/web_server.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace msa::wire;

namespace {

constexpr const char* own_name = "DNS:mta-sts.mail.example";

struct Web {
    [[nodiscard]] WebVisit visit(int port, std::chrono::seconds patience = std::chrono::seconds(10),
                                 bool is_trusted = true) const {
        const auto text = read_file(authority.certificate(), 65536);
        return visit_web(
            {.host = "mta-sts.mail.example",
             .addresses = {"127.0.0.1"},
             .path = "/.well-known/mta-sts.txt",
             .port = static_cast<unsigned>(port)},
            {.trust = TlsStream::trust(is_trusted ? *text : "").value(), .patience = patience});
    }
    [[nodiscard]] WebVisit visit(const std::string& reply,
                                 const std::string& certified = own_name) const {
        const WebServer server(authority, reply, {.certified = certified});
        return visit(server.port());
    }
    Authority authority;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(web_visit, Web)

BOOST_AUTO_TEST_CASE(gets_the_text_that_it_asks_for) {
    const WebServer server(authority, web_reply("mode: none\n"), {.certified = own_name});
    const auto visit_of_it = visit(server.port());
    BOOST_TEST(visit_of_it.failure == "");
    BOOST_TEST(visit_of_it.reply.status == 200);
    BOOST_TEST(visit_of_it.reply.media_type == "text/plain");
    BOOST_TEST(visit_of_it.reply.body == "mode: none\n");
    BOOST_TEST(server.request().starts_with(
        "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.mail.example\r\n"));
}

BOOST_AUTO_TEST_CASE(takes_what_ends_with_the_connection) {
    BOOST_TEST(visit("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nwhole").reply.body ==
               "whole");
}

BOOST_AUTO_TEST_CASE(a_text_that_is_cut_is_none) {
    const auto cut = visit("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
    BOOST_TEST(cut.failure == "the reply ends before its end");
    BOOST_TEST(cut.is_certain);
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_host_is_a_failure) {
    const auto other = visit(web_reply("x"), "DNS:mail.example");
    BOOST_TEST(other.failure == "the certificate does not hold the name mta-sts.mail.example");
    BOOST_TEST(other.is_certain);
}

BOOST_AUTO_TEST_CASE(so_is_one_that_has_expired) {
    const WebServer server(authority, web_reply("x"), {.certified = own_name, .days = -1});
    const auto seen = visit(server.port());
    BOOST_TEST(seen.failure == "the certificate is not trusted: certificate has expired");
    BOOST_TEST(seen.is_certain);
}

BOOST_AUTO_TEST_CASE(a_host_may_have_ipv6_alone, *boost::unit_test::precondition(has_ipv6)) {
    const WebServer server(authority, web_reply("x"), {.certified = own_name, .address = "::1"});
    const auto text = read_file(authority.certificate(), 65536);
    WebPlace place{.host = "mta-sts.mail.example",
                   .addresses = {"::1"},
                   .path = "/",
                   .port = static_cast<unsigned>(server.port())};
    const WebTerms terms{.trust = TlsStream::trust(*text).value()};
    BOOST_TEST(visit_web(place, terms).reply.body == "x");
    place.addresses = {"127.0.0.1", "::1"};  // where nobody listens first
    BOOST_TEST(visit_web(place, terms).reply.body == "x");
}

BOOST_AUTO_TEST_CASE(so_is_one_that_nobody_trusts) {
    const WebServer server(authority, web_reply("x"), {.certified = own_name});
    const auto seen = visit(server.port(), std::chrono::seconds(10), false);
    BOOST_TEST(seen.failure.starts_with("the certificate is not trusted: "), seen.failure);
}

BOOST_AUTO_TEST_CASE(who_never_begins_with_tls_is_not_waited_for) {
    const WebServer server(authority, "", {.certified = own_name, .is_mute = true});
    const auto seen = visit(server.port(), std::chrono::seconds(1));
    BOOST_TEST(seen.failure == "TLS: no answer in time");
    BOOST_TEST(!seen.is_certain);
}

BOOST_AUTO_TEST_CASE(nobody_listening_is_certain) {
    const auto seen = visit(free_port());
    BOOST_TEST(seen.failure == "127.0.0.1: Connection refused");
    BOOST_TEST(seen.is_certain);
}

BOOST_AUTO_TEST_SUITE_END()
