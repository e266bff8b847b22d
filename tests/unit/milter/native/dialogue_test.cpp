// Sessions of the native engine, packet by packet. What they have in common with those of libmilter
// is tested over the wire.
#include "milter/native/dialogue.h"

#include "unit/milter/memory_daemon.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

constexpr std::string_view offer = "\0\0\0\6\0\0\1\xff\0\x1f\xff\xff"sv;

class Dialogue : public msa::MemoryDaemon {
public:
    using MemoryDaemon::MemoryDaemon;

    /// The commands of what is answered; "!" where the session is over.
    std::string say(char command, std::string_view data = {}) {
        std::string output;
        const bool goes_on = dialogue_.take({.command = command, .data = data}, output);
        std::string commands;
        for (std::string_view rest = output; !rest.empty();) {
            const auto size = *msa::packet_size(rest);
            commands += msa::packet_in(rest.substr(0, size))->command;
            rest.remove_prefix(size);
        }
        last_ = output;
        return goes_on ? commands : commands + '!';
    }
    [[nodiscard]] const std::string& last() const { return last_; }

    void begin_session() {
        BOOST_REQUIRE(say('O', offer) == "O");
        BOOST_REQUIRE(say('D', "Cv\0Postfix 3.7.11\0"sv).empty());
        BOOST_REQUIRE(say('C', "client\0004\0\031192.0.2.1\0"sv).empty());
        BOOST_REQUIRE(say('H', "client\0"sv).empty());
    }
    void begin_message() {
        BOOST_REQUIRE(say('D', "Mi\0Q1\0{auth_authen}\0alice\0"sv).empty());
        BOOST_REQUIRE(say('M', "<alice@example.com>\0"sv) == "c");
        BOOST_REQUIRE(say('R', "<rcpt@example.net>\0"sv) == "c");
    }

private:
    msa::Dialogue dialogue_{daemon, -1};
    std::string last_;
};

using Dispositions = std::vector<msa::Disposition>;

}  // namespace

BOOST_AUTO_TEST_SUITE(dialogue)

BOOST_AUTO_TEST_CASE(a_message_is_judged_and_recorded) {
    Dialogue mta;
    mta.begin_session();
    mta.begin_message();
    BOOST_TEST(mta.say('L', "From\0 alice@example.com\0"sv).empty());
    BOOST_TEST(mta.say('N').empty());
    BOOST_TEST(mta.say('B', "Hello.\r\n").empty());
    BOOST_TEST(mta.say('E').ends_with('c'));
    BOOST_TEST((mta.dispositions() == Dispositions{msa::Disposition::accepted}));
}

BOOST_AUTO_TEST_CASE(the_end_of_a_message_may_bring_the_end_of_its_body) {
    Dialogue mta;
    mta.begin_session();
    mta.begin_message();
    BOOST_TEST(mta.say('L', "From\0 alice@example.com\0"sv).empty());
    BOOST_TEST(mta.say('N').empty());
    BOOST_TEST(mta.say('E', "Hello.\r\n").ends_with('c'));
    BOOST_REQUIRE(mta.audit.records.size() == 1U);
    BOOST_TEST(mta.audit.records.front().body_octets == 8U);
}

BOOST_AUTO_TEST_CASE(an_mta_without_silence_is_answered_at_every_step) {
    Dialogue mta;
    BOOST_TEST(mta.say('O', "\0\0\0\2\0\0\0\x3f\0\0\0\x7f"sv) == "O");
    BOOST_TEST(mta.last() == "\0\0\0\15O\0\0\0\2\0\0\0\x3f\0\0\0\0"s);
    BOOST_TEST(mta.say('D', "Cv\0Postfix 3.7.11\0"sv).empty());
    BOOST_TEST(mta.say('C', "client\0U"sv) == "c");
    BOOST_TEST(mta.say('H', "client\0"sv) == "c");
    BOOST_TEST(mta.say('U', "HELP\0"sv) == "c");
    mta.begin_message();
    BOOST_TEST(mta.say('T') == "c");
    BOOST_TEST(mta.say('L', "From\0alice@example.com\0"sv) == "c");
    BOOST_TEST(mta.say('N') == "c");
    BOOST_TEST(mta.say('B', "Hello.\r\n") == "c");
    BOOST_TEST(mta.say('E').ends_with('c'));
}

