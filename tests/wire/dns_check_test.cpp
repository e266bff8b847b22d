// `dns check` of a zone on a real name server, asked through a real resolver: what is printed is
// well, and each mistake is told with what to write instead.
#include "wire/dns_site.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;

BOOST_FIXTURE_TEST_SUITE(dns_check, DnsSite, *boost::unit_test::precondition(has_resolver))

BOOST_AUTO_TEST_CASE(finds_well_what_dns_print_prints) {
    const auto checked = check(zone());
    BOOST_TEST(checked.status == 0, checked.out + checked.err);
    BOOST_TEST(says(checked, "ok", "mx", "mail goes to msa.mail.example"));
    BOOST_TEST(
        says(checked, "ok", "spf", "from 192.0.2.10: pass by ip4:192.0.2.10, 0 of 10 look-ups"));
    BOOST_TEST(says(checked, "ok", "dkim",
                    "ed._domainkey.mail.example: published; libopendkim verifies a signed probe"));
    BOOST_TEST(says(checked, "ok", "dmarc", "p=none"));
    BOOST_TEST(says(checked, "ok", "dmarc", "our signatures are aligned: d=mail.example"));
    BOOST_TEST(says(checked, "ok", "srv", "_submission._tcp.mail.example: 0 0 0 ."));
    BOOST_TEST(says(checked, "ok", "mta_sts", "none, which is allowed"));
    BOOST_TEST(says(checked, "ok", "tls_rpt", "rua=mailto:postmaster@mail.example"));
    BOOST_TEST(says(checked, "ok", "helo", "mx.mail.example: its address is 192.0.2.10"));
    BOOST_TEST(says(checked, "ok", "helo", "pass by a, 1 of 10 look-ups"));
    BOOST_TEST(says(checked, "ok", "ptr", "192.0.2.10: its name is mx.mail.example"));
    BOOST_TEST(says(checked, "ok", "servers", "all 1 of them answer"));
    BOOST_TEST(checked.out.ends_with("\nok: 0 wrong, 0 missing, 0 cannot tell, 13 ok\n"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(misses_everything_in_an_empty_zone) {
    name_of_egress = "local-data-ptr: \"192.0.2.99 other.example\"";
    const auto checked = check("mail A 192.0.2.1\n");
    BOOST_TEST(checked.status == 1, checked.err);
    BOOST_TEST(says(checked, "missing", "mx", "no MX record", "mail.example. IN MX 10 msa.mail"));
    BOOST_TEST(says(checked, "missing", "spf", "no SPF record", "\"v=spf1 ip4:192.0.2.10 ~all\""));
    BOOST_TEST(says(checked, "missing", "dkim", "the name does not exist in DNS",
                    "ed._domainkey.mail.example. IN TXT ( \"v=DKIM1; k=ed25519; p="));
    BOOST_TEST(says(checked, "missing", "dmarc", "no DMARC record", "\"v=DMARC1; p=none; rua="));
    BOOST_TEST(says(checked, "missing", "srv", "_submissions._tcp.mail.example: no SRV record",
                    "IN SRV 0 0 0 ."));
    BOOST_TEST(says(checked, "ok", "mta_sts", "none, which is allowed"));
    BOOST_TEST(says(checked, "ok", "tls_rpt", "none, which is allowed"));
    BOOST_TEST(says(checked, "missing", "helo", "the name in HELO of 192.0.2.10 has no address",
                    "mx.mail.example. IN A 192.0.2.10"));
    BOOST_TEST(says(checked, "missing", "helo", "none", "\"v=spf1 a -all\""));
    BOOST_TEST(says(checked, "missing", "ptr", "the address has no name",
                    "10.2.0.192.in-addr.arpa. IN PTR mx.mail.example."));
}

BOOST_AUTO_TEST_CASE(a_null_mx_takes_no_answers) {
    const auto checked = check(zone(" MX ") + "mail MX 0 .\n");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "mx", "a null MX", "IN MX 10 msa.mail.example."),
               checked.out);
}

BOOST_AUTO_TEST_CASE(an_mx_without_address_takes_none_either) {
    const auto checked = check(zone(" MX ") + "mail MX 10 nowhere.mail\n");
    BOOST_TEST(says(checked, "wrong", "mx", "the MX nowhere.mail.example has no address",
                    "nowhere.mail.example. IN A"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(an_mx_of_the_settings_is_looked_for) {
    write_settings("submission = 0\nsubmissions = 0\nmx = [\"in.mail.example\"]\n");
    const auto checked = check(zone(" MX ") + "mail MX 10 msa.mail\n");
    BOOST_TEST(
        says(checked, "wrong", "mx", "no MX is in.mail.example", "IN MX 10 in.mail.example."),
        checked.out);
}

BOOST_AUTO_TEST_CASE(two_spf_records_are_an_error) {
    const auto checked = check(zone() + "mail TXT \"v=spf1 -all\"\n");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "spf", "2 SPF records", "one record"), checked.out);
}

BOOST_AUTO_TEST_CASE(other_texts_of_the_domain_are_no_spf_records) {
    const auto checked = check(zone() + "mail TXT \"site-verification=1\"\n");
    BOOST_TEST(checked.status == 0, checked.out);
}

BOOST_AUTO_TEST_CASE(an_address_that_spf_forgets_is_named_with_the_term_that_decides) {
    const auto checked = check(zone("v=spf1 ip4") +
                               "mail TXT \"v=spf1 include:spf.mail.example ~all\"\n"
                               "spf.mail TXT \"v=spf1 ip4:198.51.100.0/24 -all\"\n");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "spf",
                    "mail.example: from 192.0.2.10: softfail by ~all, 1 of 10 look-ups",
                    "\"v=spf1 ip4:192.0.2.10 include:spf.mail.example ~all\""),
               checked.out);
}

