// Log lines: one line each, whatever the values hold.
#include "base/log.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "fakes/temporary_folder.h"

#include <string>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>
#include <unistd.h>

using msa::LogLine;

// `log` is a function of the C library.
BOOST_AUTO_TEST_SUITE(log_line)

BOOST_AUTO_TEST_CASE(a_line_begins_with_its_event) {
    BOOST_TEST(LogLine("reload").add("result", "ok").text() == "event=reload result=ok");
}

BOOST_AUTO_TEST_CASE(numbers_are_written_as_they_are) {
    BOOST_TEST(LogLine("x").add("a", 0U).add("b", -5).text() == "event=x a=0 b=-5");
}

BOOST_AUTO_TEST_CASE(an_empty_value_is_quoted) {
    BOOST_TEST(LogLine("x").add("a", "").text() == "event=x a=\"\"");
}

BOOST_AUTO_TEST_CASE(a_value_that_could_be_taken_for_another_is_quoted) {
    BOOST_TEST(LogLine("x").add("a", "b c=d").text() == "event=x a=\"b c=d\"");
}

BOOST_AUTO_TEST_CASE(quotes_and_backslashes_are_escaped) {
    BOOST_TEST(LogLine("x").add("a", R"(say "\")").text() == R"(event=x a="say \"\\\"")");
}

BOOST_AUTO_TEST_CASE(controls_and_8bit_octets_are_written_in_hexadecimal) {
    const std::string value("a\nb\0\xff\x7f", 6);
    BOOST_TEST(LogLine("x").add("a", value).text() == R"(event=x a="a\x0ab\x00\xff\x7f")");
}

BOOST_AUTO_TEST_CASE(a_long_value_is_cut) {
    const std::string line = LogLine("x").add("a", std::string(5000, 'v')).text();
    BOOST_TEST(line.size() < msa::max_log_value + 30);
    BOOST_TEST(line.ends_with("v...\""));
}

BOOST_AUTO_TEST_CASE(a_line_about_a_message_begins_with_its_queue_id) {
    BOOST_TEST(LogLine::about_message("4Tx1").add("a", "b").text() == "4Tx1: a=b");
    BOOST_TEST(LogLine::about_message("").add("a", "b").text() == "NOQUEUE: a=b");
    BOOST_TEST(LogLine::about_message("a\nb").text() == "a\\x0ab:");
}

BOOST_AUTO_TEST_CASE(a_syslog_is_there_where_somebody_listens) {
    const msa::TemporaryFolder folder;
    const std::string path = folder.path_of("log");
    BOOST_TEST(!msa::Log::is_syslog_there(path));
    BOOST_TEST(!msa::Log::is_syslog_there(std::string(200, 'x')));
    for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
        const auto address = msa::unix_address(path).value();
        const msa::FileDescriptor socket(::socket(AF_UNIX, type, 0));
        BOOST_REQUIRE(::bind(socket.get(), address.get(), address.length) == 0);
        BOOST_REQUIRE((type == SOCK_DGRAM || ::listen(socket.get(), 1) == 0));
        BOOST_TEST(msa::Log::is_syslog_there(path));
        BOOST_REQUIRE(::unlink(path.c_str()) == 0);
    }
    BOOST_TEST(!msa::Log::is_syslog_there(folder.write("file", "")));
}

BOOST_AUTO_TEST_SUITE_END()