BOOST_AUTO_TEST_CASE(what_no_mta_sends_ends_the_session) {
    const std::vector<std::pair<char, std::string>> at_once{
        {'C', "client\0U"s},
        {'M', "<a@b>\0"s},
        {'D', "C"s},
        {'O', "\0\0\0\6"s},
        {'O', "\0\0\0\1\0\0\1\xff\0\x1f\xff\xff"s},
        {'O', "\0\0\0\6\0\0\0\2\0\0\0\0"s},
        {'Z', ""s}};
    for (const auto& [command, data] : at_once) {
        Dialogue mta;
        BOOST_TEST(mta.say(command, data) == "!");
    }
    const std::vector<std::pair<char, std::string>> in_session{{'O', std::string(offer)},
                                                               {'C', "client\0U"s},
                                                               {'H', "client"s},
                                                               {'M', ""s},
                                                               {'R', "<a@b>\0"s},
                                                               {'T', ""s},
                                                               {'L', "From\0a\0"s},
                                                               {'N', ""s},
                                                               {'B', "a"s},
                                                               {'E', ""s},
                                                               {'D', "Mi\0"s},
                                                               {'Z', ""s},
                                                               {'\0', ""s}};
    for (const auto& [command, data] : in_session) {
        Dialogue mta;
        mta.begin_session();
        BOOST_TEST(mta.say(command, data) == "!");
    }
}

BOOST_AUTO_TEST_CASE(fields_without_their_end_are_no_message) {
    for (const char command : {'B', 'E', 'R', 'T'}) {
        Dialogue mta;
        mta.begin_session();
        mta.begin_message();
        BOOST_TEST(mta.say('L', "From\0 alice@example.com\0"sv).empty());
        BOOST_TEST(mta.say(command, "<a@b>\0"sv) == "!");
    }
}

BOOST_AUTO_TEST_CASE(a_new_sender_or_greeting_gives_the_open_message_up) {
    Dialogue mta;
    mta.begin_session();
    mta.begin_message();
    mta.begin_message();
    BOOST_TEST(mta.say('H', "client\0"sv).empty());
    BOOST_TEST(
        (mta.dispositions() == Dispositions{msa::Disposition::aborted, msa::Disposition::aborted}));
}

BOOST_AUTO_TEST_CASE(a_session_may_be_followed_by_another_on_the_same_connection) {
    Dialogue mta;
    mta.begin_session();
    mta.begin_message();
    BOOST_TEST(mta.say('K').empty());
    BOOST_TEST((mta.dispositions() == Dispositions{msa::Disposition::aborted}));
    BOOST_TEST(mta.say('D', "Cv\0Postfix 3.7.11\0"sv).empty());
    BOOST_TEST(mta.say('C', "client\0U"sv).empty());
    mta.begin_message();
    BOOST_TEST(mta.say('Q') == "!");
}

BOOST_AUTO_TEST_CASE(a_session_without_a_client_is_put_off) {
    Dialogue mta;
    BOOST_REQUIRE(mta.say('O', offer) == "O");
    BOOST_TEST(mta.say('M', "<alice@example.com>\0"sv) == "y");
    BOOST_TEST(mta.last().substr(5, 9) == "451 4.3.0");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_recorded_is_put_off) {
    Dialogue mta;
    mta.begin_session();
    mta.begin_message();
    BOOST_TEST(mta.say('N').empty());
    mta.audit.fails = true;
    BOOST_TEST(mta.say('E') == "y");
    BOOST_TEST(mta.last().substr(5, 3) == "451");
}

BOOST_AUTO_TEST_SUITE_END()
