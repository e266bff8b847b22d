// The recipes of msa-milter-held(7), as they stand there, do what their words promise.
#include "fakes/manual.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"

#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa::wire;

namespace {

std::string recipe(std::size_t number) {
    return "version = \"recipe\"\n" + msa::manual_examples("msa-milter-held.7", "[").at(number);
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// One who writes as one address.
struct Author {
    MilterClient client;
    std::string address;

    /// The answer to each of so many recipients, all others new; nothing is sent.
    [[nodiscard]] std::vector<Answer> recipients(const std::vector<std::string>& all) {
        BOOST_TEST(client.mail('<' + address + '>') == "");
        std::vector<Answer> answers;
        answers.reserve(all.size());
        for (const auto& each : all) {
            answers.push_back(client.recipient('<' + each + '>'));
        }
        client.abort();
        return answers;
    }
    [[nodiscard]] Ending send(const std::vector<std::string>& all) {
        auto mail = honest_mail();
        mail.sender = '<' + address + '>';
        mail.header.front() = {"From", ' ' + address};
        mail.recipients.clear();
        for (const auto& each : all) {
            mail.recipients.push_back('<' + each + '>');
        }
        return client.submit(mail);
    }
};

std::vector<std::string> addresses(std::size_t count, const std::string& domain) {
    std::vector<std::string> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back('r' + std::to_string(i) + '@' + domain);
    }
    return all;
}

Author program(const Daemon& daemon, const std::string& login, const std::string& address) {
    Author author{MilterClient(daemon.socket()), address};
    author.client.login = login;
    author.client.greet();
    return author;
}

Author device(const Daemon& daemon, const std::string& network_address,
              const std::string& address = "scans@example.com") {
    Author author{MilterClient(daemon.socket()), address};
    author.client.login = "";
    author.client.macros["{daemon_name}"] = "devices";
    BOOST_TEST(author.client.connect("device.example.com", network_address) == "");
    BOOST_TEST(author.client.helo("device.example.com") == "");
    return author;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recipes)

BOOST_AUTO_TEST_CASE(an_agent_writes_to_whom_it_may_and_to_few_strangers) {
    const Daemon daemon({.rules = recipe(0)});
    auto agent = program(daemon, "agent@example.com", "assistant@example.com");
    BOOST_TEST(agent.send({"carol@example.com"}).is_accepted());
    const auto answers = agent.recipients({"a@customer.example", "b@elsewhere.example"});
    BOOST_TEST(answers.at(0) == "");
    BOOST_TEST(answers.at(1).starts_with("550 5.7.1 "), answers.at(1));
    BOOST_TEST(says(answers.at(1), "rule agent-writes-to"), answers.at(1));
    auto as_other = program(daemon, "agent@example.com", "invoices@example.com");
    BOOST_TEST(as_other.send({"carol@example.com"}).answer.starts_with("550 5.7.1 "));
    for (const auto& each : addresses(19, "customer.example")) {
        BOOST_TEST(agent.send({each}).is_accepted());
    }
    const auto refused = agent.send({"stranger@customer.example"}).answer;
    BOOST_TEST(refused.starts_with("450 4.7.1 20 new recipients a day are used up"), refused);
    BOOST_TEST(agent.send({"r7@customer.example"}).is_accepted());
}

BOOST_AUTO_TEST_CASE(what_a_program_sends_to_many_waits_for_another_person) {
    const Daemon daemon({.rules = recipe(0)});
    auto billing = program(daemon, "billing@example.com", "invoices@example.com");
    const auto ten = billing.send(addresses(10, "example.net"));
    BOOST_TEST(ten.is_accepted());
    BOOST_TEST(ten.message.hold_reason() == "");
    const auto eleven = billing.send(addresses(11, "example.net"));
    BOOST_TEST(eleven.is_accepted());
    BOOST_TEST(says(eleven.message.hold_reason(), "applications-approval"));
    const auto answers = billing.recipients(addresses(51, "example.net"));
    BOOST_TEST(answers.at(49) == "");
    BOOST_TEST(says(answers.at(50), "rule applications-most"), answers.at(50));
    Answer answer;
    int sent = 2;
    for (; answer.empty() && sent < 99; ++sent) {
        answer = billing.send({"bob@example.net"}).answer;
    }
    BOOST_TEST(answer.starts_with("450 4.7.1 60 messages an hour are used up"), answer);
    BOOST_TEST(sent > 60);
}

BOOST_AUTO_TEST_CASE(a_device_writes_inside_only_and_as_itself) {
    const Daemon daemon({.rules = recipe(1)});
    auto scanner = device(daemon, "192.0.2.70");
    BOOST_TEST(scanner.send({"carol@example.com"}).is_accepted());
    const auto answers = scanner.recipients({"carol@example.com", "carol@example.net"});
    BOOST_TEST(answers.at(0) == "");
    BOOST_TEST(answers.at(1).starts_with("550 5.7.1 This device may only write to example.com"));
    const auto many = scanner.recipients(addresses(6, "example.com"));
    BOOST_TEST(many.at(4) == "");
    BOOST_TEST(says(many.at(5), "rule devices-recipients"), many.at(5));
    auto as_other = device(daemon, "192.0.2.70", "carol@example.com");
    BOOST_TEST(as_other.send({"carol@example.com"}).answer.starts_with("550 5.7.1 "));
    auto stranger = device(daemon, "192.0.2.97");
    BOOST_TEST(stranger.send({"carol@example.com"}).answer.starts_with("530 5.7.0 "));
    auto printer = device(daemon, "198.51.100.7");
    printer.client.macros["{verify}"] = "OK";
    printer.client.macros["{cert_issuer}"] = "Example Device CA";
    printer.client.macros["{cert_subject}"] = "printer-7.example.com";
    BOOST_TEST(printer.send({"carol@example.com"}).is_accepted());
    Answer answer;
    for (int i = 0; answer.empty() && i < 99; ++i) {
        answer = scanner.send({"carol@example.com"}).answer;
    }
    BOOST_TEST(answer.starts_with("450 4.7.1 30 messages an hour are used up"), answer);
}

BOOST_AUTO_TEST_SUITE_END()
