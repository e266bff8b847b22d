// Who is asked: every complaint with its severity, its place and its words.
#include "unit/doctor/postfix/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(postfix_milters)

BOOST_AUTO_TEST_CASE(a_milter_that_is_passed_over_while_it_is_away_is_a_problem) {
    const auto site = PostfixSite{
        .main = "msa_milter = { unix:msa-milter/milter.sock, default_action=accept }\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: problem: unix:msa-milter/milter.sock: default_action=accept\n"
               "    While the milter is down, every message passes unjudged and unsigned; if it "
               "ends in the middle of a message, the edits made until then are applied.\n"
               "    fix: { unix:msa-milter/milter.sock, default_action=tempfail, ... }\n");
}

BOOST_AUTO_TEST_CASE(the_default_action_of_main_cf_counts_where_the_milter_has_none) {
    const auto site = PostfixSite{.main = "milter_default_action = accept\n",
                                  .milters = "-o smtpd_milters=unix:msa-milter/milter.sock"};
    BOOST_TEST(site.said() ==
               "main.cf:3: problem: milter_default_action = accept\n"
               "    While the milter is down, every message passes unjudged and unsigned; if it "
               "ends in the middle of a message, the edits made until then are applied.\n"
               "    fix: milter_default_action = tempfail\n");
}

BOOST_AUTO_TEST_CASE(a_service_overrides_the_default_action) {
    const auto site = PostfixSite{.options = "-o milter_default_action=quarantine",
                                  .milters = "-o smtpd_milters=unix:msa-milter/milter.sock"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: milter_default_action = quarantine\n"
               "    While the milter is down, messages are accepted into the hold queue; whoever "
               "releases them sends them unjudged and unsigned.\n"
               "    fix: -o milter_default_action=tempfail\n");
}

