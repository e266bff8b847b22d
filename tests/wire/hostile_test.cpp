// What no MTA should send, and what some clients do: the decision is the right one, and the daemon
// goes on.
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/milter_client.h"
#include "wire/patience.h"

#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace msa::wire;
using namespace std::string_literals;

namespace {

struct GoesOn {
    GoesOn() = default;
    GoesOn(const GoesOn&) = delete;
    GoesOn& operator=(const GoesOn&) = delete;
    // Whatever a test has done, the next client is served.
    ~GoesOn() {
        try {
            MilterClient client(shared_daemon().socket());
            client.greet();
            BOOST_TEST(client.submit(honest_mail()).answer == "");
            BOOST_TEST(shared_daemon().is_running());
        } catch (const ConnectionLost& lost) {
            BOOST_ERROR(lost.what());
        }
    }
};

Ending submitted(const Named& mta, const Submission& mail) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    return client.submit(mail);
}

// What the client is told; empty: its message was accepted.
std::string code_of(const Ending& ending) {
    return ending.answer.substr(0, 9);
}

// Something odd, and the one right answer to it.
struct Odd {
    std::string octets;
    const char* code;
};

Submission with(const Field& field) {
    Submission mail = honest_mail();
    mail.header.push_back(field);
    return mail;
}

/// A field value of a megabyte, none of whose lines is too long.
std::string folded_megabyte() {
    std::string value;
    for (int line = 0; line < 1100; ++line) {
        value += (line == 0 ? " " : "\n ") + std::string(955, 'x');
    }
    return value;
}

/// Packets of any kind in any order, then the end of the connection.
void speak_nonsense(std::mt19937& random) {
    const std::string commands = "ABCDEHKLMNOQRTU";
    MilterClient client(shared_daemon().socket());
    try {
        for (int i = 0; i < 20; ++i) {
            std::string data(random() % 40, '\0');
            for (char& octet : data) {
                octet = random() % 4 == 0 ? '\0' : static_cast<char>(random() % 256);
            }
            client.stream().send(commands[random() % commands.size()], data);
        }
        client.stream().flush();
    } catch (const ConnectionLost&) {
        BOOST_TEST_MESSAGE("closed while it was written to");
    }
}

/// An honest session up to a step of the message, then nonsense.
void break_off(std::mt19937& random) {
    MilterClient client(shared_daemon().socket(), both_mtas[random() % 2].profile());
    const auto steps = random() % 5;
    try {
        client.greet();
        const bool goes_on = client.mail("<alice@example.com>").empty() &&
                             (steps < 1 || client.recipient("<rcpt@example.net>").empty()) &&
                             (steps < 2 || client.header({"From", " alice@example.com"}).empty()) &&
                             (steps < 3 || client.end_of_headers().empty()) &&
                             (steps < 4 || client.body("Hello.\r\n").empty());
        BOOST_TEST(goes_on);
        client.stream().send(static_cast<char>(random() % 256), std::string(random() % 9, '\xff'));
        client.stream().flush();
    } catch (const ConnectionLost&) {
        BOOST_TEST_MESSAGE("closed while it was written to");
    }
}

// Of two thousand sessions, in kilobytes: the least of them takes more than one. A sanitizer keeps
// what was given back, and looks for leaks itself.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long most_growth = 512 * 1024;
#else
constexpr long most_growth = 2048;
#endif

}  // namespace

BOOST_FIXTURE_TEST_SUITE(hostile, GoesOn)

BOOST_DATA_TEST_CASE(an_honest_field_of_a_megabyte_is_accepted_whole, bdata::make(both_mtas), mta) {
    const std::string value = folded_megabyte();
    const Ending ending = submitted(mta, with({"X-Long", value}));
    BOOST_TEST(ending.answer == "");
    BOOST_TEST((ending.message.values("X-Long") == std::vector<std::string>{value}));
}

