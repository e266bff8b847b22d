// Tables in a real Redis server.
#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/scripted_server.h"
#include "wire/table_server.h"

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace msa;
using namespace msa::wire;

namespace {

using Values = std::vector<std::string>;

struct Redis {
    TemporaryFolder folder;
    int port = free_port();
    std::string password = folder.write("password", "secret\n");
    std::string secret;  // empty: everybody may ask
    ServerProcess server{
        {"redis-server", "--port", std::to_string(port), "--bind", "127.0.0.1", "--dir",
         folder.path(), "--save", "", "--appendonly", "yes", "--requirepass", secret},
        folder.path_of("output"),
        [this] { return run("PING"); }};

    explicit Redis(std::string its_secret = "secret") : secret(std::move(its_secret)) {
        BOOST_REQUIRE(::chmod(password.c_str(), 0600) == 0);
        server.start();
        BOOST_REQUIRE(run("SET sender:alice@example.com alice"));
        BOOST_REQUIRE(run("HSET senders alice@example.com alice"));
        BOOST_REQUIRE(run("SADD owners:two@example.com alice bob"));
        BOOST_REQUIRE(run("SET sender:empty@example.com ''"));
    }
    [[nodiscard]] bool run(const std::string& command) const {
        return shell("redis-cli -e --no-auth-warning " + (secret.empty() ? "" : "-a " + secret) +
                     " -p " + std::to_string(port) + ' ' + command + " >/dev/null 2>&1");
    }
    [[nodiscard]] std::string address() const {
        return "inet:" + std::to_string(port) + "@127.0.0.1";
    }
    [[nodiscard]] TableSettings settings(Values command) const {
        return {.name = "kv",
                .type = "redis",
                .given = {{"server", address()},
                          {"command", std::move(command)},
                          {"password_file", password}},
                .deadline = std::chrono::milliseconds(10000)};
    }
    [[nodiscard]] TableSettings settings() const { return settings({"GET", "sender:{key}"}); }
};

Redis& redis() {
    static Redis shared;
    return shared;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_server)

BOOST_AUTO_TEST_CASE(the_server_tells_whose_an_address_is) {
    must_tell(redis().settings());
    must_tell(redis().settings({"HGET", "senders", "{key}"}));
    const auto sets = open_table(redis().settings({"SMEMBERS", "owners:{key}"})).value();
    BOOST_TEST(sets->lookup("two@example.com")->values.size() == 2U);
    BOOST_TEST(!sets->lookup("alice@example.com")->found);
}

BOOST_AUTO_TEST_CASE(what_has_no_value_or_another_type_cannot_tell) {
    BOOST_TEST(!open_table(redis().settings()).value()->lookup("empty@example.com").has_value());
    const auto wrong = open_table(redis().settings({"GET", "owners:{key}"})).value();
    BOOST_TEST(!wrong->lookup("two@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(without_the_password_nothing_is_told) {
    auto settings = redis().settings();
    text_in(settings, "password_file").clear();
    BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value());
    settings = redis().settings();
    text_in(settings, "user") = "default";
    BOOST_TEST(open_table(settings).value()->lookup("alice@example.com")->found);
    text_in(settings, "user") = "stranger";
    BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(a_server_that_lies_cannot_tell) {
    for (const char* answer :
         {"HTTP/1.0 200 OK\r\n\r\n", "$5\r\nalice!!", "$-2\r\n", "$5\r\nalice\r\n$5\r\nalice\r\n",
          "+OK\r\n", "*1\r\n$5\r\nalice\r\n", "*2\r\n$1\r\na\r\n", "*1\r\n$-1\r\n", ":1\r\n",
          "-ERR no\r\n", "*99999999\r\n", "\r\n"}) {
        const ScriptedServer server([&answer](const std::string&) { return std::string(answer); });
        auto settings = redis().settings();
        text_in(settings, "server") = "inet:" + std::to_string(server.port()) + "@127.0.0.1";
        text_in(settings, "password_file").clear();
        settings.deadline = std::chrono::milliseconds(300);
        BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value(), answer);
    }
}

BOOST_AUTO_TEST_CASE(a_server_that_was_away_or_slow_is_asked_again) {
    must_recover(redis().settings(), redis().server);
}

BOOST_AUTO_TEST_CASE(the_daemon_cannot_tell_while_the_server_is_away_and_then_it_can) {
    Redis open("");  // the daemon is another user, who does not see the password
    daemon_must_recover("type = \"redis\"\nserver = \"" + open.address() +
                            "\"\ncommand = [\"GET\", \"sender:{key}\"]\n",
                        open.server);
}

BOOST_AUTO_TEST_SUITE_END()
