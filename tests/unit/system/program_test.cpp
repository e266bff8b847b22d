#include "system/program.h"

#include "base/file.h"
#include "fakes/temporary_folder.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

constexpr std::size_t most = 100000;

}  // namespace

BOOST_AUTO_TEST_SUITE(program)

BOOST_AUTO_TEST_CASE(output_errors_and_status_come_back) {
    const auto ended =
        run_program({"sh", "-c", "echo out; echo err >&2; cat; exit \"$1\"", "sh", "3"}, most);
    BOOST_REQUIRE(ended);
    BOOST_TEST(ended->status == 3);
    BOOST_TEST(ended->out == "out\n");
    BOOST_TEST(ended->err == "err\n");
}

BOOST_AUTO_TEST_CASE(no_shell_reads_the_arguments) {
    const auto ended = run_program({"printf", "%s", "a b; $(id) *"}, most);
    BOOST_REQUIRE(ended);
    BOOST_TEST(ended->out == "a b; $(id) *");
}

BOOST_AUTO_TEST_CASE(a_program_that_is_killed_has_a_status) {
    const auto ended = run_program({"sh", "-c", "kill -9 $$"}, most);
    BOOST_REQUIRE(ended);
    BOOST_TEST(ended->status == 128 + 9);
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_an_error) {
    const auto ended = run_program({"no-such-program-of-ours"}, most);
    BOOST_REQUIRE(!ended);
    BOOST_TEST(ended.error().what == "no-such-program-of-ours: No such file or directory");
    BOOST_TEST((ended.error().kind == ErrorKind::unavailable));
}

BOOST_AUTO_TEST_CASE(more_output_than_is_wanted_is_an_error) {
    const auto ended = run_program({"head", "-c", "200000", "/dev/zero"}, most);
    BOOST_REQUIRE(!ended);
    BOOST_TEST(ended.error().what == "head: printed more than 100000 octets");
}

BOOST_AUTO_TEST_CASE(a_program_that_does_not_end_is_killed) {
    const auto ended = run_program({"sleep", "600"}, most, {}, std::chrono::milliseconds(50));
    BOOST_REQUIRE(!ended);
    BOOST_TEST(ended.error().what == "sleep: not over after 50 ms");
    BOOST_TEST((ended.error().kind == ErrorKind::unavailable));
}

BOOST_AUTO_TEST_CASE(a_program_that_nobody_wants_any_more_is_killed) {
    int asked = 0;
    const auto ended = run_program({.words = {"sleep", "600"},
                                    .most = most,
                                    .patience = std::chrono::minutes(10),
                                    .is_unwanted = [&asked] { return ++asked == 3; }});
    BOOST_REQUIRE(!ended);
    BOOST_TEST(ended.error().what == "sleep: stopped before it was over");
}

BOOST_AUTO_TEST_CASE(it_reads_several_texts_as_one) {
    const auto ended = run_program({.words = {"cat"}, .most = most, .input = {"one", "", " two"}});
    BOOST_REQUIRE(ended);
    BOOST_TEST(ended->out == "one two");
}

BOOST_AUTO_TEST_CASE(one_that_ends_in_time_is_not) {
    const auto ended = run_program({"cat"}, most, "text", std::chrono::minutes(10));
    BOOST_REQUIRE(ended);
    BOOST_TEST(ended->out == "text");
}

BOOST_AUTO_TEST_CASE(what_it_leaves_running_prints_nothing_more) {
    const TemporaryFolder folder;
    const auto said = folder.path_of("said");
    const auto gate = folder.path_of("gate");
    // It is told when nobody reads any more, prints on, and says what came of it.
    const auto ended = run_program(
        {"sh", "-c",
         "mkfifo " + gate + "; (read go <" + gate + "; head -c 200000 /dev/zero; echo $? >" + said +
             ".new; mv " + said + ".new " + said + ") & echo left"},
        most, {}, std::chrono::minutes(10));
    BOOST_REQUIRE(ended);
    BOOST_TEST(ended->out == "left\n");
    std::ofstream(gate) << "go\n" << std::flush;
    while (!std::filesystem::exists(said)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    BOOST_TEST(read_file(said, most).value() != "0\n");
}

BOOST_AUTO_TEST_CASE(a_reader_that_goes_ends_who_writes_to_it) {
    const auto before = std::signal(SIGPIPE, SIG_IGN);  // as in a daemon
    const auto ended = run_program({"sh", "-c", "(yes; echo $? >&2) | head -n 1"}, most);
    (void)std::signal(SIGPIPE, before);
    BOOST_REQUIRE(ended);
    BOOST_TEST(ended->out == "y\n");
    BOOST_TEST(ended->err == std::to_string(128 + SIGPIPE) + '\n');
}

BOOST_AUTO_TEST_SUITE_END()
