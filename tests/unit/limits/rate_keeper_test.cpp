// Rates that outlive who counts them.
#include "limits/rate_keeper.h"

#include "base/file.h"
#include "fakes/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace std::chrono_literals;

namespace {

/// One life of a daemon that keeps its rates in `path`.
struct Life {
    std::chrono::steady_clock::time_point now{1000s};
    msa::RecentEvents rates{[this] { return now; }, 1000};
    std::vector<std::string> said;
    msa::RateKeeper keeper;

    explicit Life(const std::string& path)
        : keeper(rates, path, [this](const std::string& what, bool) { said.push_back(what); }) {}

    int admitted(const std::string& key, int tries) {
        int count = 0;
        for (int i = 0; i < tries; ++i) {
            count += rates.admit(key, 3, 3600s).value() ? 1 : 0;
        }
        return count;
    }
};

struct Folder {
    msa::TemporaryFolder folder;
    std::string path = folder.path() + "/limits.sqlite";

    void write(const std::string& octets) const { std::ofstream(path) << octets; }
};

std::string octets_of(const std::string& path) {
    constexpr std::size_t most = 1 << 20;
    return msa::read_file(path, most).value();
}

bool is_begun_anew(const Life& life) {
    return life.said.size() == 1 &&
           life.said.front().find("a new file is begun") != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rate_keeper, Folder)

BOOST_AUTO_TEST_CASE(what_was_counted_is_counted_in_the_next_life) {
    {
        Life first(path);
        BOOST_TEST(first.admitted("alice", 2) == 2);
        BOOST_TEST(first.admitted("bob", 5) == 3);
    }
    Life second(path);
    BOOST_TEST(second.admitted("alice", 5) == 1);
    BOOST_TEST(second.admitted("bob", 5) == 0);
    BOOST_TEST(second.admitted("carol", 5) == 3);
    BOOST_TEST(second.said.empty());
}

BOOST_AUTO_TEST_CASE(what_was_kept_before_a_kill_is_there) {
    Life first(path);
    BOOST_TEST(first.admitted("alice", 2) == 2);
    first.keeper.keep();
    for (const char* part : {"", "-wal"}) {  // as the files lie there when the process is killed
        std::filesystem::copy_file(path + part, folder.path() + "/killed" + part);
    }
    Life second(folder.path() + "/killed");
    BOOST_TEST(second.admitted("alice", 5) == 1);
}

BOOST_AUTO_TEST_CASE(keys_are_any_octets) {
    const std::string odd("' \"\0\n\xFF login", 12);
    {
        Life first(path);
        BOOST_TEST(first.admitted(odd, 5) == 3);
    }
    Life second(path);
    BOOST_TEST(second.admitted(odd, 5) == 0);
}

BOOST_AUTO_TEST_CASE(others_cannot_read_it) {
    const Life life(path);
    struct stat state {};
    BOOST_REQUIRE(::stat(path.c_str(), &state) == 0);
    BOOST_TEST((state.st_mode & 0777U) == 0600U);
}

BOOST_AUTO_TEST_CASE(a_window_that_is_empty_by_now_is_forgotten) {
    {
        Life first(path);
        BOOST_TEST(first.admitted("alice", 5) == 3);
    }
    auto file = msa::RateFile::open(path).value();
    BOOST_TEST(file.load(std::chrono::system_clock::now()).value().size() == 1U);
    BOOST_TEST(file.load(std::chrono::system_clock::now() + 2h).value().empty());
    BOOST_TEST(file.load(std::chrono::system_clock::now()).value().empty());
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_ahead_fills_a_window_and_no_more) {
    const auto now = std::chrono::system_clock::now();
    BOOST_REQUIRE(msa::RateFile::open(path).value().save({{"alice", now + 24h * 365, 3600s}}));
    Life life(path);
    BOOST_TEST(life.admitted("alice", 1) == 0);
    life.now += 3600s;
    BOOST_TEST(life.admitted("alice", 5) == 3);
}

BOOST_AUTO_TEST_CASE(what_is_no_file_of_ours_is_moved_aside_and_said) {
    for (const std::string& octets : {std::string("this is no database"), std::string(8192, 'x'),
                                      "SQLite format 3" + std::string(5000, '\0')}) {
        write(octets);
        {
            Life first(path);
            BOOST_TEST(is_begun_anew(first), octets.substr(0, 20));
            BOOST_TEST(first.keeper.trouble().empty());
            BOOST_TEST(first.admitted("alice", 2) == 2);
        }
        BOOST_TEST(octets_of(path + ".damaged") == octets);
        Life second(path);
        BOOST_TEST(second.admitted("alice", 5) == 1);
        std::filesystem::remove(path + ".damaged");
    }
}

BOOST_AUTO_TEST_CASE(a_file_cut_at_any_page_is_kept_or_moved_aside_and_never_stops_anything) {
    {
        Life first(path);
        for (int i = 0; i < 500; ++i) {
            BOOST_TEST(first.admitted("login " + std::to_string(i) + std::string(100, 'x'), 1) ==
                       1);
        }
    }
    const auto whole = octets_of(path);
    BOOST_TEST(whole.size() > 40000U);
    for (std::size_t size = 0; size < whole.size(); size += 2048) {
        write(whole.substr(0, size));
        Life life(path);
        BOOST_TEST(life.keeper.trouble().empty(), size << ": " << life.keeper.trouble());
        BOOST_TEST(life.admitted("somebody else", 5) == 3);
    }
}

BOOST_AUTO_TEST_CASE(a_file_of_a_later_version_is_moved_aside) {
    { const Life life(path); }
    auto octets = octets_of(path);
    constexpr std::size_t place_of_user_version = 60;  // big-endian, of the database header
    octets.at(place_of_user_version + 3) = 3;
    write(octets);
    const Life life(path);
    BOOST_TEST(is_begun_anew(life));
}

BOOST_AUTO_TEST_CASE(a_second_process_cannot_share_it_and_counts_by_itself) {
    const Life first(path);
    Life second(path);
    BOOST_TEST(second.keeper.trouble().find("another process has it open") != std::string::npos,
               second.keeper.trouble());
    BOOST_TEST(second.admitted("alice", 5) == 3);
}

BOOST_AUTO_TEST_CASE(trouble_is_said_once_and_what_was_counted_meanwhile_is_kept_when_it_is_over) {
    const auto lost = folder.path() + "/gone";
    {
        Life first(lost + "/limits.sqlite");
        BOOST_TEST(first.admitted("alice", 2) == 2);
        first.keeper.keep();
        BOOST_TEST(first.said.size() == 1U);
        BOOST_TEST(first.said.front().find("No such file") != std::string::npos);
        std::filesystem::create_directory(lost);
        first.keeper.keep();
        BOOST_TEST(first.said.size() == 2U);
        BOOST_TEST(first.keeper.trouble().empty());
    }
    Life second(lost + "/limits.sqlite");
    BOOST_TEST(second.admitted("alice", 5) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
