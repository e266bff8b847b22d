// What every server of a table is held to, see table_server.h.
#include "wire/table_server.h"

#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"

#include <boost/test/unit_test.hpp>

namespace msa::wire {

using std::chrono::steady_clock;

namespace {

bool knows_alice(const Table& table) {
    const auto answer = table.lookup("alice@example.com");
    return answer && answer->values == std::vector<std::string>{"alice"};
}

std::string answer_of(const Daemon& daemon, const std::string& sender) {
    MilterClient client(daemon.socket());
    client.greet();
    return client.mail(sender).substr(0, 9);
}

}  // namespace

std::string& text_in(TableSettings& settings, const std::string& key) {
    return std::get<std::string>(settings.given.try_emplace(key, std::string()).first->second);
}

void must_tell(const TableSettings& settings) {
    const auto table = open_table(settings);
    BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().what));
    const auto answer = (*table)->lookup("alice@example.com");
    BOOST_REQUIRE_MESSAGE(answer, (answer ? "" : answer.error().what));
    BOOST_TEST(answer->values == std::vector<std::string>{"alice"});
    for (const auto* key :
         {"bob@example.com", "*", "alice*", "' OR '1'='1", "alice@example.com)(a=*",
          "a\\b@example.com", "\xc3\xa9@example.com", "a\nb", "{key}"}) {
        const auto missing = (*table)->lookup(key);
        BOOST_REQUIRE_MESSAGE(missing, key << ": " << (missing ? "" : missing.error().what));
        BOOST_TEST(!missing->found, key);
    }
}

void must_recover(TableSettings settings, ServerProcess& server) {
    settings.deadline = short_deadline;
    const auto table = open_table(settings).value();
    BOOST_TEST(comes_true([&] { return knows_alice(*table); }));
    server.stop();
    BOOST_TEST(!table->lookup("alice@example.com").has_value());
    BOOST_TEST(!table->lookup("bob@example.com").has_value());
    server.start();
    BOOST_TEST(comes_true([&] { return knows_alice(*table); }));
    const auto fresh = open_table(settings).value();
    server.freeze();
    const auto begun = steady_clock::now();
    const auto late = fresh->lookup("alice@example.com");
    BOOST_CHECK(steady_clock::now() - begun < patience / 2);
    server.go_on();
    BOOST_REQUIRE(!late);
    BOOST_TEST(late.error().what.find("in time") != std::string::npos, late.error().what);
    BOOST_TEST(comes_true([&] { return knows_alice(*fresh); }));
    BOOST_TEST(comes_true([&] { return knows_alice(*table); }));
}

void daemon_must_recover(const std::string& lines, ServerProcess& server) {
    const Daemon daemon(
        {.rules = "[owners]\ntables = [\"x\"]\n[tables.x]\ndeadline_ms = 5000\n" + lines});
    BOOST_TEST(answer_of(daemon, "<alice@example.com>") == "");
    BOOST_TEST(answer_of(daemon, "<bob@example.com>") == "550 5.7.1");
    server.stop();
    BOOST_TEST(answer_of(daemon, "<alice@example.com>") == "451 4.3.0");
    BOOST_TEST(answer_of(daemon, "<bob@example.com>") == "451 4.3.0");
    server.start();
    BOOST_TEST(comes_true([&] { return answer_of(daemon, "<alice@example.com>").empty(); }));
    BOOST_TEST(answer_of(daemon, "<bob@example.com>") == "550 5.7.1");
}

}  // namespace msa::wire
