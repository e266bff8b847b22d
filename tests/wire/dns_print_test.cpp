// What `dns` takes from the rule files and the settings, and the forms of what it prints.
#include "wire/dns_site.h"

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