BOOST_AUTO_TEST_CASE(an_address_in_an_include_is_told_with_the_term_in_there) {
    const auto checked = check(zone("v=spf1 ip4") +
                               "mail TXT \"v=spf1 include:spf.mail.example ~all\"\n"
                               "spf.mail TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n");
    BOOST_TEST(checked.status == 0, checked.out);
    BOOST_TEST(says(checked, "ok", "spf",
                    "pass by include:spf.mail.example -> ip4:192.0.2.0/24, 1 of 10 look-ups"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_misspelled_term_is_named) {
    const auto checked = check(zone("v=spf1 ip4") + "mail TXT \"v=spf1 ipv4:192.0.2.10 -all\"\n");
    BOOST_TEST(says(checked, "wrong", "spf", "an unknown mechanism: 'ipv4:192.0.2.10'"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(more_look_ups_than_receivers_do_are_counted) {
    std::string record = "mail TXT \"v=spf1 ip4:192.0.2.10";
    for (int i = 0; i < 12; ++i) {
        record += " a:a" + std::to_string(i) + ".mail.example";
    }
    const auto checked = check(zone("v=spf1 ip4") + record + " -all\"\n");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "spf", "ask DNS 12 times; receivers stop at 10", "fewer"),
               checked.out);
    BOOST_TEST(says(checked, "ok", "spf", "pass by ip4:192.0.2.10"), checked.out);
}

BOOST_AUTO_TEST_CASE(look_ups_for_nothing_are_counted) {
    const auto checked = check(zone("v=spf1 ip4") +
                               "mail TXT \"v=spf1 a:x.example a:y.example a:z.example -all\"\n");
    BOOST_TEST(says(checked, "wrong", "spf",
                    "permerror: more than 2 terms ask for what is not "
                    "there, 3 of 10 look-ups, 3 of 2"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(an_spf_record_for_everybody_is_told) {
    const auto checked = check(zone("v=spf1 ip4") + "mail TXT \"v=spf1 +all\"\n");
    BOOST_TEST(says(checked, "wrong", "spf", "+all: everybody may send", "~all or -all"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(without_egress_spf_cannot_be_tried) {
    write_rules(signing("mail.example"));
    const auto checked = check(zone());
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "missing", "spf", "no rule names the addresses",
                    "egress = [\"192.0.2.10 mx.example.com\"]"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_revoked_key_does_not_verify) {
    const auto checked =
        check(zone("_domainkey") + "ed._domainkey.mail TXT \"v=DKIM1; k=ed25519; p=\"\n");
    BOOST_TEST(says(checked, "wrong", "dkim", "the key is revoked (empty p=)",
                    "ed._domainkey.mail.example. IN TXT ( \"v=DKIM1; k=ed25519; p="),
               checked.out);
}

BOOST_AUTO_TEST_CASE(another_key_does_not_verify) {
    const auto checked = check(zone("_domainkey") +
                               "ed._domainkey.mail TXT \"v=DKIM1; k=ed25519; "
                               "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "dkim", "", "ed._domainkey.mail.example. IN TXT"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_domain_without_key_is_told) {
    write_rules(sending + signing("other.example"));
    const auto checked = check(zone());
    BOOST_TEST(says(checked, "missing", "dkim", "no key signs for its addresses",
                    "`msa-milter key new mail.example`"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(two_dmarc_records_are_none) {
    const auto checked = check(zone() + "_dmarc.mail TXT \"v=DMARC1; p=reject\"\n");
    BOOST_TEST(says(checked, "wrong", "dmarc", "2 DMARC records", "v=DMARC1; p=none"), checked.out);
}

BOOST_AUTO_TEST_CASE(a_dmarc_policy_that_is_none_is_named) {
    const auto checked = check(
        zone("_dmarc") + "_dmarc.mail TXT \"v=DMARC1; p=rejct; rua=mailto:a@mail.example\"\n");
    BOOST_TEST(says(checked, "wrong", "dmarc", "p=rejct is no policy", "p=none"), checked.out);
}

BOOST_AUTO_TEST_CASE(a_text_that_is_no_dmarc_record_is_shown) {
    const auto checked = check(zone("_dmarc") + "_dmarc.mail TXT \"v=DKIM1\"\n");
    BOOST_TEST(says(checked, "missing", "dmarc", "no DMARC record, but \"v=DKIM1\""), checked.out);
}

BOOST_AUTO_TEST_CASE(signatures_of_another_domain_are_not_aligned) {
    write_rules(sending + signing("other.example", "author_domains = [\"mail.example\"]\n"));
    const auto checked = check(zone());
    BOOST_TEST(says(checked, "wrong", "dmarc",
                    "no signature of ours is aligned with mail.example (RFC 7489): d=other.example",
                    "msa-milter key new mail.example"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_port_that_is_not_offered_is_not_to_be_named) {
    const auto checked = check(zone("SRV") +
                               "_submission._tcp.mail SRV 0 1 587 msa.mail\n"
                               "_submissions._tcp.mail SRV 0 0 0 .\n");
    BOOST_TEST(
        says(checked, "wrong", "srv", "names msa.mail.example, but it is not offered ([names])",
             "_submission._tcp.mail.example. IN SRV 0 0 0 ."),
        checked.out);
}

BOOST_AUTO_TEST_CASE(reports_to_others_need_their_word) {
    const std::string record =
        "_dmarc.mail TXT \"v=DMARC1; p=none; rua=mailto:a@mail.example,mailto:d@reports.example!9m;"
        " ruf=mailto:f@taken.example\"\n";
    const auto checked =
        check(zone("_dmarc") + record + "mail.example._report._dmarc.taken TXT \"v=DMARC1\"\n");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "missing", "dmarc",
                    "mail.example._report._dmarc.reports.example: reports are not sent to "
                    "reports.example",
                    "mail.example._report._dmarc.reports.example. IN TXT ( \"v=DMARC1\" )"),
               checked.out);
    BOOST_TEST(says(checked, "ok", "dmarc",
                    "mail.example._report._dmarc.taken.example: taken.example takes the reports"),
               checked.out);
    BOOST_TEST(!says(checked, "ok", "dmarc", "._report._dmarc.mail.example"), checked.out);
}

BOOST_AUTO_TEST_CASE(the_word_of_others_is_printed_too) {
    write_settings("submission = 0\nsubmissions = 0\nreports = \"d@reports.example\"\n");
    const auto checked = check(zone());
    BOOST_TEST(checked.status == 0, checked.out + checked.err);
    BOOST_TEST(says(checked, "ok", "dmarc", "reports.example takes the reports"), checked.out);
}

BOOST_AUTO_TEST_CASE(a_wrong_id_of_mta_sts_is_told) {
    const auto checked = check(zone("STSv1") + "_mta-sts.mail TXT \"v=STSv1; id=2026-11-28;\"\n");
    BOOST_TEST(
        says(checked, "wrong", "mta_sts", "id= is 1 to 32 letters and digits", "v=STSv1; id="),
        checked.out);
}

BOOST_AUTO_TEST_CASE(reports_about_tls_need_a_place) {
    const auto checked =
        check(zone("TLSRPT") + "_smtp._tls.mail TXT \"v=TLSRPTv1; rua=postmaster@mail.example\"\n");
    BOOST_TEST(says(checked, "wrong", "tls_rpt",
                    "rua= has neither mailto: nor https:", "rua=mailto:postmaster@mail.example"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_name_in_helo_of_another_host_is_told) {
    const auto checked = check(zone(" A 192.0.2.10") + "mx.mail A 198.51.100.1\n");
    BOOST_TEST(says(checked, "wrong", "helo", "has other addresses: \"198.51.100.1\"",
                    "mx.mail.example. IN A 192.0.2.10"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_name_in_helo_that_may_not_send_is_told) {
    const auto checked = check(zone("v=spf1 a -all") + "mx.mail TXT \"v=spf1 -all\"\n");
    BOOST_TEST(says(checked, "wrong", "helo", "fail by -all", "\"v=spf1 a -all\""), checked.out);
}

BOOST_AUTO_TEST_CASE(an_address_with_another_name_is_told) {
    name_of_egress = "local-data-ptr: \"192.0.2.10 pool-10.example\"";
    const auto checked = check(zone());
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "ptr",
                    "its name is \"pool-10.example\", but HELO says mx.mail.example",
                    "10.2.0.192.in-addr.arpa. IN PTR mx.mail.example."),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_program_reads_the_same) {
    const auto checked = check(zone("_dmarc"), {"--json"});
    BOOST_TEST(checked.status == 1);
    const auto json = nlohmann::json::parse(checked.out);
    BOOST_TEST(!json.at("ok").get<bool>());
    BOOST_REQUIRE(json.at("domains").size() == 2U);
    BOOST_TEST(json.at("domains").at(0).at("domain").get<std::string>() == "mail.example");
    BOOST_TEST(json.at("domains").at(1).at("domain").get<std::string>().empty());
    const auto& items = json.at("domains").at(0).at("items");
    const auto missed = std::find_if(items.begin(), items.end(), [](const auto& each) {
        return each.at("verdict") == "missing";
    });
    BOOST_REQUIRE((missed != items.end()));
    BOOST_TEST(missed->at("item").get<std::string>() == "dmarc");
    BOOST_TEST(missed->at("where").get<std::string>() == "_dmarc.mail.example");
    BOOST_TEST(missed->at("fix").get<std::string>().starts_with("_dmarc.mail.example. IN TXT"));
}

BOOST_AUTO_TEST_CASE(results_are_metrics_too) {
    std::filesystem::create_directory(folder.path_of("metrics"));
    std::filesystem::permissions(folder.path_of("metrics"),
                                 std::filesystem::perms(0777));  // nobody writes there
    const auto file = folder.path_of("metrics/dns.prom");
    const auto checked = check(zone("_dmarc"), {"--textfile", file});
    BOOST_TEST(checked.status == 1, checked.err);
    const auto metrics = contents(file);
    for (const std::string line :
         {"msa_milter_dns_check_sights{domain=\"mail.example\",item=\"dmarc\",verdict=\"missing\"} "
          "1\n",
          "msa_milter_dns_check_sights{domain=\"mail.example\",item=\"spf\",verdict=\"ok\"} 1\n",
          "msa_milter_dns_check_sights{domain=\"\",item=\"ptr\",verdict=\"ok\"} 1\n",
          "msa_milter_dns_check_domains 1\n",
          "# TYPE msa_milter_dns_check_timestamp_seconds gauge\n"}) {
        BOOST_TEST(metrics.find(line) != std::string::npos, line + metrics);
    }
    BOOST_TEST(metrics.find("\"} 0\n") == std::string::npos, metrics);
}

BOOST_AUTO_TEST_CASE(a_textfile_that_cannot_be_written_is_told) {
    const auto checked = check(zone(), {"--textfile", "/nonexistent/dns.prom"});
    BOOST_TEST(checked.status == 73);
    BOOST_TEST(checked.err.find("/nonexistent/dns.prom") != std::string::npos, checked.err);
}

BOOST_AUTO_TEST_SUITE_END()