BOOST_DATA_TEST_CASE(a_forged_field_behind_a_megabyte_is_refused, bdata::make(both_mtas), mta) {
    Submission mail = honest_mail();
    mail.header.insert(mail.header.begin(), {"X-Long", folded_megabyte()});
    mail.header.push_back({"From", " bob@example.com"});
    BOOST_TEST(code_of(submitted(mta, mail)) == "554 5.6.0");
}

BOOST_DATA_TEST_CASE(ten_thousand_fields_are_refused, bdata::make(all_mtas), mta) {
    Submission mail = honest_mail();
    for (int i = 0; i < 10000; ++i) {
        mail.header.push_back({"X-Many", " " + std::to_string(i)});
    }
    BOOST_TEST(code_of(submitted(mta, mail)) == "554 5.6.0");
}

// libmilter itself ends a session in which fields come without their end.
BOOST_DATA_TEST_CASE(a_message_without_header_and_its_end_is_refused,
                     bdata::make(all_mtas) * bdata::make({"", "Hello.\r\n"}), mta, body) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    BOOST_TEST(client.recipient("<rcpt@example.net>") == "");
    BOOST_TEST(client.body(body) == "");
    MessageModel message(mta.profile().flavour, {}, true);
    BOOST_TEST(client.end_of_message(message).substr(0, 9) == "554 5.6.0");
}

BOOST_DATA_TEST_CASE(four_thousand_bcc_fields_are_removed, bdata::make(both_mtas), mta) {
    Submission mail = honest_mail();
    for (int i = 0; i < 4000; ++i) {
        mail.header.push_back({"Bcc", " rcpt@example.net"});
    }
    const Ending ending = submitted(mta, mail);
    BOOST_TEST(ending.answer == "");
    BOOST_TEST(ending.message.values("Bcc").empty());
    BOOST_TEST(ending.message.faults().empty());
}

BOOST_DATA_TEST_CASE(odd_octets_in_an_unknown_field_are_refused, bdata::make(both_mtas), mta) {
    const std::vector<Odd> values{{" a\rb", "554 5.6.0"},
                                  {" a\nb", "554 5.6.0"},
                                  {" a\r\nFrom: b", "554 5.6.0"},
                                  {"\n", "554 5.6.0"},
                                  {"\n \n \n", "554 5.6.0"},
                                  {" \x1b[31m\x07", "554 5.6.0"},
                                  {" \xff\xfe\x80", "554 5.6.0"},
                                  // It is encoded.
                                  {" \xc3\xa9", ""},
                                  // Nothing is wrong with these.
                                  {"", ""},
                                  {" ", ""},
                                  {"%s%n%x", ""},
                                  // The protocol ends strings with NUL: what follows is not told.
                                  {" a\0b"s, ""},
                                  {"\0"s, ""}};
    for (const Odd& value : values) {
        BOOST_TEST_CONTEXT("value " << value.octets) {
            BOOST_TEST(code_of(submitted(mta, with({"X-Odd", value.octets}))) == value.code);
        }
    }
}

BOOST_DATA_TEST_CASE(odd_octets_in_a_field_that_is_there_already_are_refused,
                     bdata::make(both_mtas) * bdata::make({"Subject", "From", "Date"}), mta, name) {
    for (const std::string& value : {" a\0b"s, " a\rb"s, " a\nb"s, " a\r\nFrom: b"s, "\n"s,
                                     "%s%n%x"s, " \x1b[31m\x07"s, " \xff\xfe\x80"s}) {
        BOOST_TEST_CONTEXT("value " << value) {
            BOOST_TEST(code_of(submitted(mta, with({name, value}))) == "554 5.6.0");
        }
    }
}

BOOST_DATA_TEST_CASE(an_empty_sender_is_taken_out, bdata::make(both_mtas) * bdata::make({"", " "}),
                     mta, value) {
    BOOST_TEST(code_of(submitted(mta, with({"Sender", value}))).empty());
}

