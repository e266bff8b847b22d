// Sessions: several messages, messages given up, STARTTLS, logins that come and go.
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/milter_client.h"

#include <csignal>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace msa::wire;

namespace {

// The steps of a message after each of which it can be given up.
enum class Until { mail, recipient, header, end_of_headers, body };

struct GivenUp {
    const char* name;
    Until until;
};

std::ostream& operator<<(std::ostream& out, const GivenUp& stage) {
    return out << stage.name;
}

constexpr GivenUp stages[] = {{"mail", Until::mail},
                              {"recipient", Until::recipient},
                              {"header", Until::header},
                              {"end of headers", Until::end_of_headers},
                              {"body", Until::body}};

void begin_message(MilterClient& client, Until until) {
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    if (until >= Until::recipient) {
        BOOST_TEST(client.recipient("<rcpt@example.net>") == "");
    }
    if (until >= Until::header) {
        BOOST_TEST(client.header({"From", " alice@example.com"}) == "");
    }
    if (until >= Until::end_of_headers) {
        BOOST_TEST(client.end_of_headers() == "");
    }
    if (until >= Until::body) {
        BOOST_TEST(client.body("Hello.\r\n") == "");
    }
}

// How the messages of a client ended, in their order.
std::string dispositions(int client_port, std::size_t count) {
    std::string result;
    for (const auto& record : shared_daemon().records(client_port, count)) {
        result += (result.empty() ? "" : " ") + record["disposition"].get<std::string>();
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(session)

BOOST_DATA_TEST_CASE(messages_of_one_session_are_judged_one_by_one, bdata::make(all_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    Submission forged = honest_mail();
    forged.header[0].value = " bob@example.com";
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    BOOST_TEST(client.submit(forged).answer.substr(0, 3) == "550");
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto records = shared_daemon().records(client.client_port(), 3);
    BOOST_TEST(records.size() == 3U);
    const std::string session = records[0]["session"];
    for (std::size_t i = 0; i < records.size(); ++i) {
        BOOST_TEST(records[i]["transaction"] == session + "." + std::to_string(i + 1));
    }
}

BOOST_DATA_TEST_CASE(a_message_can_be_given_up_anywhere,
                     bdata::make(both_mtas) * bdata::make(stages), mta, stage) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    begin_message(client, stage.until);
    client.abort();
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    BOOST_TEST(dispositions(client.client_port(), 2) == "aborted accepted");
}

BOOST_DATA_TEST_CASE(a_client_may_disappear_anywhere, bdata::make(both_mtas) * bdata::make(stages),
                     mta, stage) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    begin_message(client, stage.until);
    client.stream().flush();
    client.stream().close();
    BOOST_TEST(dispositions(client.client_port(), 1) == "aborted");
}

// The daemon stands still until all is sent and the MTA is gone: it has everything to read, and
// nobody to answer.
BOOST_DATA_TEST_CASE(nothing_is_judged_for_an_mta_that_has_gone, bdata::make(both_mtas), mta) {
    const Daemon daemon;
    MilterClient client(daemon.socket(), mta.profile());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    BOOST_TEST(client.recipient("<rcpt@example.net>") == "");
    daemon.freeze();
    for (int i = 0; i < 600; ++i) {
        BOOST_TEST(client.header({"From", " bob@example.com"}) == "");
    }
    BOOST_TEST(client.end_of_headers() == "");
    BOOST_TEST(client.body("Hello.\r\n") == "");
    client.stream().flush();
    client.stream().close();
    daemon.signal(SIGCONT);
    const auto record = daemon.records(client.client_port(), 1).front();
    BOOST_TEST(record["disposition"] == "aborted");
    BOOST_TEST(record["stage"] == "recipient");
    BOOST_TEST(record["findings"].empty());
    MilterClient next(daemon.socket(), mta.profile());
    next.greet();
    BOOST_TEST(next.submit(honest_mail()).answer == "");
}

BOOST_AUTO_TEST_CASE(a_client_may_disappear_before_it_says_anything) {
    { const PacketStream silent(shared_daemon().socket()); }
    { const MilterClient negotiated(shared_daemon().socket()); }
    {
        MilterClient greeted(shared_daemon().socket());
        greeted.greet();
        greeted.quit();
    }
    MilterClient next(shared_daemon().socket());
    next.greet();
    BOOST_TEST(next.submit(honest_mail()).answer == "");
}

BOOST_DATA_TEST_CASE(a_message_that_is_given_up_twice_is_recorded_once, bdata::make(both_mtas),
                     mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    begin_message(client, Until::header);
    client.abort();
    client.abort();
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    client.quit();
    BOOST_TEST(dispositions(client.client_port(), 2) == "aborted accepted");
}

BOOST_DATA_TEST_CASE(a_second_helo_ends_what_was_open, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    begin_message(client, Until::recipient);
    client.abort();
    BOOST_TEST(client.helo("second.example.org") == "");
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto records = shared_daemon().records(client.client_port(), 2);
    BOOST_TEST(records[0]["disposition"] == "aborted");
    BOOST_TEST(records[1]["claimed"]["helo"] == "second.example.org");
}

BOOST_DATA_TEST_CASE(starttls_is_seen_behind_a_second_helo, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    const auto with_tls = client.macros;
    for (const char* name : {"{tls_version}", "{cipher}", "{cipher_bits}"}) {
        client.macros.erase(name);
    }
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).answer.substr(0, 9) == "530 5.7.0");
    client.macros = with_tls;
    BOOST_TEST(client.helo("client.example.org") == "");
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto records = shared_daemon().records(client.client_port(), 2);
    BOOST_TEST(records[0]["tls"].is_null());
    BOOST_TEST(records[1]["tls"]["cipher"] == "TLS_AES_256_GCM_SHA384");
}

