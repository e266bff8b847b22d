// [[limit]] sections in the running daemon: what is charged, given back, and kept.
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>

#include <boost/test/unit_test.hpp>

using msa::wire::Daemon;
using msa::wire::MilterClient;

namespace {

std::string limit(const std::string& keys) {
    return msa::wire::staff_rules() + "[[limit]]\nid = \"daily\"\n" + keys;
}

struct Counting {
    explicit Counting(const std::string& keys)
        : daemon({.settings = "[limits]\nfile = \"limits.sqlite\"\n", .rules = limit(keys)}) {}

    /// The first answer that refuses, of a message to these; empty: it is accepted.
    [[nodiscard]] std::string answer(const std::vector<std::string>& recipients,
                                     const std::string& from = "alice@example.com") const {
        MilterClient client(daemon.socket());
        client.greet();
        return client
            .submit({.recipients = recipients,
                     .header = {{"From", ' ' + from},
                                {"To", " bob@example.net"},
                                {"Date", " Fri, 21 Nov 2025 12:00:00 +0100"},
                                {"Message-ID", " <1@example.com>"}}})
            .answer;
    }
    void restart(int signal) {
        daemon.signal(signal);
        (void)daemon.exit_status();
        daemon.start();
    }
    /// The journal has it, and so a kill does not lose it.
    [[nodiscard]] bool has_kept(const std::string& text) const {
        std::ifstream file(daemon.path("limits.sqlite-wal"), std::ios::binary);
        const std::string octets{std::istreambuf_iterator<char>(file), {}};
        return octets.find(text) != std::string::npos;
    }

    [[nodiscard]] std::uintmax_t journal_octets() const {
        return std::filesystem::file_size(daemon.path("limits.sqlite-wal"));
    }

    Daemon daemon;
};

const std::vector<std::string> two{"<bob@example.net>", "<carol@example.net>"};

}  // namespace

BOOST_AUTO_TEST_SUITE(counted_limits)

BOOST_AUTO_TEST_CASE(the_reply_says_what_is_used_up_until_when_and_by_which_rule) {
    const Counting counting("count = \"recipients\"\nrate = \"2/hour\"\n");
    BOOST_TEST(counting.answer(two).empty());
    const auto answer = counting.answer({"<dave@example.net>"});
    const std::regex text(
        "450 4\\.7\\.1 2 recipients an hour are used up; the next at "
        "(20\\d\\d-\\d\\d-\\d\\d )?\\d\\d:\\d\\d(:\\d\\d)? UTC "
        "\\(rule daily, session \\S+\\)");
    BOOST_TEST(std::regex_search(answer, text), answer);
}

BOOST_AUTO_TEST_CASE(what_another_rule_refuses_is_given_back) {
    const Counting counting("count = \"messages\"\nrate = \"2/hour\"\n");
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(!counting.answer(two, "mallory@example.org").empty());
    }
    BOOST_TEST(counting.answer(two).empty());
    BOOST_TEST(counting.answer(two).empty());
    BOOST_TEST(counting.answer(two).starts_with("450"));
}

BOOST_AUTO_TEST_CASE(a_message_that_is_aborted_is_given_back) {
    const Counting counting("count = \"recipients\"\nrate = \"2/hour\"\n");
    MilterClient client(counting.daemon.socket());
    client.greet();
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(client.mail("<alice@example.com>").empty());
        BOOST_TEST(client.recipient("<bob@example.net>").empty());
        BOOST_TEST(client.recipient("<carol@example.net>").empty());
        client.abort();
    }
    // The abort has no answer: the next command of the session comes behind it.
    BOOST_TEST(client.mail("<alice@example.com>").empty());
    BOOST_TEST(client.recipient("<bob@example.net>").empty());
}

BOOST_AUTO_TEST_CASE(one_message_above_the_whole_limit_is_refused_for_good) {
    const Counting counting("count = \"recipients\"\nrate = \"2/hour\"\n");
    MilterClient client(counting.daemon.socket());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>").empty());
    BOOST_TEST(client.recipient("<bob@example.net>").empty());
    BOOST_TEST(client.recipient("<postmaster@example.net>").empty());
    BOOST_TEST(client.recipient("<carol@example.net>").starts_with("550 5.7.1"));
}

BOOST_AUTO_TEST_CASE(a_restart_forgets_neither_charges_nor_recipients) {
    Counting counting("count = \"new_recipients\"\nrate = \"2/day\"\n");
    BOOST_TEST(counting.answer(two).empty());
    counting.restart(SIGTERM);
    BOOST_TEST(counting.answer({"<dave@example.net>"}).starts_with("450"));
    BOOST_TEST(counting.answer(two).empty());  // known by now
}

BOOST_AUTO_TEST_CASE(a_kill_forgets_only_what_was_not_yet_written) {
    Counting counting("count = \"messages\"\nrate = \"2/day\"\n");
    BOOST_TEST(counting.answer(two).empty());
    BOOST_REQUIRE(msa::wire::comes_true([&] { return counting.has_kept("daily|2/86400"); }));
    const auto before = counting.journal_octets();
    BOOST_TEST(counting.answer(two).empty());
    // What is written now holds the first message for certain, and perhaps the second.
    BOOST_REQUIRE(msa::wire::comes_true([&] { return counting.journal_octets() > before; }));
    counting.restart(SIGKILL);
    (void)counting.answer(two);
    BOOST_TEST(counting.answer(two).starts_with("450"));
}

BOOST_AUTO_TEST_CASE(recipients_stand_in_the_file_as_marks) {
    Counting counting("count = \"new_recipients\"\nrate = \"20/day\"\n");
    BOOST_TEST(counting.answer(two).empty());
    BOOST_REQUIRE(msa::wire::comes_true([&] { return counting.has_kept("daily|20/86400"); }));
    BOOST_TEST(!counting.has_kept("carol"));
}

BOOST_AUTO_TEST_CASE(a_monitored_limit_refuses_nothing) {
    const Counting counting("count = \"messages\"\nrate = \"1/day\"\nmode = \"monitor\"\n");
    BOOST_TEST(counting.answer(two).empty());
    BOOST_TEST(counting.answer(two).empty());
}

BOOST_AUTO_TEST_CASE(a_login_of_1_kb_has_its_limit) {
    const Counting counting("count = \"messages\"\nrate = \"1/day\"\n");
    MilterClient client(counting.daemon.socket());
    client.login = std::string(1024, 'x');
    client.greet();
    BOOST_TEST(client.mail("<>").empty());
    client.abort();
    BOOST_TEST(client.mail("<>").empty());
}

BOOST_AUTO_TEST_CASE(very_many_recipients_are_counted_one_by_one) {
    constexpr int most = 50'000;  // of a few more a record has no room
    const Counting counting(
        "count = \"recipients\"\nrate = \"49999/day\"\n[check.recipient_count]\n"
        "action = \"off\"\n");
    MilterClient client(counting.daemon.socket());
    client.greet();
    BOOST_REQUIRE(client.mail("<alice@example.com>").empty());
    int accepted = 0;
    for (int i = 0; i < most; ++i) {
        accepted += client.recipient('<' + std::to_string(i) + "@example.net>").empty() ? 1 : 0;
    }
    BOOST_TEST(accepted <= most);
    BOOST_TEST(accepted >= most - 1);
    client.abort();
    BOOST_TEST(client.mail("<alice@example.com>").empty());
}

BOOST_AUTO_TEST_SUITE_END()
