// The real resolver asks a real name server.
#include "base/file.h"
#include "dns/unbound_resolver.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/name_server.h"
#include "wire/patience.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace msa;
using namespace msa::wire;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

std::string zone() {
    std::string text = R"(
mail MX 10 mx.mail
mail MX 20 backup.mail
mx.mail A 192.0.2.25
mx.mail AAAA 2001:db8::25
alias CNAME mail
dangling CNAME nowhere
null MX 0 .
addresses A 192.0.2.30
text TXT "v=spf1 " "-all"
25.2.0.192 PTR mx.mail
_submission._tcp SRV 0 1 587 mx.mail
_submission._tcp SRV 10 1 1587 .
)";
    for (int i = 0; i < 40; ++i) {  // more than fits into a datagram
        text += "large TXT \"" + std::to_string(i) + std::string(200, 'x') + "\"\n";
    }
    return text;
}

NameServer& server() {
    static NameServer shared(zone());
    return shared;
}

std::unique_ptr<const Resolver> resolver_at(const std::string& address,
                                            milliseconds timeout = patience) {
    auto made = make_unbound_resolver({.servers = {address}, .question_timeout = timeout});
    BOOST_REQUIRE(made.has_value());
    return *std::move(made);
}

Result<DnsAnswer> ask(const Resolver& resolver, std::string_view name, RecordType type) {
    return resolver.ask(name, type, steady_clock::now() + patience);
}

Result<DnsAnswer> ask(std::string_view name, RecordType type) {
    static const auto resolver = resolver_at(server().address());
    return ask(*resolver, name, type);
}

/// Takes questions and never answers.
class SilentServer {
public:
    SilentServer() {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof name;
        auto* const bound = reinterpret_cast<sockaddr*>(&name);
        if (::bind(socket_.get(), bound, size) != 0 ||
            ::getsockname(socket_.get(), bound, &size) != 0) {
            throw std::runtime_error("no free port");
        }
        address_ = "127.0.0.1@" + std::to_string(ntohs(name.sin_port));
    }
    [[nodiscard]] const std::string& address() const { return address_; }

private:
    FileDescriptor socket_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    std::string address_;
};

std::string rules_that_ask() {
    return staff_rules() + "[check.domain_dns]\naction = \"reject\"\n";
}

std::string answer_to(const std::string& resolver_settings, const std::string& recipient) {
    Daemon daemon({.settings = resolver_settings, .rules = rules_that_ask()});
    MilterClient client(daemon.socket());
    client.greet();
    BOOST_TEST(client.mail("<>") == "");
    return client.recipient(recipient);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resolver)

BOOST_AUTO_TEST_CASE(records_of_all_types_come_as_they_are) {
    const auto exchanges = ask("mail.example", RecordType::mx);
    BOOST_REQUIRE(exchanges.has_value());
    BOOST_TEST(exchanges->records.size() == 2U);
    BOOST_TEST(exchanges->ttl.count() == 60);
    BOOST_TEST(ask("mx.mail.example", RecordType::a)->records.at(0).value == "192.0.2.25");
    BOOST_TEST(ask("mx.mail.example", RecordType::aaaa)->records.at(0).value == "2001:db8::25");
    BOOST_TEST(ask("null.example", RecordType::mx)->records.at(0).value == ".");
    BOOST_TEST(ask("text.example", RecordType::txt)->records.at(0).value == "v=spf1 -all");
    BOOST_TEST(ask("25.2.0.192.example", RecordType::ptr)->records.at(0).value ==
               "mx.mail.example");
}