BOOST_DATA_TEST_CASE(starttls_without_a_second_helo_is_seen_at_mail, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    BOOST_TEST(client.connect("client.example.org", "192.0.2.7") == "");
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto record = shared_daemon().records(client.client_port(), 1).front();
    BOOST_TEST(record["tls"]["version"] == "TLSv1.3");
    BOOST_TEST(record["claimed"]["helo"].is_null());
}

BOOST_DATA_TEST_CASE(a_login_holds_for_its_own_mail_only, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    client.login = "";
    BOOST_TEST(client.mail("<alice@example.com>").substr(0, 3) == "530");
    client.login = "bob";
    BOOST_TEST(client.mail("<alice@example.com>").substr(0, 3) == "550");
    client.login = "alice";
    BOOST_TEST(client.mail("<alice@example.com>") == "");
}

BOOST_DATA_TEST_CASE(a_login_is_read_as_its_mta_writes_it, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.login = "a+b=c d\xc3\xa9";
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>").substr(0, 3) == "550");
    const auto record = shared_daemon().records(client.client_port(), 1).front();
    BOOST_TEST(record["identity"]["login"] == client.login);
}

BOOST_AUTO_TEST_CASE(a_login_that_cannot_be_decoded_is_not_guessed) {
    MilterClient client(shared_daemon().socket(), sendmail());
    client.macros["{auth_authen}"] = "alice+zz";
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>").substr(0, 9) == "451 4.3.0");
    BOOST_TEST(dispositions(client.client_port(), 1) == "deferred");
    client.macros.erase("{auth_authen}");
    BOOST_TEST(client.mail("<alice@example.com>") == "");
}

BOOST_AUTO_TEST_CASE(a_client_may_have_an_ipv6_address) {
    MilterClient client(shared_daemon().socket());
    BOOST_TEST(client.connect("[2001:db8::7]", "2001:db8::7") == "");
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto record = shared_daemon().records(client.client_port(), 1).front();
    BOOST_TEST(record["client"]["address"] == "2001:db8::7");
}

BOOST_AUTO_TEST_CASE(a_local_client_has_no_address) {
    MilterClient client(shared_daemon().socket(), sendmail());
    client.macros.erase("{client_addr}");
    client.macros["{client_name}"] = "unknown";
    BOOST_TEST(client.connect_locally() == "");
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto record = shared_daemon().records(client.client_port(), 1).front();
    BOOST_TEST(record["client"]["address"].is_null());
    BOOST_TEST(record["client"]["name"].is_null());
}

BOOST_AUTO_TEST_CASE(a_listener_that_is_not_governed_is_left_alone) {
    const Daemon daemon({.rules = staff_rules() + "[scope]\nlistener = [\"submission\"]\n"});
    MilterClient client(daemon.socket());
    client.login = "";
    client.macros["{daemon_name}"] = "smtp";
    client.greet();
    BOOST_TEST(client.mail("<anybody@example.org>") == "accept");
    BOOST_TEST(client.mail("<somebody@example.org>") == "accept");
    BOOST_TEST(daemon.records(client.client_port(), 2).at(1)["disposition"] == "out_of_scope");
}

BOOST_AUTO_TEST_CASE(a_listener_without_a_name_is_not_taken_for_one_out_of_scope) {
    const Daemon daemon({.rules = staff_rules() + "[scope]\nlistener = [\"submission\"]\n"});
    MilterClient client(daemon.socket());
    client.macros.erase("{daemon_name}");
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>").substr(0, 9) == "451 4.3.0");
    const auto record = daemon.records(client.client_port(), 1).front();
    BOOST_TEST(record["disposition"] == "deferred");
    BOOST_TEST(record["trouble"].get<std::string>().find("{daemon_name}") != std::string::npos);
}

BOOST_DATA_TEST_CASE(a_certificate_that_the_mta_has_verified_is_an_identity, bdata::make(both_mtas),
                     mta) {
    const Daemon daemon({.rules = R"(
[owners]
tables = ["staff"]
[tables.staff]
type = "inline"
entries = { "alice@example.com" = ["alice"] }
[identity]
sources = ["sasl", "certificate"]
[identity.certificate]
issuer = ["Example Device CA"]
table = "devices"
[tables.devices]
type = "inline"
entries = { "printer 7" = "alice" }
)"});
    const bool is_sendmail = mta.profile().flavour == Flavour::sendmail;
    MilterClient client(daemon.socket(), mta.profile());
    client.login = "";
    if (is_sendmail) {
        client.macros["{verify}"] = "OK";
        client.macros["{cn_subject}"] = "Printer+207";
        client.macros["{cn_issuer}"] = "Example+20Device+20CA";
    } else {
        client.macros["{cert_subject}"] = "Printer 7";
        client.macros["{cert_issuer}"] = "Example Device CA";
    }
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto identity = daemon.records(client.client_port(), 1).front()["identity"];
    BOOST_TEST(identity["login"] == "alice");
    BOOST_TEST(identity["source"] == "certificate");
    BOOST_TEST(identity["proof"] == "Printer 7, issued by Example Device CA");
    // Sendmail shows those of anybody; Postfix shows others not at all.
    (is_sendmail ? client.macros["{verify}"] : client.macros["{cert_issuer}"]) = "FAIL";
    BOOST_TEST(client.submit(honest_mail()).answer.substr(0, 9) == "530 5.7.0");
}

BOOST_AUTO_TEST_SUITE_END()