BOOST_DATA_TEST_CASE(odd_octets_in_an_address_field_are_refused, bdata::make(both_mtas), mta) {
    const std::vector<Odd> values{{" a\0b"s, "554 5.1.7"},        {" a\rb", "554 5.6.0"},
                                  {" a\nb", "554 5.6.0"},         {" a\r\nFrom: b", "554 5.6.0"},
                                  {" \xff\xfe\x80", "554 5.6.0"}, {" \xc3\xa9", "554 5.6.7"},
                                  {"%s%n%x", "554 5.1.7"},        {" \x1b[31m\x07", "554 5.6.0"}};
    for (const Odd& value : values) {
        BOOST_TEST_CONTEXT("value " << value.octets) {
            BOOST_TEST(code_of(submitted(mta, with({"Sender", value.octets}))) == value.code);
        }
    }
}

BOOST_DATA_TEST_CASE(odd_field_names_are_refused, bdata::make(both_mtas), mta) {
    const std::vector<Odd> names{{"From ", "554 5.6.0"},
                                 {"from", "554 5.6.0"},
                                 {"X Y", "554 5.6.0"},
                                 {"a:b", "554 5.6.0"},
                                 {"\xc3\xa9", "554 5.6.0"},
                                 {"X\nY", "554 5.6.0"},
                                 {"%s", ""}};  // which is one
    for (const Odd& name : names) {
        BOOST_TEST_CONTEXT("name " << name.octets) {
            const Ending ending = submitted(mta, with({name.octets, " bob@example.com"}));
            BOOST_TEST(code_of(ending) == name.code);
        }
    }
}

BOOST_DATA_TEST_CASE(odd_octets_in_the_body_are_refused, bdata::make(both_mtas), mta) {
    const std::vector<Odd> bodies{
        {"a\0b\r\n"s, "554 5.6.0"},
        {"a\rb\r\n", "554 5.6.0"},
        {"a\nb\n", "554 5.6.0"},
        {"\r", "554 5.6.0"},
        {std::string(300000, 'x'), "554 5.6.0"},
        // Nothing is wrong with these.
        {"\xff\xfe\r\n", ""},
        {"no end", ""},
        {std::string(mta.profile().flavour == Flavour::sendmail ? 990 : 998, 'x'), ""},
        {"", ""}};
    for (const Odd& body : bodies) {
        Submission mail = honest_mail();
        mail.body = body.octets;
        BOOST_TEST_CONTEXT("body " << body.octets.substr(0, 20)) {
            BOOST_TEST(code_of(submitted(mta, mail)) == body.code);
        }
    }
}

BOOST_DATA_TEST_CASE(odd_envelopes_are_refused, bdata::make(both_mtas), mta) {
    struct OddPath {
        std::string path;
        const char* as_sender;
        const char* as_recipient;
    };
    const std::vector<OddPath> paths{
        {"", "501 5.1.7", "501 5.1.3"},
        {"<", "501 5.1.7", "501 5.1.3"},
        {"<>>", "501 5.1.7", "501 5.1.3"},
        {"alice@example.com", "501 5.1.7", "501 5.1.3"},
        {"<a b@c>", "501 5.1.7", "501 5.1.3"},
        {"<\"@c>", "501 5.1.7", "501 5.1.3"},
        {"<" + std::string(70000, 'x') + ">", "501 5.1.7", "501 5.1.3"},
        {"%s%n", "501 5.1.7", "501 5.1.3"},
        {"<@a:b@c>", "554 5.1.8", "554 5.1.2"},  // a route, which is read, to no full domain
        {"<\xff@c>", "550 5.6.7", "553 5.6.7"}};
    for (const OddPath& odd : paths) {
        BOOST_TEST_CONTEXT("path " << odd.path.substr(0, 20)) {
            Submission mail = honest_mail();
            mail.sender = odd.path;
            BOOST_TEST(code_of(submitted(mta, mail)) == odd.as_sender);
            mail = honest_mail();
            mail.recipients = {odd.path};
            BOOST_TEST(code_of(submitted(mta, mail)) == odd.as_recipient);
        }
    }
}

