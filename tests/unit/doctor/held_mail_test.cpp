// Who can ask the MTA about mail that rules hold.
#include "unit/doctor/postfix/site.h"
#include "unit/doctor/sendmail/site.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(held_mail)

BOOST_AUTO_TEST_CASE(where_no_rule_holds_nothing_is_said_of_it) {
    const PostfixSite postfix{.main = "authorized_mailq_users = ops\n"};
    BOOST_TEST(!has(postfix.noted(), "authorized_mailq_users"));
    const SendmailSite sendmail{.cf = "O PrivacyOptions=restrictmailq\n"};
    BOOST_TEST(!has(sendmail.notes_of_cf(), "restrictmailq"));
}

BOOST_AUTO_TEST_CASE(postfix_that_lets_few_list_its_queue_is_a_note) {
    PostfixSite site{.main = "authorized_mailq_users = ops\n"};
    site.daemon.holds = true;
    BOOST_TEST(has(site.noted(), "main.cf:3: note: authorized_mailq_users = ops\n"), site.noted());
    PostfixSite usual;
    usual.daemon.holds = true;
    BOOST_TEST(!has(usual.noted(), "authorized_mailq_users"), usual.noted());
}

BOOST_AUTO_TEST_CASE(sendmail_that_lets_few_list_its_queue_is_a_note) {
    SendmailSite site{.cf = "O PrivacyOptions=authwarnings,restrictmailq\n"};
    site.daemon.holds = true;
    BOOST_TEST(has(site.notes_of_cf(), "note: PrivacyOptions has restrictmailq\n"),
               site.notes_of_cf());
    SendmailSite usual;
    usual.daemon.holds = true;
    BOOST_TEST(!has(usual.notes_of_cf(), "restrictmailq"), usual.notes_of_cf());
}

BOOST_AUTO_TEST_CASE(a_sendmail_that_cannot_quarantine_is_a_problem_where_rules_hold) {
    for (const std::string version : {"8.12.11", "8.9.3"}) {
        SendmailSite site{.cf = "DZ" + version + "\n"};
        BOOST_TEST(!has(site.notes_of_cf(), "quarantine"), site.notes_of_cf());
        site.daemon.holds = true;
        BOOST_TEST(has(site.of_cf(), "problem: Sendmail " + version + " cannot quarantine\n"),
                   site.of_cf());
    }
    for (const std::string version : {"8.13.1", "8.17.1.9/Debian-2", "9.1", ""}) {
        SendmailSite site{.cf = "DZ" + version + "\n"};
        site.daemon.holds = true;
        BOOST_TEST(!has(site.of_cf(), "quarantine"), site.of_cf());
    }
}

BOOST_AUTO_TEST_SUITE_END()
