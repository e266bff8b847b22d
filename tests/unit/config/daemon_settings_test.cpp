#include "config/daemon_settings.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

msa::LoadedSettings load(const std::string& text) {
    return msa::load_daemon_settings(
        "d.toml", [&text](const std::string&) { return msa::Result<std::string>(text); });
}

std::string complaint(const std::string& text) {
    const auto loaded = load(text);
    const auto found = loaded.diagnostics.sorted();
    return found.empty() ? "" : loaded.diagnostics.line_of(found.front());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(daemon_settings)

BOOST_AUTO_TEST_CASE(have_defaults) {
    const auto loaded = load("");
    BOOST_REQUIRE(loaded.settings.has_value());
    BOOST_TEST(loaded.settings->socket == "unix:/run/msa-milter/milter.sock");
    BOOST_TEST(loaded.settings->socket_mode == 0660U);
    BOOST_TEST(loaded.settings->user == "msa-milter");
}

BOOST_AUTO_TEST_CASE(are_what_the_file_says) {
    const auto loaded = load(
        "socket = \"inet:8891@127.0.0.1\"\nsocket_mode = \"0666\"\n"
        "user = \"nobody\"\nlog = \"stderr\"\ndrain_timeout = 5\nmta = \"sendmail\"\n"
        "engine = \"native\"\n");
    BOOST_REQUIRE(loaded.settings.has_value());
    BOOST_TEST(loaded.settings->socket == "inet:8891@127.0.0.1");
    BOOST_TEST(loaded.settings->socket_mode == 0666U);
    BOOST_TEST(loaded.settings->user == "nobody");
    BOOST_TEST(loaded.settings->log == "stderr");
    BOOST_TEST(loaded.settings->drain_timeout.count() == 5);
    BOOST_TEST(loaded.settings->engine == "native");
    BOOST_TEST(loaded.settings->mta == "sendmail");
}

BOOST_AUTO_TEST_CASE(name_one_rule_file_or_several) {
    BOOST_TEST(load("rules = \"a.toml\"").settings->rules == (std::vector<std::string>{"a.toml"}),
               boost::test_tools::per_element());
    BOOST_TEST(load("rules = [\"a.toml\", \"b.toml\"]").settings->rules ==
                   (std::vector<std::string>{"a.toml", "b.toml"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(name_files_beside_them) {
    const auto settings =
        msa::load_daemon_settings("/etc/x/d.toml", [](const std::string&) {
            return msa::Result<std::string>(
                std::string("rules = [\"a.toml\", \"/b.toml\"]\naudit = \"../audit.jsonl\"\n"));
        }).settings;
    BOOST_REQUIRE(settings.has_value());
    BOOST_TEST(settings->rules == (std::vector<std::string>{"/etc/x/a.toml", "/b.toml"}),
               boost::test_tools::per_element());
    BOOST_TEST(settings->audit == "/etc/x/../audit.jsonl");
    BOOST_TEST(load("audit = \"/var/a\"\n").settings->audit == "/var/a");
}

BOOST_AUTO_TEST_CASE(name_dns_servers_by_address_and_port) {
    const auto loaded = load(
        "resolver = [\"192.0.2.53\", \"2001:db8::53@5353\"]\nresolver_timeout = 2\n"
        "resolver_deadline = 9\n");
    BOOST_REQUIRE(loaded.settings.has_value());
    BOOST_TEST(
        loaded.settings->resolver == (std::vector<std::string>{"192.0.2.53", "2001:db8::53@5353"}),
        boost::test_tools::per_element());
    BOOST_TEST(loaded.settings->resolver_timeout.count() == 2);
    BOOST_TEST(loaded.settings->resolver_deadline.count() == 9);
}

BOOST_DATA_TEST_CASE(no_dns_server,
                     boost::unit_test::data::make({"ns.example.com", "192.0.2.0/24", "192.0.2.1@",
                                                   "192.0.2.1@0", "192.0.2.1@65536",
                                                   "192.0.2.1@53x", "@53", ""}),
                     text) {
    BOOST_TEST(complaint("resolver = [\"" + std::string(text) + "\"]").substr(0, 34) ==
               "d.toml:1:13: a DNS server is an ad");
}

BOOST_AUTO_TEST_CASE(rotation_is_daily_by_size_or_not_at_all) {
    const auto with = [](const std::string& value) {
        return load("[audit]\nrotate = " + value + '\n');
    };
    BOOST_TEST(with("\"daily\"").settings->rotate_daily);
    BOOST_TEST(!with("\"none\"").settings->rotate_daily);
    BOOST_TEST(load("").settings->rotate_octets == 0U);
    BOOST_TEST(with("\"100M\"").settings->rotate_octets == 104'857'600U);
    BOOST_TEST(with("\"128k\"").settings->rotate_octets == 131'072U);
    BOOST_TEST(with("\"2G\"").settings->rotate_octets == 2'147'483'648U);
    BOOST_TEST(with("\"200000\"").settings->rotate_octets == 200'000U);
    for (const std::string bad : {"\"\"", "\"weekly\"", "\"M\"", "\"1T\"", "\"1 M\"", "\"-1M\"",
                                  "\"1MB\"", "\"127k\"", "\"0\"", "\"9999999999M\"", "100"}) {
        BOOST_TEST(!with(bad).settings.has_value(), bad);
    }
}

BOOST_AUTO_TEST_CASE(a_key_is_a_file_or_a_credential) {
    const auto with = [](const std::string& value) {
        return load("[audit]\nkey = \"" + value + "\"\n");
    };
    BOOST_TEST(with("/etc/x/audit.key").settings->audit_key == "/etc/x/audit.key");
    BOOST_TEST(with("credential:audit.key").settings->audit_key == "credential:audit.key");
    for (const std::string bad : {"credential:", "credential:../x", "credential:/etc/x"}) {
        BOOST_TEST(!with(bad).settings.has_value(), bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()
