// `dns check` of a domain that announces a policy of MTA-STS, on port 443 of its web server.
#include "wire/dns_site.h"
#include "wire/ipv6.h"
#include "wire/private_network.h"
#include "wire/web_server.h"

#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa::wire;

namespace {

boost::test_tools::assertion_result has_port_443(boost::unit_test::test_unit_id suite) {
    auto can = has_resolver(suite);
    if (can && !PrivateNetwork::is_possible()) {
        can = false;
        can.message() << "only root may have port 443, in a network of its own";
        std::cerr << "skip: " << can.message().str() << '\n';
    }
    return can;
}

struct PolicySite : DnsSite {
    static constexpr const char* policy =
        "version: STSv1\nmode: enforce\nmx: msa.mail.example\nmax_age: 86400\n";

    [[nodiscard]] Ended check_with(const std::optional<std::string>& reply,
                                   const std::string& address = "mta-sts.mail A 127.0.0.1\n",
                                   WebServerPlace place = {.certified = "DNS:mta-sts.mail.example",
                                                           .port = 443}) const {
        std::optional<WebServer> server;
        if (reply) {
            server.emplace(authority, *reply, place);
        }
        return check(zone() + "_mta-sts.mail TXT \"v=STSv1; id=1;\"\n" + address,
                     {"--ca", authority.certificate()});
    }

    PrivateNetwork network;
    Authority authority;
};

constexpr const char* place = "https://mta-sts.mail.example/.well-known/mta-sts.txt: ";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dns_mta_sts, PolicySite, *boost::unit_test::precondition(has_port_443))

BOOST_AUTO_TEST_CASE(a_policy_that_names_the_mx_is_found_well) {
    const auto checked = check_with(web_reply(policy));
    BOOST_TEST(checked.status == 0, checked.out + checked.err);
    BOOST_TEST(says(checked, "ok", "mta_sts",
                    std::string(place) + "mode enforce, max_age 86400, names each MX"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(an_mx_that_it_does_not_name_gets_no_mail) {
    const auto checked =
        check_with(web_reply("version: STSv1\nmode: enforce\nmx: *.other.example\nmax_age: 1\n"));
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "mta_sts", "no line mx: names msa.mail.example",
                    "mx: msa.mail.example"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_web_server_whose_certificate_has_expired_has_no_policy) {
    const auto checked =
        check_with(web_reply(policy), "mta-sts.mail A 127.0.0.1\n",
                   {.certified = "DNS:mta-sts.mail.example", .port = 443, .days = -1});
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "mta_sts",
                    "the certificate is not trusted: certificate has expired"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_web_server_may_have_ipv6_alone, *boost::unit_test::precondition(has_ipv6)) {
    const auto checked =
        check_with(web_reply(policy), "mta-sts.mail AAAA ::1\n",
                   {.certified = "DNS:mta-sts.mail.example", .port = 443, .address = "::1"});
    BOOST_TEST(checked.status == 0, checked.out + checked.err);
}

BOOST_AUTO_TEST_CASE(a_policy_that_is_not_there_is_told) {
    BOOST_TEST(says(check_with(web_reply("gone", "404 Not Found")), "wrong", "mta_sts",
                    "the web server answers 404", "version: STSv1"));
    BOOST_TEST(says(check_with(web_reply(policy, "200 OK", "text/html")), "wrong", "mta_sts",
                    "its Content-Type is \"text/html\""));
    BOOST_TEST(says(check_with(web_reply("mode: enforce\n")), "wrong", "mta_sts",
                    "no line \"version: STSv1\""));
    BOOST_TEST(says(check_with({}), "wrong", "mta_sts", "127.0.0.1: Connection refused"));
    BOOST_TEST(says(check_with({}, ""), "wrong", "mta_sts", "mta-sts.mail.example has no address"));
}

BOOST_AUTO_TEST_SUITE_END()
