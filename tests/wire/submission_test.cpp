// Whole messages: what is refused with which reply, and what an accepted message looks like when it
// leaves. The rules themselves are tested in tests/cases.
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/milter_client.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace msa::wire;

namespace {

Ending submitted(const Named& mta, const Submission& submission, const std::string& login) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.login = login;
    client.greet();
    Ending ending = client.submit(submission);
    client.quit();
    return ending;
}

Submission without(std::string_view name) {
    Submission mail = honest_mail();
    std::erase_if(mail.header, [name](const Field& field) { return field.name == name; });
    return mail;
}

Submission with(const Field& field) {
    Submission mail = honest_mail();
    mail.header.push_back(field);
    return mail;
}

std::string code_of(const Ending& ending) {
    return ending.answer.substr(0, 9);
}

/// Of the body that comes instead of the one sent, up to the answer to the message.
std::size_t new_body_octets(PacketStream& stream) {
    std::size_t octets = 0;
    for (;;) {
        const Packet packet = stream.receive();
        if (packet.command == 'c') {
            return octets;
        }
        octets += packet.command == 'b' ? packet.data.size() : 0;
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(submission)

BOOST_DATA_TEST_CASE(an_honest_message_leaves_as_it_came, bdata::make(all_mtas), mta) {
    const Ending ending = submitted(mta, honest_mail(), "alice");
    BOOST_TEST(ending.answer == "");
    BOOST_TEST(ending.stage == "end of message");
    BOOST_CHECK(ending.message.delivered() == honest_header());
    BOOST_TEST(ending.message.faults().empty());
}

BOOST_DATA_TEST_CASE(a_login_that_is_an_address_owns_it, bdata::make(both_mtas), mta) {
    BOOST_TEST(submitted(mta, honest_mail(), "alice@example.com").answer == "");
}

BOOST_DATA_TEST_CASE(a_missing_date_and_message_id_are_added_once, bdata::make(all_mtas), mta) {
    Submission mail = without("Date");
    std::erase_if(mail.header, [](const Field& field) { return field.name == "Message-ID"; });
    const Ending ending = submitted(mta, mail, "alice");
    BOOST_REQUIRE(ending.is_accepted());
    BOOST_REQUIRE(ending.message.values("Date").size() == 1U);
    BOOST_TEST(ending.message.values("Date")[0] != " by sendmail");
    BOOST_REQUIRE(ending.message.values("Message-ID").size() == 1U);
    const std::string id = ending.message.values("Message-ID")[0];
    BOOST_TEST(id.starts_with(" <"));
    BOOST_TEST(id.ends_with("@msa.example.com>"));
    BOOST_TEST(ending.message.faults().empty());
}

BOOST_DATA_TEST_CASE(every_bcc_is_removed, bdata::make(all_mtas), mta) {
    Submission mail = honest_mail();
    mail.header.insert(mail.header.begin(), {"Bcc", " one@example.net"});
    mail.header.push_back({"BCC", " two@example.net"});
    mail.header.push_back({"Bcc", ""});
    const Ending ending = submitted(mta, mail, "alice");
    BOOST_TEST(ending.answer == "");
    BOOST_CHECK(ending.message.delivered() == honest_header());
    BOOST_TEST(ending.message.faults().empty());
}

BOOST_DATA_TEST_CASE(a_forged_from_is_refused, bdata::make(all_mtas), mta) {
    Submission mail = without("From");
    mail.header.push_back({"From", " Alice <bob@example.com>"});
    const Ending ending = submitted(mta, mail, "alice");
    BOOST_TEST(code_of(ending) == "550 5.7.1");
    BOOST_TEST(ending.stage == "end of message");
}

BOOST_DATA_TEST_CASE(a_forged_envelope_is_refused_at_once, bdata::make(all_mtas), mta) {
    Submission mail = honest_mail();
    mail.sender = "<bob@example.com>";
    const Ending ending = submitted(mta, mail, "alice");
    BOOST_TEST(code_of(ending) == "550 5.7.1");
    BOOST_TEST(ending.stage == "mail");
}

BOOST_DATA_TEST_CASE(two_from_fields_are_refused, bdata::make(all_mtas), mta) {
    const Ending ending = submitted(mta, with({"From", " alice@example.com"}), "alice");
    BOOST_TEST(code_of(ending) == "554 5.6.0");
    BOOST_TEST(ending.stage == "end of message");
}

BOOST_DATA_TEST_CASE(the_null_sender_needs_an_owned_from, bdata::make(both_mtas), mta) {
    Submission mail = honest_mail();
    mail.sender = "<>";
    BOOST_TEST(submitted(mta, mail, "alice").answer == "");
    BOOST_TEST(code_of(submitted(mta, mail, "bob")) == "550 5.7.1");
}

BOOST_DATA_TEST_CASE(who_is_not_authenticated_is_refused_at_mail, bdata::make(all_mtas), mta) {
    const Ending ending = submitted(mta, honest_mail(), "");
    BOOST_TEST(code_of(ending) == "530 5.7.0");
    BOOST_TEST(ending.stage == "mail");
}

BOOST_DATA_TEST_CASE(what_the_client_says_of_itself_is_no_login, bdata::make(both_mtas), mta) {
    // Both MTAs put the parameter AUTH= of MAIL FROM into {auth_author}.
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.login = "";
    client.macros["{auth_author}"] = "alice@example.com";
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>", {"AUTH=alice@example.com"}).substr(0, 3) ==
               "530");
}

BOOST_DATA_TEST_CASE(a_percent_sign_in_a_reply_is_the_clients_own, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    const Answer answer = client.mail("<100%s%n@example.org>");
    BOOST_TEST(answer.substr(0, 9) == "550 5.7.1");
    BOOST_TEST(answer.find("100%s%n@example.org") != std::string::npos);
}

BOOST_DATA_TEST_CASE(a_reply_is_one_line_of_ascii, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    const Answer answer = client.mail("<j\xc3\xbcrgen\r\n250 ok@example.org>", {"SMTPUTF8"});
    BOOST_TEST(answer.substr(0, 1) == "5");
    BOOST_TEST(
        std::all_of(answer.begin(), answer.end(), [](char c) { return c >= ' ' && c < 127; }));
}

BOOST_DATA_TEST_CASE(one_refused_recipient_leaves_the_others, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    BOOST_TEST(client.recipient("<not an address>").substr(0, 1) == "5");
    BOOST_TEST(client.recipient("<rcpt@example.net>") == "");
    MessageModel message(mta.profile().flavour, honest_header(), true);
    for (const Field& field : message.shown()) {
        BOOST_TEST(client.header(field) == "");
    }
    BOOST_TEST(client.end_of_headers() == "");
    BOOST_TEST(client.end_of_message(message) == "");
}

BOOST_DATA_TEST_CASE(what_the_mta_itself_refuses_is_recorded_with_its_reply, bdata::make(both_mtas),
                     mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    client.macros["{rcpt_mailer}"] = "error";
    client.macros["{rcpt_host}"] = "5.1.1";
    client.macros["{rcpt_addr}"] = "<nobody@example.net>: Recipient address rejected: unknown";
    BOOST_TEST(client.recipient("<nobody@example.net>") == "");
    client.macros["{rcpt_host}"] = "4.2.0";
    client.macros["{rcpt_addr}"] = "<grey@example.net>: Greylisted";
    BOOST_TEST(client.recipient("<grey@example.net>") == "");
    client.macros["{rcpt_mailer}"] = "smtp";
    client.macros["{rcpt_addr}"] = "rcpt@example.net";
    BOOST_TEST(client.recipient("<rcpt@example.net>") == "");
    client.abort();
    client.quit();
    const auto record = shared_daemon().records(client.client_port(), 1).front();
    const auto& recipients = record["recipients"];
    BOOST_REQUIRE(recipients.size() == 3U);
    BOOST_TEST(recipients[0]["address"] == "nobody@example.net");
    BOOST_TEST(recipients[0]["accepted"] == false);
    BOOST_TEST(recipients[0]["by"] == "mta");
    BOOST_TEST(recipients[0]["reply"] ==
               "550 5.1.1 <nobody@example.net>: Recipient address rejected: unknown");
    BOOST_TEST(recipients[1]["reply"] == "450 4.2.0 <grey@example.net>: Greylisted");
    BOOST_TEST(recipients[2]["accepted"] == true);
    BOOST_TEST(!recipients[2].contains("by"));
    BOOST_TEST(record["disposition"] == "aborted");
}

BOOST_DATA_TEST_CASE(where_the_mta_refuses_all_the_message_is_recorded_as_refused,
                     bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    client.macros["{rcpt_mailer}"] = "error";
    client.macros["{rcpt_host}"] = "5.7.1";
    client.macros["{rcpt_addr}"] = "Relaying denied";
    BOOST_TEST(client.recipient("<rcpt@example.net>") == "");
    client.abort();
    client.quit();
    const auto record = shared_daemon().records(client.client_port(), 1).front();
    BOOST_TEST(record["disposition"] == "rejected");
    BOOST_TEST(record["reply"] == "550 5.7.1 Relaying denied");
}

BOOST_DATA_TEST_CASE(the_record_names_what_the_mta_said, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    const auto record = shared_daemon().records(client.client_port(), 1).front();
    BOOST_TEST(record["mta"]["kind"] == mta.name);
    BOOST_TEST(record["mta"]["name"] == "msa.example.com");
    BOOST_TEST(record["listener"] == "submission");
    BOOST_TEST(record["listener_port"] == 587);
    BOOST_TEST(record["client"]["address"] == "192.0.2.7");
    BOOST_TEST(record["client"]["port"] == client.client_port());
    BOOST_TEST(record["client"]["name"] == "client.example.org");
    BOOST_TEST(record["claimed"]["helo"] == "client.example.org");
    BOOST_TEST(record["tls"]["version"] == "TLSv1.3");
    BOOST_TEST(record["tls"]["bits"] == 256);
    BOOST_TEST(record["identity"]["login"] == "alice");
    BOOST_TEST(record["identity"]["proof"] == "PLAIN");
    BOOST_TEST(record["queue_id"] == "4Tq1Z");
    BOOST_TEST(record["disposition"] == "accepted");
}

BOOST_DATA_TEST_CASE(a_body_is_replaced_and_its_encoding_declared, bdata::make(both_mtas), mta) {
    const Daemon daemon({.rules = staff_rules() + "[check.encode_8bit]\naction = \"repair\"\n"});
    MilterClient client(daemon.socket(), mta.profile());
    client.greet();
    Submission mail = with({.name = "Content-Type", .value = " text/plain; charset=utf-8"});
    mail.body.clear();
    std::string encoded;
    for (int i = 0; i < 20000; ++i) {
        mail.body +=
            "Gr\xc3\xbc\xc3\x9f"
            "e\r\n";
        encoded += "Gr=C3=BC=C3=9Fe\r\n";
    }
    const Ending ending = client.submit(mail);
    BOOST_TEST(ending.answer == "");
    BOOST_TEST((ending.message.new_body() == encoded));
    BOOST_TEST(ending.message.values("Content-Transfer-Encoding") ==
                   std::vector<std::string>{" quoted-printable"},
               boost::test_tools::per_element());
    BOOST_TEST(ending.message.faults().empty());
}

// What does not fit into the socket waits for the MTA, which has said its last word by then;
// libmilter would hold a thread meanwhile.
BOOST_AUTO_TEST_CASE(an_mta_that_reads_late_gets_everything_from_the_native_engine) {
    constexpr std::size_t lines = 8000;
    constexpr std::size_t chunks = 10;
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) {
        text += "\xc3\xbc\r\n";
    }
    const Daemon daemon({.rules = staff_rules() + "[check.encode_8bit]\naction = \"repair\"\n",
                         .engine = "native"});
    MilterClient client(daemon.socket());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    BOOST_TEST(client.recipient("<rcpt@example.net>") == "");
    for (const Field& field : honest_header()) {
        BOOST_TEST(client.header(field) == "");
    }
    BOOST_TEST(client.header({"Content-Type", " text/plain; charset=utf-8"}) == "");
    BOOST_TEST(client.end_of_headers() == "");
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
        BOOST_TEST(client.body(text) == "");
    }
    client.stream().send('E', "");
    client.stream().send('Q', "");
    client.stream().flush();
    BOOST_TEST(daemon.records(client.client_port(), 1).front()["disposition"] == "accepted");
    BOOST_TEST(new_body_octets(client.stream()) ==
               chunks * lines * std::string("=C3=BC\r\n").size());
    BOOST_TEST(client.stream().is_closed_by_peer());
}

BOOST_AUTO_TEST_SUITE_END()