BOOST_AUTO_TEST_CASE(services_come_as_a_zone_file_has_them) {
    const auto made = make_unbound_resolver({.servers = {server().address()}});
    const auto answer =
        (*made)->services("_submission._tcp.example", steady_clock::now() + patience);
    BOOST_REQUIRE(answer.has_value());
    std::vector<std::string> values;
    for (const auto& each : answer->records) {
        values.push_back(each.value);
    }
    std::sort(values.begin(), values.end());
    BOOST_TEST(values == (std::vector<std::string>{"0 1 587 mx.mail.example", "10 1 1587 ."}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(aliases_are_followed) {
    BOOST_TEST(ask("ALIAS.example", RecordType::mx)->records.size() == 2U);
    BOOST_CHECK(ask("dangling.example", RecordType::mx)->kind == DnsAnswer::Kind::no_such_domain);
}

BOOST_AUTO_TEST_CASE(an_answer_too_large_for_a_datagram_comes_whole) {
    BOOST_TEST(ask("large.example", RecordType::txt)->records.size() == 40U);
}

BOOST_AUTO_TEST_CASE(no_data_is_told_from_no_such_domain) {
    BOOST_CHECK(ask("addresses.example", RecordType::mx)->kind == DnsAnswer::Kind::no_data);
    BOOST_CHECK(ask("nowhere.example", RecordType::mx)->kind == DnsAnswer::Kind::no_such_domain);
    BOOST_CHECK(ask("a..example", RecordType::mx)->kind == DnsAnswer::Kind::no_such_domain);
}

BOOST_AUTO_TEST_CASE(a_refusal_of_the_server_is_no_answer) {
    const auto answer = ask("elsewhere.org", RecordType::mx);
    BOOST_REQUIRE(!answer);
    BOOST_TEST(answer.error().what.find("elsewhere.org MX") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_away_costs_no_more_than_the_time_given) {
    const SilentServer silent;
    const auto resolver = resolver_at(silent.address(), milliseconds(200));
    const auto begun = steady_clock::now();
    BOOST_TEST(!ask(*resolver, "mail.example", RecordType::mx));
    // libunbound itself would take 17 s and more.
    BOOST_CHECK(steady_clock::now() - begun < std::chrono::seconds(10));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_has_passed_asks_nothing) {
    const auto resolver = resolver_at(server().address());
    const auto answer = resolver->ask("mail.example", RecordType::mx, steady_clock::now());
    BOOST_REQUIRE(!answer);
    BOOST_TEST(answer.error().what == "DNS, mail.example MX: no time left to ask");
}

BOOST_AUTO_TEST_CASE(many_threads_ask_at_once) {
    const auto resolver = resolver_at(server().address());
    std::vector<std::thread> threads;
    std::vector<std::size_t> found(8);
    for (std::size_t i = 0; i < found.size(); ++i) {
        threads.emplace_back([&resolver, &count = found[i]] {
            for (int n = 0; n < 50; ++n) {
                const auto answer =
                    ask(*resolver, n % 2 == 0 ? "mail.example" : "alias.example", RecordType::mx);
                count += answer ? answer->records.size() : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    BOOST_TEST(found == std::vector<std::size_t>(8, 100), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_server_that_comes_back_is_asked_again) {
    NameServer away("mail MX 10 mx.mail\n");
    away.stop();
    const auto resolver = resolver_at(away.address(), milliseconds(100));
    for (int i = 0; i < 20; ++i) {
        BOOST_TEST(!ask(*resolver, "mail" + std::to_string(i) + ".example", RecordType::mx));
    }
    away.start();
    BOOST_TEST(
        comes_true([&] { return ask(*resolver, "mail.example", RecordType::mx).has_value(); }));
}

BOOST_AUTO_TEST_CASE(a_name_that_was_asked_for_all_the_time_is_known_after_an_outage) {
    constexpr std::chrono::seconds outage{4};  // libunbound doubles its patience meanwhile
    NameServer away("mail MX 10 mx.mail\n");
    away.stop();
    const auto resolver = resolver_at(away.address(), milliseconds(100));
    const auto is_known = [&] {
        return ask(*resolver, "mail.example", RecordType::mx).has_value();
    };
    const auto begun = steady_clock::now();
    while (steady_clock::now() - begun < outage) {
        BOOST_TEST(!is_known());
    }
    away.start();
    BOOST_TEST(comes_true(is_known));
}

BOOST_AUTO_TEST_CASE(one_of_two_servers_that_is_dead_keeps_nobody_from_an_answer) {
    const SilentServer silent;
    std::vector<char> answered(24);
    std::vector<std::thread> threads;
    threads.reserve(answered.size());
    for (auto& each : answered) {
        threads.emplace_back([&each, &silent] {
            const auto made = make_unbound_resolver(
                {.servers = {silent.address(), server().address()}, .question_timeout = patience});
            each = ask(**made, "mail.example", RecordType::mx).has_value() ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (const auto each : answered) {
        BOOST_TEST(each == 1);
    }
}

BOOST_AUTO_TEST_CASE(the_daemon_refuses_what_the_name_server_does_not_know) {
    const std::string settings = "resolver = [\"" + server().address() + "\"]\n";
    BOOST_TEST(answer_to(settings, "<bob@mail.example>") == "");
    BOOST_TEST(answer_to(settings, "<bob@nowhere.example>").substr(0, 9) == "554 5.1.2");
    BOOST_TEST(answer_to(settings, "<bob@null.example>").substr(0, 10) == "556 5.1.10");
}

BOOST_AUTO_TEST_CASE(the_daemon_cannot_tell_while_the_name_server_is_away) {
    const SilentServer silent;
    const std::string settings =
        "resolver = [\"" + silent.address() + "\"]\nresolver_timeout = 1\nresolver_deadline = 1\n";
    BOOST_TEST(answer_to(settings, "<bob@mail.example>").substr(0, 9) == "451 4.4.3");
}

BOOST_AUTO_TEST_SUITE_END()
