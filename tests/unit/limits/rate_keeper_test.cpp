// Rates that outlive who counts them.
#include "limits/rate_keeper.h"

#include "base/file.h"
#include "fakes/full_disk.h"
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

/// The same with limits.
struct LimitedLife {
    msa::RecentEvents rates{std::chrono::steady_clock::now, 1000};
    msa::MemoryLimits limits{std::chrono::steady_clock::now, std::chrono::system_clock::now};
    std::vector<std::string> said;
    msa::RateKeeper keeper;

    explicit LimitedLife(const std::string& path)
        : keeper(
              rates, path, [this](const std::string& what, bool) { said.push_back(what); },
              &limits) {}

    static msa::Charge charge(msa::Counting counting) {
        const bool is_share = counting == msa::Counting::share;
        return {.key = is_share ? "share|50/86400|login:alice" : "amount|10/86400|login:alice",
                .quota = {.events = is_share ? 50 : 10, .window = 24h, .burst = 10},
                .counting = counting};
    }
    /// A message that is accepted, `cost` of it.
    void count(msa::Counting counting, std::int64_t cost) {
        auto charged = charge(counting);
        charged.cost = cost;
        charged.is_final = charged.counting == msa::Counting::share;
        BOOST_TEST(limits.reserve("t", {charged}).has_value());
        limits.commit("t");
    }
    std::int64_t left(msa::Counting counting) {
        auto question = charge(counting);
        question.is_question = true;
        const auto answers = limits.reserve("t", {question}).value();
        limits.give_back("t");
        return answers.front().left;
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

BOOST_AUTO_TEST_CASE(on_a_full_disk_limits_count_on_and_nothing_is_counted_twice) {
    {
        LimitedLife first(path);
        first.count(msa::Counting::amount, 2);
        for (int i = 0; i < 4; ++i) {
            first.count(msa::Counting::share, i == 0 ? 1 : 0);
        }
        first.keeper.keep();
        {
            const msa::FullDisk disk(0);
            first.count(msa::Counting::amount, 3);
            first.keeper.keep();
            first.keeper.keep();
            BOOST_REQUIRE(first.said.size() == 1U);
            BOOST_TEST(first.said.front().find("a restart forgets") != std::string::npos,
                       first.said.front());
            BOOST_TEST(first.left(msa::Counting::amount) == 5);
        }
        first.keeper.keep();
        BOOST_TEST(first.keeper.trouble().empty(), first.keeper.trouble());
        BOOST_TEST(first.left(msa::Counting::amount) == 5);
        BOOST_TEST(first.left(msa::Counting::share) == 25);  // of 50 per cent, one in four
        first.count(msa::Counting::share, 0);
        BOOST_TEST(first.left(msa::Counting::share) == 30);  // one in five, not two in nine
    }
    LimitedLife second(path);
    BOOST_TEST(second.left(msa::Counting::amount) == 5);
    BOOST_TEST(second.left(msa::Counting::share) == 30);
}

BOOST_AUTO_TEST_CASE(what_was_forgotten_on_purpose_does_not_come_back_when_the_disk_has_room) {
    LimitedLife life(path);
    life.count(msa::Counting::amount, 9);
    life.keeper.keep();
    {
        const msa::FullDisk disk(0);
        BOOST_TEST(life.limits.forget({LimitedLife::charge(msa::Counting::amount)}).value() == 1U);
        life.keeper.keep();
        BOOST_TEST(!life.keeper.trouble().empty());
    }
    life.keeper.keep();
    BOOST_TEST(life.keeper.trouble().empty(), life.keeper.trouble());
    BOOST_TEST(life.left(msa::Counting::amount) == 10);
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_at_the_start_is_read_all_the_same) {
    {
        LimitedLife first(path);
        first.count(msa::Counting::amount, 4);
    }
    const msa::FullDisk disk(0);
    LimitedLife second(path);
    BOOST_TEST(second.left(msa::Counting::amount) == 6);
    second.count(msa::Counting::amount, 1);
    second.keeper.keep();
    BOOST_TEST(!second.keeper.trouble().empty());
}

BOOST_AUTO_TEST_SUITE_END()
