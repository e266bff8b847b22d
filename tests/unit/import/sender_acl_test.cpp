// The queries for whole mail systems; those of servers are asked in tests/wire/.
#include "import/sender_acl.h"

#include "fakes/mail_systems.h"
#include "fakes/temporary_folder.h"
#include "tables/open_table.h"

#include <sqlite3.h>

using namespace msa;

BOOST_AUTO_TEST_SUITE(sender_acl)

BOOST_AUTO_TEST_CASE(modoboa_in_sqlite_says_whose_an_address_is) {
    const TemporaryFolder folder;
    const auto path = folder.path_of("modoboa.db");
    sqlite3* database = nullptr;
    BOOST_REQUIRE(::sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    BOOST_REQUIRE(::sqlite3_exec(database, modoboa_tables("BOOLEAN").c_str(), nullptr, nullptr,
                                 nullptr) == SQLITE_OK);
    BOOST_REQUIRE(::sqlite3_close(database) == SQLITE_OK);
    const auto query = sender_acl_query("modoboa", "sqlite");
    BOOST_REQUIRE(query);
    const auto table = open_table(
        {.name = "db",
         .type = "sqlite",
         .given = {{"path", path}, {"query", *query}, {"separator", std::string(", ")}}});
    BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().what));
    must_own(**table, modoboa_owners());
}

BOOST_AUTO_TEST_CASE(a_system_comes_with_its_usual_database) {
    RuleDraft draft;
    BOOST_REQUIRE(import_sender_acl({.system = "modoboa"}, draft));
    BOOST_REQUIRE(import_sender_acl({.system = "mailcow", .server = "host=/s user=u"}, draft));
    BOOST_REQUIRE(draft.tables.size() == 2U);
    BOOST_TEST(draft.tables[0].settings[0].second == "\"pgsql\"");
    BOOST_TEST(draft.tables[1].settings[1].second == "\"host=/s user=u\"");
    BOOST_TEST(draft.owner_tables == (std::vector<std::string>{"modoboa", "mailcow"}));
}

BOOST_AUTO_TEST_CASE(what_does_not_exist_is_an_error) {
    RuleDraft draft;
    const auto type = import_sender_acl({.system = "mailcow", .type = "sqlite"}, draft);
    BOOST_REQUIRE(!type);
    BOOST_TEST(type.error().what == "mailcow has its users in mysql, not in sqlite");
    const auto system = import_sender_acl({.system = "mailcorn"}, draft);
    BOOST_REQUIRE(!system);
    BOOST_TEST(system.error().what ==
               "there are queries for mailcow, iredmail, modoboa, not for 'mailcorn'");
}

BOOST_AUTO_TEST_SUITE_END()
