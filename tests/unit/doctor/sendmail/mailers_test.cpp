// Behind the milter: every complaint with its severity, its place and its words, of both kinds of
// files.
#include "unit/doctor/sendmail/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(sendmail_mailers)

BOOST_AUTO_TEST_CASE(masquerading_is_a_warning) {
    const auto site =
        SendmailSite{.mc = "MASQUERADE_AS(`example.com')dnl\n", .cf = "DMexample.com\n"};
    BOOST_TEST(
        site.of_mc() ==
        "m.mc:13: warning: MASQUERADE_AS(`example.com')\n"
        "    From of this host's own names gets another domain after it was judged and signed: the "
        "signature breaks.\n"
        "    fix: take it out; the rule rewrite_senders does it before judging and signing\n");
    BOOST_TEST(
        site.of_cf() ==
        "m.cf:11: warning: MASQUERADE_AS(`example.com')\n"
        "    From of this host's own names gets another domain after it was judged and signed: the "
        "signature breaks.\n"
        "    fix: take it out; the rule rewrite_senders does it before judging and signing\n");
}

BOOST_AUTO_TEST_CASE(masquerading_of_domains_is_a_problem) {
    const auto site =
        SendmailSite{.mc = "MASQUERADE_AS(`example.com')dnl\nMASQUERADE_DOMAIN(`example.net')dnl\n",
                     .cf = "DMexample.com\nC{M}example.net\n"};
    BOOST_TEST(
        site.of_mc() ==
        "m.mc:13: problem: MASQUERADE_AS(`example.com') and domains to masquerade\n"
        "    From of those domains and of this host's own names gets another domain after it was "
        "judged and signed: the signature breaks.\n"
        "    fix: take it out; the rule rewrite_senders does it before judging and signing\n");
    BOOST_TEST(
        site.of_cf() ==
        "m.cf:11: problem: MASQUERADE_AS(`example.com') and domains to masquerade\n"
        "    From of those domains and of this host's own names gets another domain after it was "
        "judged and signed: the signature breaks.\n"
        "    fix: take it out; the rule rewrite_senders does it before judging and signing\n");
}

BOOST_AUTO_TEST_CASE(a_genericstable_is_a_warning) {
    const auto site = SendmailSite{.mc = "FEATURE(`genericstable', `hash /etc/mail/g')dnl\n",
                                   .cf = "Kgenerics hash /etc/mail/g\n"};
    BOOST_TEST(
        site.of_mc() ==
        "m.mc:13: warning: FEATURE(`genericstable')\n"
        "    It replaces senders in From after they were judged and signed: receivers see an "
        "author that nobody judged, and the signature breaks.\n"
        "    fix: take it out; the rule rewrite_senders does it before judging and signing\n");
    BOOST_TEST(
        site.of_cf() ==
        "m.cf:11: warning: FEATURE(`genericstable')\n"
        "    It replaces senders in From after they were judged and signed: receivers see an "
        "author that nobody judged, and the signature breaks.\n"
        "    fix: take it out; the rule rewrite_senders does it before judging and signing\n");
}

BOOST_AUTO_TEST_CASE(quoting_as_the_milter_does_before_is_no_matter) {
    for (const auto& site : {SendmailSite{.quoting_mc = "", .quoting_cf = "#O MustQuoteChars=.'\n"},
                             SendmailSite{.quoting_mc = "define(`confMUST_QUOTE_CHARS', `.')dnl\n",
                             .quoting_cf = "O MustQuoteChars=.'\n"}}) {
        BOOST_TEST(site.of_mc() == "");
        BOOST_TEST(site.of_cf() == "");
    }
}

BOOST_AUTO_TEST_CASE(quoting_more_is_a_warning) {
    const auto site = SendmailSite{.quoting_mc = "define(`confMUST_QUOTE_CHARS', `.!')dnl\n",
                                   .quoting_cf = "O MustQuoteChars=.!\n"};
    const std::string rest =
        ": warning: confMUST_QUOTE_CHARS = .!\n"
        "    Names with other characters than . and ' in address fields are put into quotes after "
        "they were signed: the signature breaks.\n"
        "    fix: take it out; the rule sendmail_form sees to names with . and '\n";
    BOOST_TEST(site.of_mc() == "m.mc:12" + rest);
    BOOST_TEST(site.of_cf() == "m.cf:9" + rest);
}

BOOST_AUTO_TEST_CASE(input_of_seven_bits_is_a_warning) {
    const auto site = SendmailSite{.mc = "define(`confSEVEN_BIT_INPUT', `True')dnl\n",
                                   .cf = "O SevenBitInput=True\n"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:13: warning: confSEVEN_BIT_INPUT = True\n"
               "    The eighth bit of every octet is taken away: text beyond ASCII is damaged.\n"
               "    fix: define(`confSEVEN_BIT_INPUT', `False')\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:11: warning: confSEVEN_BIT_INPUT = True\n"
               "    The eighth bit of every octet is taken away: text beyond ASCII is damaged.\n"
               "    fix: define(`confSEVEN_BIT_INPUT', `False')\n");
}

BOOST_AUTO_TEST_CASE(mailers_that_drop_added_fields_are_a_problem) {
    const auto site = SendmailSite{.mc = "MODIFY_MAILER_FLAGS(`SMTP', `-DFM')dnl\n",
                                   .cf = "Mx, P=[IPC], F=muX8, L=2040\n"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:13: problem: mailer smtp: flags muX without DM\n"
               "    Sendmail drops the Date (D) or Message-ID (M) that the milter adds: the "
               "message leaves without it, and the signature is broken.\n"
               "    fix: no MODIFY_MAILER_FLAGS that takes D or M away\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:11: problem: mailer x: flags muX8 without DM\n"
               "    Sendmail drops the Date (D) or Message-ID (M) that the milter adds: the "
               "message leaves without it, and the signature is broken.\n"
               "    fix: no MODIFY_MAILER_FLAGS that takes D or M away\n");
}

BOOST_AUTO_TEST_CASE(mailers_of_seven_bits_are_a_warning) {
    const auto site = SendmailSite{.mc = "MODIFY_MAILER_FLAGS(`SMTP', `+7')dnl\n",
                                   .cf = "Mx, P=[IPC], F=mDFMuX7, L=2040\n"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:13: warning: mailer smtp: flag 7\n"
               "    8-bit text is changed after it was signed: the signature breaks.\n"
               "    fix: no 7 in the mailer's flags\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:11: warning: mailer x: flag 7\n"
               "    8-bit text is changed after it was signed: the signature breaks.\n"
               "    fix: no 7 in the mailer's flags\n");
}

BOOST_AUTO_TEST_SUITE_END()
