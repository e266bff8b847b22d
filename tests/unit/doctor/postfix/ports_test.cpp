// Where Postfix lets users submit.
#include "doctor/postfix/ports.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

PostfixPorts ports(const std::string& master,
                   const std::string& main = "myhostname = m.example\n") {
    const auto found = msa::postfix_ports({"main.cf", main},
                                          {"master.cf", "smtp inet n - y - - smtpd\n" + master});
    BOOST_REQUIRE(found.has_value());
    return *found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(postfix_ports)

BOOST_AUTO_TEST_CASE(both_kinds_are_told_apart_by_wrapper_mode) {
    const auto found = ports(
        "submission inet n - y - - smtpd\n -o smtpd_tls_security_level=encrypt\n"
        "smtps inet n - y - - smtpd\n -o smtpd_tls_wrappermode=yes\n");
    BOOST_TEST(found.submission.port == 587U);
    BOOST_TEST(found.submission.where == "master.cf:2: submission/inet");
    BOOST_TEST(found.submissions.port == 465U);
    BOOST_TEST(found.submissions.where == "master.cf:4: smtps/inet");
}

BOOST_AUTO_TEST_CASE(other_ports_count_where_users_log_in) {
    const auto found = ports(
        "192.0.2.1:2587 inet n - y - - smtpd\n -o smtpd_sasl_auth_enable=yes\n"
        "2525 inet n - y - - smtpd\n");
    BOOST_TEST(found.submission.port == 2587U);
    BOOST_TEST(found.submissions.port == 0U);
}

BOOST_AUTO_TEST_CASE(the_usual_port_comes_first) {
    const auto found = ports(
        "2587 inet n - y - - smtpd\n -o smtpd_sasl_auth_enable=yes\n"
        "587 inet n - y - - smtpd\n");
    BOOST_TEST(found.submission.port == 587U);
}

BOOST_AUTO_TEST_CASE(port_25_and_loopback_are_for_others) {
    const auto found =
        ports("127.0.0.1:submission inet n - y - - smtpd\n[::1]:465 inet n - y - - smtpd\n",
              "smtpd_sasl_auth_enable = yes\n");
    BOOST_TEST(found.submission.port == 0U);
    BOOST_TEST(found.submissions.port == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_no_configuration_is_an_error) {
    BOOST_TEST(!msa::postfix_ports({"main.cf", "x = y\n"}, {"master.cf", ""}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
