// What commands say who ask the running daemon (--live): its rules and tables, not those on disk.
#include "base/file.h"
#include "base/socket_address.h"
#include "wire/daemon.h"
#include "wire/patience.h"
#include "wire/program.h"
#include "wire/scripted_server.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/socket.h>

using namespace msa::wire;

namespace {

using Json = nlohmann::json;

constexpr const char* honest_text =
    "From: Alice <alice@example.com>\nTo: bob@example.net\nSubject: x\n"
    "Date: Sat, 21 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.com>\n\nHello.\n";

struct Site {
    Site() {
        namespace fs = std::filesystem;
        fs::permissions(daemon.path(""), fs::perms(0755));
        std::ofstream(message) << honest_text;
    }
    [[nodiscard]] Ended ask(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--config", daemon.path("settings.toml")});
        return run(arguments);
    }
    [[nodiscard]] Ended live(std::vector<std::string> arguments) const {
        arguments.emplace_back("--live");
        return ask(arguments);
    }

    Daemon daemon;
    std::string message = daemon.path("message");
};

std::string netstring(const std::string& text) {
    return std::to_string(text.size()) + ':' + text + ',';
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(live, Site)

BOOST_AUTO_TEST_CASE(tables_are_those_in_force) {
    const std::vector<std::string> query{"table", "query", "staff", "carol@example.com"};
    BOOST_TEST(live(query).status == 1);
    auto text = staff_rules();
    daemon.write_rules(text.replace(text.find("bob@example.com"), 3, "carol"));
    BOOST_TEST(live(query).out == "table staff: carol@example.com: not found\n");
    BOOST_TEST(ask(query).status == 0);
    BOOST_TEST(ask({"reload"}).status == 0);
    const auto answer = live(query);
    BOOST_TEST(answer.status == 0);
    BOOST_TEST(answer.out.starts_with("table staff: carol@example.com: bob"), answer.out);
    BOOST_TEST(answer.err == "");
}

BOOST_AUTO_TEST_CASE(tables_are_checked_as_without_it) {
    BOOST_TEST(live({"table", "check"}).out == "table staff (owners): ok\n");
    BOOST_TEST(live({"table", "check", "--format", "json"}).out ==
               ask({"table", "check", "--format", "json"}).out);
    const auto unknown = live({"table", "check", "staf"});
    BOOST_TEST(unknown.status == 65);
    BOOST_TEST(unknown.err.find("did you mean 'staff'?") != std::string::npos);
    BOOST_TEST(live({"table", "query", "x", "a@example.com"}).status == 65);
}

BOOST_AUTO_TEST_CASE(explain_says_what_it_says_of_the_same_rules) {
    for (const std::vector<std::string>& more :
         {std::vector<std::string>{"--login", "alice"},
          {"--login", "bob", "--json"},
          {"--login", "alice", "--from", "", "--to", "x@example.net", "--tls", "1.3"},
          {"--local"},
          {"--login", "alice", "--mta", "sendmail", "--at", "2026-11-26"}}) {
        std::vector<std::string> words{"explain", message};
        words.insert(words.end(), more.begin(), more.end());
        const auto here = ask(words);
        const auto there = live(words);
        BOOST_TEST(here.out != "");
        BOOST_TEST(there.out == here.out);
        BOOST_TEST(there.status == here.status);
        BOOST_TEST(there.err == "");
    }
}

BOOST_AUTO_TEST_CASE(explain_goes_by_the_rules_in_force) {
    const std::vector<std::string> words{"explain", message, "--login", "alice"};
    BOOST_TEST(live(words).status == 0);
    auto text = staff_rules();
    daemon.write_rules(text.replace(text.find("alice@example.com"), 5, "carol"));
    BOOST_TEST(ask(words).status == 1);
    BOOST_TEST(live(words).status == 0);
    BOOST_TEST(ask({"reload"}).status == 0);
    BOOST_TEST(live(words).status == 1);
    BOOST_TEST(contents(daemon.path("audit.jsonl")).find("\"transaction\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(explain_takes_any_octets_and_no_message_that_is_too_long) {
    std::ofstream(message) << "From: \xff <alice@example.com>\nTo: b@example.net\n\n"
                           << std::string("\0\xfe\n", 3);
    const auto odd = live({"explain", message, "--login", "alice"});
    BOOST_TEST(odd.out == ask({"explain", message, "--login", "alice"}).out);
    std::ofstream(message) << honest_text << std::string(1'000'000, 'x');
    const auto ended = live({"explain", message, "--login", "alice"});
    BOOST_TEST(ended.status == 65);
    BOOST_TEST(ended.err.find("longer than the running daemon takes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(questions_that_are_none_are_told_why) {
    const auto address = msa::unix_address(daemon.path("control"));
    BOOST_REQUIRE(address.has_value());
    const auto said = [&address](const std::string& method, const std::string& parameters) {
        const msa::FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        BOOST_REQUIRE(::connect(socket.get(), address->get(), address->length) == 0);
        const auto line = R"({"method":")" + method + R"(","parameters":)" + parameters + "}\n";
        BOOST_REQUIRE(::send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL) > 0);
        std::array<char, 4096> octets{};
        const auto count = ::recv(socket.get(), octets.data(), octets.size(), 0);
        return std::string(octets.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    };
    BOOST_TEST(said("explain", "{}") == "{\"error\":\"'message' must be a message in base64\"}\n");
    BOOST_TEST(said("explain", R"({"message":"%"})").find("in base64") != std::string::npos);
    BOOST_TEST(said("explain", R"({"message":"QQ==","login":1})") ==
               "{\"error\":\"'login' must be a string\"}\n");
    for (const std::string to : {"\"a\"", "{\"a\":\"b\"}", "[1]", "null"}) {
        BOOST_TEST(said("explain", R"({"message":"QQ==","to":)" + to + '}') ==
                       "{\"error\":\"'to' must be a list of strings\"}\n",
                   to);
    }
    BOOST_TEST(said("table_query", R"({"table":"staff"})") ==
               "{\"error\":\"'table' and 'key' must be there, both strings\"}\n");
    BOOST_TEST(said("table_check", R"({"table":[]})") ==
               "{\"error\":\"'table' must be a string\"}\n");
    BOOST_TEST(live({"table", "check"}).status == 0);
}

BOOST_AUTO_TEST_CASE(rules_are_not_named) {
    const auto ended = live({"table", "check", "--rules", "x"});
    BOOST_TEST(ended.status == 64);
    BOOST_TEST(ended.err.find("--rules excludes --live") != std::string::npos, ended.err);
}

BOOST_AUTO_TEST_CASE(nobody_answers_without_a_daemon) {
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(live({"explain", message}).status == 69);
    BOOST_TEST(live({"table", "check"}).status == 69);
}

BOOST_AUTO_TEST_CASE(tables_that_fail_are_told_of_until_they_answer_again) {
    ScriptedServer server([](const std::string& received) {
        return received.ends_with(',') ? netstring("NOTFOUND ") : std::string();
    });
    const int port = free_port();
    const Daemon other({.settings = "metrics = \"inet:" + std::to_string(port) + "@127.0.0.1\"\n",
                        .rules = "version = \"test\"\n[identity]\nsources = [\"sasl\"]\n[owners]\n"
                                 "tables = [\"sm\"]\n[tables.sm]\ntype = \"socketmap\"\n"
                                 "server = \"inet:" +
                                 std::to_string(server.port()) +
                                 "@127.0.0.1\"\nmap = \"senders\"\n"});
    const auto ask_other = [&other](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--config", other.path("settings.toml")});
        return run(arguments);
    };
    const auto table = [&ask_other] {
        return Json::parse(ask_other({"status", "--json"}).out).at("tables").at(0);
    };
    BOOST_TEST(table().at("failing") == false);
    server.stop();
    BOOST_TEST(ask_other({"table", "query", "sm", "a@example.com", "--live"}).status == 69);
    BOOST_TEST(table().at("failing") == true);
    BOOST_TEST(!table().at("last_error").is_null());
    server.start();
    BOOST_TEST(comes_true([&] { return table().at("failing") == false; }));
}

BOOST_AUTO_TEST_SUITE_END()
