// Behind the milter: every complaint with its severity, its place and its words.
#include "unit/doctor/postfix/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(postfix_delivery)

BOOST_AUTO_TEST_CASE(generic_maps_are_a_warning) {
    const auto site = PostfixSite{.main = "smtp_generic_maps = hash:/etc/postfix/generic\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: smtp_generic_maps = hash:/etc/postfix/generic\n"
               "    It replaces addresses in From, To and Cc after they were judged and signed: "
               "receivers see an author that nobody judged, and the signature breaks.\n"
               "    fix: smtp_generic_maps =; rewrite before the milter (canonical_maps) or in it "
               "(the rule rewrite_senders)\n");
}

BOOST_AUTO_TEST_CASE(checks_of_the_smtp_client_are_a_warning) {
    const auto site =
        PostfixSite{.client = "-o smtp_header_checks=regexp:/x -o smtp_body_checks=regexp:/y"};
    BOOST_TEST(site.said() ==
               "master.cf:3: smtp/unix: warning: smtp_header_checks = regexp:/x\n"
               "    What these checks change or remove was signed: the signature breaks.\n"
               "    fix: -o smtp_header_checks=; header_checks works before the milter\n"
               "master.cf:3: smtp/unix: warning: smtp_body_checks = regexp:/y\n"
               "    What these checks change or remove was signed: the signature breaks.\n"
               "    fix: -o smtp_body_checks=; body_checks works before the milter\n");
}

BOOST_AUTO_TEST_CASE(what_works_before_the_milter_is_no_complaint) {
    const auto site =
        PostfixSite{.main =
                        "header_checks = regexp:/x\nbody_checks = regexp:/x\ncanonical_maps = "
                        "hash:/x\nmasquerade_domains = example.com\n"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(cut_lines_are_a_warning) {
    const auto site = PostfixSite{.main = "smtp_line_length_limit = 900\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: smtp_line_length_limit = 900\n"
               "    Longer lines are cut after they were signed: the signature breaks.\n"
               "    fix: smtp_line_length_limit = 998\n");
}

BOOST_AUTO_TEST_CASE(lines_that_are_never_cut_are_right) {
    const auto site = PostfixSite{.main = "smtp_line_length_limit = 0\n"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(ignoring_8bitmime_is_a_warning) {
    const auto site = PostfixSite{.main = "smtp_discard_ehlo_keywords = 8BITMIME, pipelining\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: smtp_discard_ehlo_keywords = 8BITMIME, pipelining\n"
               "    Every 8-bit MIME body is converted to quoted-printable after it was signed: "
               "the signature breaks.\n"
               "    fix: [check.encode_8bit] with action = \"repair\" in the rule file: encoded "
               "before signing\n");
}

BOOST_AUTO_TEST_CASE(a_content_filter_is_a_warning) {
    const auto site = PostfixSite{.main = "content_filter = smtp-amavis:[127.0.0.1]:10024\n"};
    BOOST_TEST(
        site.said() ==
        "master.cf:1: submission/inet: warning: content_filter = smtp-amavis:[127.0.0.1]:10024\n"
        "    The filter gets the message after it was judged and signed; what it changes nobody "
        "judges, and the signature breaks.\n"
        "    fix: -o content_filter=, and the filter as a milter before ours\n");
}

BOOST_AUTO_TEST_CASE(checks_of_added_fields_are_a_warning) {
    const auto site = PostfixSite{.main = "milter_header_checks = regexp:/x\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: milter_header_checks = regexp:/x\n"
               "    They see the fields that the milter adds, DKIM-Signature too; what they change "
               "or remove undoes a repair or the signature.\n"
               "    fix: milter_header_checks =\n");
}

BOOST_AUTO_TEST_CASE(checks_of_a_cleanup_of_its_own_are_a_warning) {
    const auto site = PostfixSite{.options = "-o cleanup_service_name=own",
                                  .master =
                                      "own unix n - y - 0 cleanup -o message_reject_characters=\\0"
                                      " -o milter_header_checks=regexp:/x\n"};
    BOOST_TEST(site.said() ==
               "master.cf:4: own/unix: warning: milter_header_checks = regexp:/x\n"
               "    They see the fields that the milter adds, DKIM-Signature too; what they change "
               "or remove undoes a repair or the signature.\n"
               "    fix: -o milter_header_checks=\n");
}

BOOST_AUTO_TEST_SUITE_END()
