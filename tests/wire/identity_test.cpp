// Identities beside a SASL login, and the rule file of each listener.
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/milter_client.h"
#include "wire/program.h"

#include <chrono>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace msa::wire;

namespace {

/// The last record: what is answered is recorded already.
nlohmann::json last_record(const Daemon& daemon) {
    const auto lines = contents(daemon.path("audit.jsonl"));
    const auto begin = lines.rfind('\n', lines.size() - 2);
    return nlohmann::json::parse(lines.substr(begin == std::string::npos ? 0 : begin + 1));
}

std::string code_of(const Answer& answer) {
    return answer.substr(0, 9);
}

constexpr const char* alices_address = R"(
[owners]
tables = ["staff"]
[tables.staff]
type = "inline"
entries = { "alice@example.com" = ["alice"] }
)";

std::string seconds_ago(int seconds) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count() - seconds);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity)

// Postfix, where a proxy said XCLIENT ADDR=[UNAVAILABLE]. Who has no address is no local program.
BOOST_DATA_TEST_CASE(a_client_without_the_address_it_should_have_is_told_so,
                     bdata::make(all_mtas) * bdata::make({"unknown", "", "192.0.2.256", "::g"}),
                     mta, address) {
    const Daemon daemon({.rules = std::string(alices_address) +
                                  "[scope]\nlistener = [\"submission\"]\n"
                                  "[identity]\nsources = [\"sasl\", \"local\"]\n"
                                  "[identity.local]\nlogin = \"alice\"\n"});
    for (const char* const login : {"alice", ""}) {
        MilterClient client(daemon.socket(), mta.profile());
        client.login = login;
        client.macros["{client_addr}"] = address;
        client.macros["{daemon_name}"] = "submission";
        BOOST_TEST(client.connect("unknown", address) == "");
        BOOST_TEST(client.helo("client.example.org") == "");
        for (int i = 0; i < 2; ++i) {
            const auto answer = client.mail("<alice@example.com>");
            BOOST_TEST(answer.starts_with(
                "451 4.7.0 The address of the client is not known here, please try again"));
        }
        client.quit();
    }
    BOOST_TEST(last_record(daemon)["trouble"] ==
               "the MTA tells no address of the client, but '" + std::string(address) + '\'');
    BOOST_TEST(daemon.logs("event=client_address session="));
    // Out of scope nobody asks where it comes from.
    MilterClient other(daemon.socket(), mta.profile());
    other.macros["{daemon_name}"] = "relay";
    BOOST_TEST(other.connect("unknown", address) == "");
    BOOST_TEST(other.mail("<alice@example.com>") == "accept");
}

BOOST_DATA_TEST_CASE(a_local_program_is_who_the_rule_file_says, bdata::make(both_mtas), mta) {
    const Daemon daemon({.rules = std::string(alices_address) +
                                  "[identity]\nsources = [\"sasl\", \"local\"]\n"
                                  "[identity.local]\nlogin = \"alice\"\n"});
    MilterClient client(daemon.socket(), mta.profile());
    client.login = "";
    client.macros.erase("{client_addr}");
    BOOST_TEST(client.connect_locally() == "");
    auto mail = honest_mail();
    if (mta.profile().flavour == Flavour::postfix) {  // pickup shows no brackets
        mail.sender = "alice@example.com";
        mail.recipients = {"rcpt@example.net"};
    }
    BOOST_TEST(client.submit(mail).answer == "");
    const auto record = last_record(daemon);
    BOOST_TEST(record["identity"]["source"] == "local");
    BOOST_TEST(record["identity"]["login"] == "alice");
    BOOST_TEST(
        record["rights"][0] ==
        nlohmann::json::parse(R"({"address": "alice@example.com", "field": ["MAIL FROM", "From"],
                                         "right": "owner",
                                         "by": "table staff: alice@example.com"})"));
}

BOOST_AUTO_TEST_CASE(a_client_on_loopback_is_no_local_program) {
    const Daemon daemon({.rules = std::string(alices_address) +
                                  "[identity]\nsources = [\"local\"]\n"
                                  "[identity.local]\nlogin = \"alice\"\n"});
    MilterClient client(daemon.socket());
    client.login = "";
    BOOST_TEST(client.connect("localhost", "127.0.0.1") == "");
    BOOST_TEST(code_of(client.submit(honest_mail()).answer) == "530 5.7.0");
}

BOOST_AUTO_TEST_CASE(a_recent_login_from_the_same_address_is_recorded_with_its_age) {
    const Daemon daemon(
        {.rules = std::string(alices_address) +
                  "[identity]\nsources = [\"sasl\", \"recent_login\"]\n"
                  "[identity.recent_login]\ntable = \"pop\"\nnetwork = [\"192.0.2.0/24\"]\n"
                  "[tables.pop]\ntype = \"inline\"\nentries = { \"192.0.2.7\" = [\"alice\", \"" +
                  seconds_ago(100) + "\"] }\n"});
    MilterClient client(daemon.socket());
    client.login = "";
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto record = last_record(daemon);
    BOOST_TEST(record["identity"]["source"] == "recent_login");
    const auto proof = record["identity"]["proof"].get<std::string>();
    BOOST_TEST(proof.substr(0, 12) == "192.0.2.7, 1");
    BOOST_TEST(proof.substr(proof.size() - 6) == " s ago");
}

BOOST_AUTO_TEST_CASE(each_listener_has_the_rules_of_its_file) {
    const Daemon daemon(
        {.rules = std::string("version = \"people\"\n[scope]\nlistener = [\"submission\"]\n") +
                  alices_address,
         .more_rules = "version = \"devices\"\n[scope]\nlistener = [\"scan-in\"]\n"});
    const auto submitted = [&](const std::string& listener) {
        MilterClient client(daemon.socket());
        client.macros["{daemon_name}"] = listener;
        client.greet();
        return code_of(client.mail("<alice@example.com>"));
    };
    BOOST_TEST(submitted("scan-in") == "550 5.7.1");
    auto record = last_record(daemon);
    BOOST_TEST(record["rules"]["version"] == "devices");
    BOOST_TEST(record["rules"]["file"] == daemon.path("more.toml"));
    BOOST_TEST(submitted("smtp") == "accept");
    record = last_record(daemon);
    BOOST_TEST(record["disposition"] == "out_of_scope");
    BOOST_TEST(record["rules"]["hash"].is_null());
    BOOST_TEST(submitted("submission") == "");
    BOOST_TEST(daemon.logs("rules_version=people,devices"));
}

BOOST_AUTO_TEST_CASE(files_that_govern_the_same_listener_do_not_start) {
    Daemon daemon({.rules = "[scope]\nlistener = [\"submission\"]\n",
                   .more_rules = "[scope]\nlistener = [\"submission\"]\n"});
    BOOST_TEST(daemon.exit_status() == 78);
    BOOST_TEST(daemon.logs(":3:12: listener 'submission' is governed by "));
}

BOOST_AUTO_TEST_SUITE_END()
