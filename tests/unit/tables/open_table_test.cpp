// Tables of what the rule file says.
#include "tables/open_table.h"

#include "fakes/temporary_folder.h"

#include <boost/test/unit_test.hpp>

using msa::open_table;
using msa::TableSettings;

BOOST_AUTO_TEST_SUITE(open_table_test)

BOOST_AUTO_TEST_CASE(the_type_decides_where_entries_come_from) {
    const msa::TemporaryFolder folder;
    const TableSettings file{.name = "map",
                             .type = "file",
                             .given = {{"path", folder.write("map", "a@example.com alice\n")}}};
    BOOST_TEST(open_table(file).value()->lookup("a@example.com")->found);
    const TableSettings literal{
        .name = "staff", .type = "inline", .entries = {{"b@example.com", {"bob"}}}};
    BOOST_TEST(open_table(literal).value()->lookup("b@example.com")->found);
}

BOOST_AUTO_TEST_CASE(errors_name_the_table) {
    const TableSettings literal{.name = "staff", .type = "inline", .entries = {{"b@", {"bob"}}}};
    BOOST_TEST(open_table(literal).error().what.find("table staff: entry 'b@': ") == 0U);
}

BOOST_AUTO_TEST_CASE(a_table_does_not_change_when_its_file_does) {
    const msa::TemporaryFolder folder;
    const TableSettings file{.name = "map",
                             .type = "file",
                             .given = {{"path", folder.write("map", "a@example.com alice\n")}}};
    const auto table = open_table(file).value();
    (void)folder.write("map", "a@example.com bob\n");  // the path is known
    BOOST_TEST(table->lookup("a@example.com")->values.at(0) == "alice");
}

BOOST_AUTO_TEST_SUITE_END()
