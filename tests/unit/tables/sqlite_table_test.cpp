// Queries to an SQLite database.
#include "fakes/temporary_folder.h"
#include "tables/open_table.h"

#include <filesystem>
#include <future>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sqlite3.h>

namespace bdata = boost::unit_test::data;

using msa::TableSettings;
using std::chrono::milliseconds;

namespace {

using Values = std::vector<std::string>;

constexpr const char* rows =
    "CREATE TABLE senders (address TEXT, login TEXT);"
    "INSERT INTO senders VALUES ('a@example.com', 'alice'), ('a@example.com', 'bob, carol'),"
    "('null@example.com', NULL), ('some@example.com', NULL), ('some@example.com', 'dan'),"
    "('bad@example.com', 'al' || char(10)), ('number@example.com', 7);";
constexpr const char* by_address = "SELECT login FROM senders WHERE address = :key";

/// A connection of somebody else.
class Writer {
public:
    explicit Writer(const std::string& path) {
        BOOST_REQUIRE(::sqlite3_open(path.c_str(), &database_) == SQLITE_OK);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { (void)::sqlite3_close(database_); }
    void run(const char* statements) const {
        BOOST_REQUIRE(::sqlite3_exec(database_, statements, nullptr, nullptr, nullptr) ==
                      SQLITE_OK);
    }

private:
    sqlite3* database_ = nullptr;
};

struct Site {
    msa::TemporaryFolder folder;
    std::string path = folder.path_of("senders.db");

    Site() { Writer(path).run(rows); }
    [[nodiscard]] auto open(std::string query, milliseconds deadline = milliseconds(20000)) const {
        return msa::open_table({.name = "db",
                                .type = "sqlite",
                                .given = {{"path", path}, {"query", std::move(query)}},
                                .deadline = deadline});
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sqlite_table_test)

BOOST_AUTO_TEST_CASE(every_row_is_one_value_and_null_is_none) {
    const Site site;
    const auto table = site.open(by_address).value();
    BOOST_TEST(table->lookup("a@example.com")->values == (Values{"alice", "bob, carol"}));
    BOOST_TEST(table->lookup("some@example.com")->values == Values{"dan"});
    BOOST_TEST(table->lookup("number@example.com")->values == Values{"7"});
    BOOST_TEST(!table->lookup("null@example.com")->found);
    BOOST_TEST(!table->lookup("b@example.com")->found);
    BOOST_TEST(!table->lookup("bad@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(a_row_is_a_list_where_something_separates) {
    const Site site;
    const auto table = msa::open_table({.name = "db",
                                        .type = "sqlite",
                                        .given = {{"path", site.path},
                                                  {"query", std::string(by_address)},
                                                  {"separator", std::string(",")}}})
                           .value();
    BOOST_TEST(table->lookup("a@example.com")->values == (Values{"alice", "bob", "carol"}));
}

BOOST_AUTO_TEST_CASE(a_key_is_never_part_of_the_query) {
    const Site site;
    const auto table = site.open(by_address).value();
    for (const auto& key : {std::string("' OR 1=1 --"), std::string("a@example.com'"),
                            std::string("a@example.com\0", 14), std::string()}) {
        BOOST_TEST(!table->lookup(key)->found);
    }
}

BOOST_DATA_TEST_CASE(
    a_query_that_cannot_be_asked_is_an_error,
    bdata::make(std::vector<std::string>{
        "", "SELEC", "SELECT login FRM senders WHERE address = :key",
        "SELECT login FROM nowhere WHERE address = :key", "SELECT login FROM senders",
        "SELECT :a || :b", "SELECT login, address FROM senders WHERE address = :key",
        "DELETE FROM senders WHERE address = :key RETURNING login", "SELECT :key; SELECT 1"}),
    query) {
    const Site site;
    const auto table = site.open(query);
    BOOST_REQUIRE(!table);
    BOOST_TEST(table.error().what.starts_with("table db: query: "));
}

BOOST_AUTO_TEST_CASE(a_parameter_may_stand_in_the_query_more_than_once) {
    const Site site;
    const auto table = site.open("SELECT :key || :key").value();
    BOOST_TEST(table->lookup("x")->values == Values{"xx"});
}

BOOST_AUTO_TEST_CASE(what_is_written_counts_at_once_and_so_does_a_new_file) {
    const Site site;
    const auto table = site.open(by_address).value();
    BOOST_TEST(!table->lookup("new@example.com")->found);
    Writer(site.path).run("INSERT INTO senders VALUES ('new@example.com', 'erin')");
    BOOST_TEST(table->lookup("new@example.com")->values == Values{"erin"});
    const auto next = site.folder.path_of("next.db");
    Writer(next).run(
        "CREATE TABLE senders (address, login);"
        "INSERT INTO senders VALUES ('new@example.com', 'frank')");
    std::filesystem::rename(next, site.path);
    BOOST_TEST(table->lookup("new@example.com")->values == Values{"frank"});
}

BOOST_AUTO_TEST_CASE(a_database_that_is_locked_or_gone_cannot_tell_until_it_is_back) {
    const Site site;
    const auto table = site.open(by_address, milliseconds(50)).value();
    {
        const Writer writer(site.path);
        writer.run("BEGIN EXCLUSIVE");
        BOOST_TEST(!table->lookup("a@example.com").has_value());
    }
    BOOST_TEST(table->lookup("a@example.com")->found);
    std::filesystem::rename(site.path, site.path + ".away");
    BOOST_TEST(!table->lookup("a@example.com").has_value());
    (void)site.folder.write("senders.db", std::string(5000, 'x'));
    BOOST_TEST(!table->lookup("a@example.com").has_value());
    std::filesystem::rename(site.path + ".away", site.path);
    BOOST_TEST(table->lookup("a@example.com")->found);
}

BOOST_AUTO_TEST_CASE(a_query_that_takes_too_long_is_ended) {
    const Site site;
    const auto table = site.open(
                               "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                               "SELECT x FROM n WHERE x = :key",
                               milliseconds(50))
                           .value();
    BOOST_TEST(table->lookup("never").error().what == site.path + ": no answer in time");
}

BOOST_AUTO_TEST_CASE(many_threads_ask_at_once) {
    const Site site;
    const auto table = site.open(by_address).value();
    constexpr int many = 4;
    std::vector<std::future<int>> askers;
    askers.reserve(many);
    for (int i = 0; i < many; ++i) {
        askers.push_back(std::async(std::launch::async, [&table] {
            int found = 0;
            for (int n = 0; n < 200; ++n) {
                const auto answer = table->lookup("a@example.com");
                found += answer && answer->values.size() == 2 ? 1 : 0;
            }
            return found;
        }));
    }
    for (auto& each : askers) {
        BOOST_TEST(each.get() == 200);
    }
}

BOOST_AUTO_TEST_SUITE_END()
