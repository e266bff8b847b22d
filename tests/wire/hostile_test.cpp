// What no MTA should send, and what some clients do: there is always a decision, and the daemon
// goes on.
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/milter_client.h"

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

bool is_decision(const Ending& ending) {
    return ending.answer.empty() || ending.answer[0] == '4' || ending.answer[0] == '5';
}

Submission with(const Field& field) {
    Submission mail = honest_mail();
    mail.header.push_back(field);
    return mail;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(hostile, GoesOn)

BOOST_DATA_TEST_CASE(a_field_of_a_megabyte_is_judged, bdata::make(both_mtas), mta) {
    const Ending ending = submitted(mta, with({"X-Long", " " + std::string(1U << 20U, 'x')}));
    BOOST_TEST(is_decision(ending));
    BOOST_TEST(ending.stage != "header");
}

BOOST_AUTO_TEST_CASE(a_forged_field_behind_a_megabyte_is_judged) {
    Submission mail = honest_mail();
    mail.header.insert(mail.header.begin(), {"X-Long", " " + std::string(1U << 20U, 'x')});
    mail.header.push_back({"From", " bob@example.com"});
    BOOST_TEST(submitted(both_mtas[0], mail).answer.substr(0, 1) == "5");
}

BOOST_DATA_TEST_CASE(ten_thousand_fields_are_judged, bdata::make(all_mtas), mta) {
    Submission mail = honest_mail();
    for (int i = 0; i < 10000; ++i) {
        mail.header.push_back({"X-Many", " " + std::to_string(i)});
    }
    BOOST_TEST(is_decision(submitted(mta, mail)));
}

BOOST_DATA_TEST_CASE(ten_thousand_bcc_fields_are_removed, bdata::make(both_mtas), mta) {
    Submission mail = honest_mail();
    for (int i = 0; i < 10000; ++i) {
        mail.header.push_back({"Bcc", " rcpt@example.net"});
    }
    const Ending ending = submitted(mta, mail);
    BOOST_TEST(is_decision(ending));
    BOOST_TEST((!ending.is_accepted() || ending.message.values("Bcc").empty()));
}

BOOST_DATA_TEST_CASE(odd_octets_in_a_field_are_judged, bdata::make(both_mtas), mta) {
    const std::vector<std::string> values{
        " a\0b"s, " a\rb", " a\nb",    " a\r\nFrom: b", " \xff\xfe\x80", " \xc3\xa9",         "",
        " ",      "\n",    "\n \n \n", "%s%n%x",        " \x1b[31m\x07", std::string(1, '\0')};
    for (const std::string& value : values) {
        for (const char* name : {"X-Odd", "Subject", "To", "From", "Sender", "Date"}) {
            BOOST_TEST(is_decision(submitted(mta, with({name, value}))));
        }
    }
}

BOOST_DATA_TEST_CASE(odd_field_names_are_judged, bdata::make(both_mtas), mta) {
    for (const std::string& name : {"From "s, "X Y"s, "\xc3\xa9"s, "%s"s, "a:b"s, "X\nY"s}) {
        BOOST_TEST(is_decision(submitted(mta, with({name, " bob@example.com"}))));
    }
}

BOOST_DATA_TEST_CASE(odd_octets_in_the_body_are_judged, bdata::make(both_mtas), mta) {
    for (const std::string& body : {"a\0b\r\n"s, "a\rb\r\n"s, "a\nb\n"s, "\xff\xfe\r\n"s, "no end"s,
                                    "\r"s, std::string(300000, 'x'), ""s}) {
        Submission mail = honest_mail();
        mail.body = body;
        BOOST_TEST(is_decision(submitted(mta, mail)));
    }
}

BOOST_DATA_TEST_CASE(odd_envelopes_are_judged, bdata::make(both_mtas), mta) {
    const std::vector<std::string> paths{
        "",         "<",        "<>>",    "alice@example.com",
        "<a b@c>",  "<@a:b@c>", "<\"@c>", "<" + std::string(70000, 'x') + ">",
        "<\xff@c>", "%s%n"};
    for (const std::string& path : paths) {
        Submission mail = honest_mail();
        mail.sender = path;
        BOOST_TEST(is_decision(submitted(mta, mail)));
        mail = honest_mail();
        mail.recipients = {path};
        BOOST_TEST(is_decision(submitted(mta, mail)));
    }
}

BOOST_AUTO_TEST_CASE(macros_of_any_octets_are_no_harm) {
    MilterClient client(shared_daemon().socket());
    for (auto& [name, value] : client.macros) {
        value = "\xff\n\"\\%s" + std::string(3000, 'x');
    }
    client.login = "\xff\n\"\\%s" + std::string(3000, 'x');
    client.greet();
    BOOST_TEST(is_decision(client.submit(honest_mail())));
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
    const std::string commands = "ABCDEHKLMNOQRTU";
    for (int round = 0; round < 200; ++round) {
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
    BOOST_TEST(shared_daemon().is_running());
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
