#include "import/sql_template.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

std::string mysql(const char* query) {
    const auto made = sql_query(SqlDialect::mysql, query);
    return made ? *made : made.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sql_template)

BOOST_AUTO_TEST_CASE(the_key_in_quotes_becomes_a_parameter) {
    BOOST_TEST(mysql("SELECT a FROM b WHERE c = '%s';") == "SELECT a FROM b WHERE c = ?");
    BOOST_TEST(mysql("SELECT a FROM b WHERE c=\"%s\" AND d = 'it''s'") ==
               "SELECT a FROM b WHERE c=? AND d = 'it''s'");
    BOOST_TEST(*sql_query(SqlDialect::pgsql, "SELECT a FROM b WHERE c = '%s'") ==
               "SELECT a FROM b WHERE c = $1::text");
    BOOST_TEST(*sql_query(SqlDialect::sqlite, "SELECT a FROM b WHERE c = '%s'") ==
               "SELECT a FROM b WHERE c = :key");
}

BOOST_AUTO_TEST_CASE(texts_around_it_are_joined_to_it) {
    BOOST_TEST(mysql("SELECT a WHERE b = '@%d'") ==
               "SELECT a WHERE b = CONCAT('@', SUBSTRING_INDEX(?, '@', -1))");
    BOOST_TEST(*sql_query(SqlDialect::pgsql, "SELECT a WHERE b LIKE '%%.%d'") ==
               "SELECT a WHERE b LIKE ('%.' || substring($1::text from '[^@]*$'))");
    BOOST_TEST(mysql("SELECT a WHERE b LIKE 'x%%' AND 10 %% 3 = 1") ==
               "SELECT a WHERE b LIKE 'x%' AND 10 % 3 = 1");
}

BOOST_AUTO_TEST_CASE(a_local_part_is_asked_for_only_where_there_is_one) {
    const auto query = mysql("SELECT a FROM b WHERE c = '%u'");
    BOOST_TEST(query.starts_with("SELECT * FROM (SELECT a FROM b WHERE c = LEFT(?, "), query);
    BOOST_TEST(query.ends_with(") AS found WHERE ? NOT LIKE '@%'"), query);
}

BOOST_AUTO_TEST_CASE(every_letter_of_the_key_may_be_a_capital) {
    BOOST_TEST(mysql("SELECT a WHERE b = '%S' AND c = '%D'") ==
               "SELECT a WHERE b = ? AND c = SUBSTRING_INDEX(?, '@', -1)");
}

BOOST_AUTO_TEST_CASE(what_has_no_like_here_is_an_error) {
    BOOST_TEST(mysql("SELECT a WHERE b = '%1'") ==
               "%1, one label of the domain, has no equivalent here");
    BOOST_TEST(mysql("SELECT a WHERE b = '%0'") == "there is no %0 here");
    BOOST_TEST(mysql("SELECT a WHERE b = %s") == "a part of the key is outside quotes");
    BOOST_TEST(mysql("SELECT a WHERE b = '%s") == "a text in quotes has no end");
}

BOOST_AUTO_TEST_SUITE_END()
