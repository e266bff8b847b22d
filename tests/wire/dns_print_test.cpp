// What `dns` takes from the rule files and the settings, and the forms of what it prints.
#include "wire/dns_site.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;

namespace {

bool holds(const Ended& ended, const std::string& text) {
    return ended.out.find(text) != std::string::npos;
}

constexpr const char* owners =
    "[owners]\ntables = [\"staff\"]\n[tables.staff]\ntype = \"inline\"\n"
    "entries = { \"alice@owned.example\" = [\"alice\"], \"@Whole.example\" = [\"bob\"] }\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dns_print, DnsSite, *boost::unit_test::precondition(has_resolver))

BOOST_AUTO_TEST_CASE(ports_are_those_that_the_scope_names) {
    write_settings("");
    write_rules("[scope]\nlistener = [\"submissions\", \"devices\"]\n" + signing("mail.example"));
    const auto printed = print();
    BOOST_TEST(printed.status == 0, printed.err);
    BOOST_TEST(holds(printed, "_submissions._tcp.mail.example. IN SRV 0 1 465 msa.mail.example."),
               printed.out);
    BOOST_TEST(holds(printed, "_submission._tcp.mail.example. IN SRV 0 0 0 ."), printed.out);
}

BOOST_AUTO_TEST_CASE(a_scope_that_names_neither_leaves_both) {
    write_settings("");
    write_rules("[scope]\nlistener = [\"users\"]\n" + signing("mail.example"));
    BOOST_TEST(holds(print(), "SRV 0 1 465 msa.mail.example."));
    BOOST_TEST(holds(print(), "SRV 10 1 587 msa.mail.example."));
}

BOOST_AUTO_TEST_CASE(settings_say_it_better_than_the_scope) {
    write_settings("submission = 1587\nreports = \"dmarc@mail.example\"\n");
    write_rules("[scope]\nlistener = [\"submissions\"]\n" + signing("mail.example"));
    BOOST_TEST(holds(print(), "SRV 10 1 1587 msa.mail.example."));
    BOOST_TEST(holds(print(), "p=none; rua=mailto:dmarc@mail.example\""));
}

BOOST_AUTO_TEST_CASE(postfix_says_better_than_the_scope_where_it_listens) {
    std::filesystem::create_directory(folder.path_of("postfix"));
    (void)folder.write("postfix/main.cf", "myhostname = msa.mail.example\n");
    const auto master = folder.write(
        "postfix/master.cf", "2587 inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n");
    write_settings("");
    write_rules("[scope]\nlistener = [\"submissions\"]\n" + signing("mail.example"));
    const auto printed = print();
    BOOST_TEST(holds(printed, "SRV 10 1 2587 msa.mail.example."), printed.out + printed.err);
    BOOST_TEST(holds(printed, "_submissions._tcp.mail.example. IN SRV 0 0 0 ."));
    BOOST_TEST(holds(printed,
                     "; host: msa.mail.example ([names])\n"
                     "; port with STARTTLS: 2587 (" +
                         master +
                         ":1: 2587/inet)\n"
                         "; port with implicit TLS: not offered (no service in " +
                         master + ")\n"));
    write_settings("submission = 1587\n");
    BOOST_TEST(holds(print(), "SRV 10 1 1587 msa.mail.example."));
    BOOST_TEST(holds(print(), "; port with STARTTLS: 1587 ([names])\n"));
}

BOOST_AUTO_TEST_CASE(a_postfix_without_submission_says_nothing) {
    std::filesystem::create_directory(folder.path_of("postfix"));
    (void)folder.write("postfix/main.cf", "myhostname = msa.mail.example\n");
    (void)folder.write("postfix/master.cf", "smtp inet n - y - - smtpd\n");
    write_settings("");
    BOOST_TEST(holds(print(), "; port with STARTTLS: 587 (RFC 6409)\n"));
    (void)folder.write("postfix/master.cf", "");
    const auto printed = print();
    BOOST_TEST(printed.status == 0);
    BOOST_TEST(holds(printed, "; port with implicit TLS: 465 (RFC 8314)\n"));
    BOOST_TEST(printed.err.ends_with("; the ports are not taken from Postfix\n"), printed.err);
}

BOOST_AUTO_TEST_CASE(what_needs_more_than_a_record_is_a_comment) {
    BOOST_TEST(holds(print(), "\n; _mta-sts.mail.example. IN TXT ( \"v=STSv1; id="));
    BOOST_TEST(holds(print("nsupdate"), "\n; update add _mta-sts.mail.example. "));
    BOOST_TEST(holds(print("json"), "{\"action\":\"optional\",\"name\":\"_mta-sts.mail.example\""));
}

BOOST_AUTO_TEST_CASE(nsupdate_and_programs_have_forms_of_their_own) {
    BOOST_TEST(holds(print("nsupdate"),
                     "update delete ed._domainkey.mail.example. TXT\n"
                     "update add ed._domainkey.mail.example. 3600 IN TXT \"v=DKIM1; "));
    const auto json = nlohmann::json::parse(print("json").out);
    BOOST_TEST(json.size() == 11U);
    BOOST_TEST(json.at(0).at("type") == "MX");
}

BOOST_AUTO_TEST_CASE(what_is_no_domain_is_told) {
    for (const std::string name : {"example", "a..example", "alice@mail.example", "192.0.2.1"}) {
        const auto printed = dns({"print", name});
        BOOST_TEST(printed.status == 65, name);
        BOOST_TEST(printed.err == "msa-milter: '" + name + "' is no domain, as in example.com\n");
    }
}

BOOST_AUTO_TEST_CASE(without_a_domain_those_of_keys_and_owners_are_checked) {
    write_rules(owners + signing("mail.example",
                                 "author_domains = [\"mail.example\", "
                                 "\"more.example\", \"*.below.example\"]\n"));
    const NameServer server(zone());
    const RecursiveServer resolver(server.address(), {name_of_egress});
    const auto checked =
        dns({"check", "--json", "--server", server.address(), "--resolver", resolver.address()});
    BOOST_TEST(checked.status == 1, checked.err);
    std::string names;
    const auto json = nlohmann::json::parse(checked.out);
    for (const auto& each : json.at("domains")) {
        names += each.at("domain").get<std::string>() + ' ';
    }
    BOOST_TEST(names == "mail.example more.example owned.example whole.example  ");
}

BOOST_AUTO_TEST_SUITE_END()