BOOST_AUTO_TEST_CASE(the_milters_own_action_wins) {
    const auto site = PostfixSite{.main = "milter_default_action = accept\n"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(rejecting_while_it_is_away_is_a_warning) {
    const auto site = PostfixSite{
        .main = "msa_milter = { unix:msa-milter/milter.sock, default_action=reject }\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: unix:msa-milter/milter.sock: default_action=reject\n"
               "    While the milter is down, even for a restart, users are told 550 5.5.0, and "
               "programs do not try again: mail is lost.\n"
               "    fix: { unix:msa-milter/milter.sock, default_action=tempfail, ... }\n");
}

BOOST_AUTO_TEST_CASE(an_action_that_postfix_does_not_know_is_a_warning) {
    const auto site =
        PostfixSite{.main = "msa_milter = { unix:msa-milter/milter.sock, default_action=acept }\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: unix:msa-milter/milter.sock: default_action=acept\n"
               "    Postfix does not know this action.\n"
               "    fix: { unix:msa-milter/milter.sock, default_action=tempfail, ... }\n");
}

BOOST_AUTO_TEST_CASE(a_submission_service_without_milters_is_a_problem) {
    const auto site = PostfixSite{.milters = ""};
    BOOST_TEST(
        site.said() ==
        "master.cf:1: submission/inet: problem: smtpd_milters is empty\n"
        "    What users submit here is neither judged nor signed, and neither the milter nor "
        "smtpd_sender_login_maps guards the sender: a user who logs in may be anybody.\n"
        "    fix: -o smtpd_milters=$msa_milter\n");
}

BOOST_AUTO_TEST_CASE(milters_overridden_to_none_are_a_problem) {
    const auto site = PostfixSite{.milters = "-o smtpd_milters="};
    BOOST_TEST(
        site.said() ==
        "master.cf:1: submission/inet: problem: smtpd_milters is empty\n"
        "    What users submit here is neither judged nor signed, and neither the milter nor "
        "smtpd_sender_login_maps guards the sender: a user who logs in may be anybody.\n"
        "    fix: -o smtpd_milters=$msa_milter\n");
}

BOOST_AUTO_TEST_CASE(a_foreign_milter_alone_is_a_problem) {
    const auto site =
        PostfixSite{.main = "smtpd_milters = inet:localhost:8891\nmsa_milter =\n", .milters = ""};
    BOOST_TEST(
        site.said() ==
        "master.cf:1: submission/inet: problem: smtpd_milters = inet:localhost:8891 does "
        "not name unix:/var/spool/postfix/msa-milter/milter.sock\n"
        "    What users submit here is neither judged nor signed, and neither the milter nor "
        "smtpd_sender_login_maps guards the sender: a user who logs in may be anybody.\n"
        "    fix: -o { smtpd_milters = { unix:msa-milter/milter.sock, "
        "default_action=tempfail } }\n");
}

BOOST_AUTO_TEST_CASE(logins_on_a_port_without_the_milter_are_a_problem) {
    const auto site = PostfixSite{.main = "smtpd_sasl_auth_enable = yes\n",
                                  .master = "smtp inet n - y - - smtpd\n"};
    BOOST_TEST(
        site.said() ==
        "master.cf:4: smtp/inet: problem: smtpd_milters is empty\n"
        "    What users submit here is neither judged nor signed, and neither the milter nor "
        "smtpd_sender_login_maps guards the sender: a user who logs in may be anybody.\n"
        "    fix: -o smtpd_milters=$msa_milter; or, if nobody is to submit here, -o "
        "smtpd_sasl_auth_enable=no\n"
        "main.cf: problem: smtpd_forbid_bare_newline is not set (no)\n"
        "    A bare newline ends a message (SMTP smuggling): whoever can put text into a user's "
        "message can send a second one with that user's login.\n"
        "    fix: smtpd_forbid_bare_newline = normalize\n"
        "master.cf:4: smtp/inet: warning: neither smtpd_tls_security_level = encrypt nor "
        "smtpd_tls_auth_only = yes\n"
        "    Clients may send passwords in the clear, before the milter can ask for TLS.\n"
        "    fix: -o smtpd_tls_security_level=encrypt\n");
}

BOOST_AUTO_TEST_CASE(a_port_without_logins_needs_no_milter) {
    const auto site =
        PostfixSite{.master = "smtp inet n - y - - smtpd\n127.0.0.1:10025 inet n - n - - smtpd\n"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(a_milter_behind_ours_is_a_warning) {
    const auto site =
        PostfixSite{.milters = "-o { smtpd_milters = $msa_milter, inet:127.0.0.1:11332 }"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: warning: smtpd_milters: inet:127.0.0.1:11332 after "
               "our milter\n"
               "    What it changes was judged and signed before: nobody judges it again, and the "
               "signature breaks.\n"
               "    fix: smtpd_milters with unix:msa-milter/milter.sock as the last one\n");
}

BOOST_AUTO_TEST_CASE(a_milter_before_ours_is_as_it_should_be) {
    const auto site =
        PostfixSite{.milters = "-o { smtpd_milters = inet:127.0.0.1:11332, $msa_milter }"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(an_absolute_path_is_out_of_reach_from_the_chroot) {
    const auto site =
        PostfixSite{.milters = "-o smtpd_milters=unix:/var/spool/postfix/msa-milter/milter.sock"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: the milter is named as "
               "unix:/var/spool/postfix/msa-milter/milter.sock, and smtpd runs in the chroot\n"
               "    It looks for the socket at "
               "/var/spool/postfix/var/spool/postfix/msa-milter/milter.sock and never finds the "
               "milter at unix:/var/spool/postfix/msa-milter/milter.sock.\n"
               "    fix: unix:msa-milter/milter.sock (from the queue directory, with and without "
               "chroot)\n");
}

BOOST_AUTO_TEST_CASE(an_absolute_path_is_right_without_chroot) {
    const auto site =
        PostfixSite{.milters = "-o smtpd_milters=unix:/var/spool/postfix/msa-milter/milter.sock",
                    .chroot = "n"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(chroot_is_no_by_default) {
    const auto site =
        PostfixSite{.milters = "-o smtpd_milters=unix:/var/spool/postfix/msa-milter/milter.sock",
                    .chroot = "-"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(chroot_is_the_default_of_old_configurations) {
    const auto site =
        PostfixSite{.main = "compatibility_level = 0\n",
                    .milters = "-o smtpd_milters=unix:/var/spool/postfix/msa-milter/milter.sock",
                    .chroot = "-"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: the milter is named as "
               "unix:/var/spool/postfix/msa-milter/milter.sock, and smtpd runs in the chroot\n"
               "    It looks for the socket at "
               "/var/spool/postfix/var/spool/postfix/msa-milter/milter.sock and never finds the "
               "milter at unix:/var/spool/postfix/msa-milter/milter.sock.\n"
               "    fix: unix:msa-milter/milter.sock (from the queue directory, with and without "
               "chroot)\n");
}

BOOST_AUTO_TEST_CASE(a_socket_below_run_is_out_of_reach_from_the_chroot) {
    const auto site =
        PostfixSite{.milters = "-o smtpd_milters=unix:/run/msa-milter/milter.sock",
                    .daemon = {.socket = "/run/msa-milter/milter.sock", .listeners = {}}};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: the milter is named as "
               "unix:/run/msa-milter/milter.sock, and smtpd runs in the chroot\n"
               "    It looks for the socket at /var/spool/postfix/run/msa-milter/milter.sock and "
               "never finds the milter at /run/msa-milter/milter.sock.\n"
               "    fix: n as the fifth field (chroot) of this service; or, in msa-milter.toml, "
               "socket = \"unix:/var/spool/postfix/msa-milter/milter.sock\", and here "
               "unix:msa-milter/milter.sock\n");
}

BOOST_AUTO_TEST_CASE(a_path_from_the_chroot_is_wrong_without_chroot) {
    const auto site =
        PostfixSite{.milters = "-o smtpd_milters=unix:/msa-milter/milter.sock", .chroot = "n"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: the milter is named as "
               "unix:/msa-milter/milter.sock, and smtpd runs without chroot\n"
               "    It looks for the socket at /msa-milter/milter.sock and never finds the milter "
               "at unix:/var/spool/postfix/msa-milter/milter.sock.\n"
               "    fix: unix:msa-milter/milter.sock (from the queue directory, with and without "
               "chroot)\n");
}

BOOST_AUTO_TEST_CASE(the_queue_directory_may_be_elsewhere) {
    const auto site =
        PostfixSite{.main = "queue_directory = /srv/queue\n",
                    .daemon = {.socket = "/srv/queue/msa-milter/milter.sock", .listeners = {}}};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(a_network_socket_is_recognized_in_either_spelling) {
    const auto site = PostfixSite{.milters = "-o smtpd_milters=inet:localhost:8891",
                                  .daemon = {.socket = "inet:8891@127.0.0.1", .listeners = {}}};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(a_timeout_within_the_daemons_deadline_is_a_warning) {
    const auto site =
        PostfixSite{.main = "msa_milter = { unix:msa-milter/milter.sock, command_timeout=5s }\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: milter_command_timeout = 5s\n"
               "    The daemon may ask the DNS for 6 s (resolver_deadline); Postfix gives up "
               "before, and the client is told 451 for a good message.\n"
               "    fix: milter_command_timeout = 30s\n");
}

BOOST_AUTO_TEST_CASE(a_timeout_that_is_none_is_a_warning) {
    const auto site = PostfixSite{.main = "milter_content_timeout = soon\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: milter_content_timeout = soon\n"
               "    That is not a time.\n"
               "    fix: milter_content_timeout = 300s\n");
}

BOOST_AUTO_TEST_CASE(forged_macros_are_a_problem) {
    const auto site = PostfixSite{
        .main =
            "milter_macro_defaults = auth_type=none, { auth_authen = alice@example.com }, x=y\n"};
    BOOST_TEST(
        site.said() ==
        "main.cf:3: problem: milter_macro_defaults gives auth_type=none\n"
        "    A client without login or TLS gets this value, which the milter takes as proved.\n"
        "    fix: milter_macro_defaults without auth_type\n"
        "main.cf:3: problem: milter_macro_defaults gives auth_authen=alice@example.com\n"
        "    A client without login or TLS gets this value, which the milter takes as proved.\n"
        "    fix: milter_macro_defaults without auth_authen\n");
}

BOOST_AUTO_TEST_CASE(a_listener_that_the_rules_do_not_govern_is_a_problem) {
    const auto site = PostfixSite{.options = "-o milter_macro_daemon_name=587"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: milter_macro_daemon_name = 587 is not in "
               "the rule file's [scope]\n"
               "    The milter lets what comes in here pass untouched and unsigned.\n"
               "    fix: -o milter_macro_daemon_name=submission; or in the rule file: listener = "
               "[\"submission\", \"submissions\", \"587\"]\n");
}

BOOST_AUTO_TEST_CASE(a_map_of_milters_is_a_problem) {
    const auto site = PostfixSite{.main = "smtpd_milter_maps = cidr:/etc/postfix/milters\n"};
    BOOST_TEST(
        site.said() ==
        "master.cf:1: submission/inet: problem: smtpd_milter_maps = cidr:/etc/postfix/milters\n"
        "    Clients listed there get the milters listed there instead of ours: their mail passes "
        "unjudged and unsigned.\n"
        "    fix: -o smtpd_milter_maps=\n");
}

BOOST_AUTO_TEST_CASE(a_map_of_milters_that_the_service_overrides_is_none) {
    const auto site = PostfixSite{.main = "smtpd_milter_maps = cidr:/etc/postfix/milters\n",
                                  .options = "-o smtpd_milter_maps="};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(no_milters_is_a_problem) {
    const auto site = PostfixSite{
        .options = "-o receive_override_options=no_unknown_recipient_checks,no_milters"};
    BOOST_TEST(
        site.said() ==
        "master.cf:1: submission/inet: problem: receive_override_options = "
        "no_unknown_recipient_checks,no_milters\n"
        "    no_milters: no milter is asked; what comes in here passes unjudged and unsigned.\n"
        "    fix: -o receive_override_options= (or the list without no_milters)\n");
}

BOOST_AUTO_TEST_CASE(other_override_options_are_none) {
    const auto site = PostfixSite{.options = "-o receive_override_options=no_address_mappings"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(a_proxy_filter_is_a_problem) {
    const auto site = PostfixSite{.options = "-o smtpd_proxy_filter=127.0.0.1:10024"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: smtpd_proxy_filter = 127.0.0.1:10024\n"
               "    With it, milters see the envelope and never the message: From is not judged, "
               "nothing is signed.\n"
               "    fix: -o smtpd_proxy_filter=\n");
}

BOOST_AUTO_TEST_SUITE_END()
