// `dns check` where name servers differ, do not answer, or answer what is made to hurt.
#include "wire/dns_site.h"
#include "wire/zone_pair.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa::wire;

namespace {

/// A port where nobody is.
std::string dead_server() {
    NameServer away("");
    away.stop();
    return away.address();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dns_servers, DnsSite, *boost::unit_test::precondition(has_resolver))

BOOST_AUTO_TEST_CASE(servers_that_differ_are_named_with_what_each_has) {
    const NameServer first(zone());
    const NameServer second(zone("_dmarc") + "_dmarc.mail TXT \"v=DMARC1; p=reject\"\n");
    const RecursiveServer resolver(first.address(), {name_of_egress});
    const auto checked = check({first.address(), second.address()}, resolver.address());
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "dmarc",
                    "the name servers differ: " + first.address() +
                        " has \"v=DMARC1; p=none; rua=mailto:postmaster@mail.example\", " +
                        second.address() + " has \"v=DMARC1; p=reject\"",
                    "raise the serial number"),
               checked.out);
    BOOST_TEST(says(checked, "ok", "spf", "pass"), checked.out);
    BOOST_TEST(says(checked, "ok", "servers", "all 2 of them answer"), checked.out);
}

BOOST_AUTO_TEST_CASE(a_dead_server_is_not_passed_over_in_silence) {
    const NameServer server(zone());
    const auto dead = dead_server();
    const RecursiveServer resolver(server.address(), {name_of_egress});
    const auto checked = check({dead, server.address()}, resolver.address());
    BOOST_TEST(checked.status == 69, checked.out);
    BOOST_TEST(says(checked, "ok", "spf", "pass by ip4:192.0.2.10"), checked.out);
    BOOST_TEST(says(checked, "cannot tell", "servers", dead + ": DNS, "), checked.out);
}

BOOST_AUTO_TEST_CASE(without_any_server_nobody_can_tell) {
    const auto dead = dead_server();
    const auto checked = check({dead}, dead);
    BOOST_TEST(checked.status == 69, checked.out);
    for (const std::string item :
         {"mx", "spf", "dkim", "dmarc", "srv", "mta_sts", "tls_rpt", "helo", "ptr", "servers"}) {
        BOOST_TEST(says(checked, "cannot tell", item, ""), item + checked.out);
    }
    BOOST_TEST(checked.out.find(" wrong  ") == std::string::npos, checked.out);
}

BOOST_AUTO_TEST_CASE(a_server_that_refuses_the_zone_does_not_have_it) {
    const NameServer server(zone());
    const RecursiveServer resolver(server.address(), {name_of_egress});
    const auto checked =
        dns({"check", "mail.org", "--server", server.address(), "--resolver", resolver.address()});
    BOOST_TEST(says(checked, "cannot tell", "mx", "DNS, mail.org MX: "), checked.out);
}

BOOST_AUTO_TEST_CASE(a_resolver_that_still_has_the_old_record_is_told) {
    NameServer server(zone("_dmarc") + "_dmarc.mail TXT \"v=DMARC1; p=reject\"\n");
    const RecursiveServer resolver(server.address(), {name_of_egress});
    BOOST_TEST(says(check({server.address()}, resolver.address()), "ok", "dmarc", "p=reject"));
    server.replace(zone());
    const auto checked = check({server.address()}, resolver.address());
    BOOST_TEST(says(checked, "ok", "dmarc",
                    "p=none; rua=mailto:postmaster@mail.example; the resolver still has "
                    "\"v=DMARC1; p=reject\", for "),
               checked.out);
}

BOOST_AUTO_TEST_CASE(name_servers_are_found_by_the_resolver) {
    const NameServer server(zone());
    const RecursiveServer resolver(server.address(),
                                   {name_of_egress, "local-data: \"ns.example. A 127.0.77.53\""});
    const auto checked = check({}, resolver.address());  // nobody is there
    BOOST_TEST(checked.status == 69, checked.out);
    BOOST_TEST(says(checked, "cannot tell", "servers", "127.0.77.53: DNS, "), checked.out);
}

BOOST_AUTO_TEST_CASE(a_huge_text_is_cut) {
    std::string strings;
    for (int i = 0; i < 200; ++i) {
        strings += " \"" + std::string(250, 'x') + '"';
    }
    const auto checked =
        check(zone("_dmarc") + "_dmarc.mail TXT \"v=DMARC1; p=\"" + strings + '\n');
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "dmarc", "is no policy"), checked.out);
    BOOST_TEST(checked.out.size() < 10000U);
}

BOOST_AUTO_TEST_CASE(many_records_are_cut) {
    std::string lines;
    for (int i = 0; i < 500; ++i) {
        lines += "mail MX " + std::to_string(i) + " mx" + std::to_string(i) + ".mail\n";
    }
    const auto checked = check(zone(" MX ") + lines);
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(checked.out.size() < 10000U);
}

BOOST_AUTO_TEST_CASE(control_characters_are_escaped) {
    const auto checked = check(zone("_dmarc") + "_dmarc.mail TXT \"v=DMARC1; p=\\027[31m\\010\"\n");
    BOOST_TEST(says(checked, "wrong", "dmarc", "p=\\x1b[31m\\x0a is no policy"), checked.out);
    BOOST_TEST(checked.out.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(aliases_in_a_circle_end) {
    const auto checked = check(zone("_domainkey") +
                               "ed._domainkey.mail CNAME a.mail\na.mail CNAME b.mail\n"
                               "b.mail CNAME a.mail\n");
    BOOST_TEST(checked.status != 0);
    BOOST_TEST((says(checked, "cannot tell", "dkim", "") || says(checked, "missing", "dkim", "") ||
                says(checked, "wrong", "dkim", "")),
               checked.out);
    BOOST_TEST(checked.out.find("this host\n") != std::string::npos, checked.out);
}

BOOST_AUTO_TEST_CASE(an_spf_record_that_includes_itself_ends) {
    const auto checked =
        check(zone("v=spf1 ip4") +
              "mail TXT \"v=spf1 include:mail.example include:mail.example -all\"\n");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "spf", "ask DNS 50 times"), checked.out);
    BOOST_TEST(says(checked, "wrong", "spf", "permerror: more than 10 terms ask DNS"), checked.out);
}

BOOST_AUTO_TEST_SUITE_END()