BOOST_DATA_TEST_CASE(macros_of_any_octets_give_nobody_a_right, bdata::make(both_mtas), mta) {
    const std::string garbage = "\xff\n\"\\%s" + std::string(3000, 'x');
    MilterClient client(shared_daemon().socket(), mta.profile());
    for (auto& [name, value] : client.macros) {
        value = name == "v" ? value : garbage;
    }
    client.login = garbage;
    client.greet();
    BOOST_TEST(code_of(client.submit(honest_mail())) == "554 5.7.0");  // no version of TLS
    client.macros["{tls_version}"] = "TLSv1.3";
    BOOST_TEST(code_of(client.submit(honest_mail())) == "550 5.7.1");
}

BOOST_DATA_TEST_CASE(a_version_of_any_octets_is_put_off, bdata::make(both_mtas), mta) {
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.macros["v"] = "\xff\n\"\\%s" + std::string(3000, 'x');
    client.greet();
    BOOST_TEST(code_of(client.submit(honest_mail())) == "451 4.3.0");  // whose macros are these?
}

BOOST_AUTO_TEST_CASE(what_is_no_milter_protocol_ends_its_connection_only) {
    const std::vector<std::string> garbage{"GET / HTTP/1.0\r\n\r\n"s,
                                           "\0\0\0\0?"s,
                                           "\0\0\0\1?"s,
                                           "\0\0\0\1O"s,
                                           "\0\0\0\5Oabcd"s,
                                           "\xff\xff\xff\xffO"s,
                                           std::string(100000, '\xff'),
                                           std::string(100000, '\0')};
    for (const std::string& octets : garbage) {
        PacketStream stream(shared_daemon().socket());
        try {
            stream.send_octets(octets);
            stream.flush();
        } catch (const ConnectionLost&) {
            BOOST_TEST_MESSAGE("closed while it was written to");
        }
        BOOST_TEST(stream.is_closed_by_peer());
    }
}

BOOST_AUTO_TEST_CASE(steps_in_any_order_with_any_data_end_their_connection_only) {
    std::mt19937 random(20261121);  // NOLINT(cert-msc*): the same each time
    for (int session = 0; session < 200; ++session) {
        speak_nonsense(random);
    }
    BOOST_TEST(shared_daemon().is_running());
}

BOOST_AUTO_TEST_CASE(hostile_sessions_leave_nothing_behind) {
    std::mt19937 random(20261128);  // NOLINT(cert-msc*): the same each time
    const auto sessions = [&random](int count) {
        for (int session = 0; session < count; ++session) {
            session % 2 == 0 ? speak_nonsense(random) : break_off(random);
        }
    };
    const std::size_t descriptors = shared_daemon().descriptors();
    sessions(400);
    const long before = shared_daemon().resident();
    sessions(2000);
    BOOST_TEST(comes_true([&] { return shared_daemon().descriptors() <= descriptors; }));
    BOOST_TEST(shared_daemon().resident() - before < most_growth);
}

BOOST_AUTO_TEST_CASE(two_hundred_sessions_at_once_are_all_served) {
    const long before = shared_daemon().resident();
    std::atomic<int> as_expected = 0;
    const auto submit_three = [&as_expected](Profile profile, const std::string& sender,
                                             bool good) {
        try {
            MilterClient client(shared_daemon().socket(), profile);
            client.greet();
            Submission mail = honest_mail();
            mail.sender = sender;
            for (int message = 0; message < 3; ++message) {
                as_expected += client.submit(mail).is_accepted() == good ? 1 : 0;
            }
        } catch (const ConnectionLost&) {
            return;  // the sum tells
        }
    };
    std::vector<std::thread> clients;
    clients.reserve(200);
    for (int i = 0; i < 100; ++i) {
        const Profile profile = both_mtas[i % 2].profile();
        clients.emplace_back(submit_three, profile, "<alice@example.com>", true);
        clients.emplace_back(submit_three, profile, "<bob@example.com>", false);
    }
    for (std::thread& client : clients) {
        client.join();
    }
    BOOST_TEST(as_expected == 600);
    BOOST_TEST_MESSAGE("kB before and after: " << before << " " << shared_daemon().resident());
}

BOOST_AUTO_TEST_SUITE_END()
