// Where an address stands in records.
#include "trail/address_search.h"

#include "fakes/temporary_folder.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace std::chrono_literals;

namespace {

std::int64_t instant(std::chrono::year_month_day day) {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::sys_days(day).time_since_epoch())
        .count();
}

const auto in_november = instant(2026y / 11 / 5);

}  // namespace

BOOST_AUTO_TEST_SUITE(address_search)

BOOST_AUTO_TEST_CASE(an_address_is_found_however_it_is_spelled) {
    const AddressSearch search("bob@example.org", {});
    for (const char* line :
         {R"({"address":"bob@example.org"})", R"({"spelled":"<BOB@Example.ORG>"})",
          R"({"old":" Bob <bob@example.org>, x"})", R"({"what":"to bob@example.org."})",
          R"({"old":"\tbob@example.org"})", R"({"old":"\u0009bob@example.org"})"}) {
        BOOST_TEST(search.stands_in(line, in_november), line);
    }
}

BOOST_AUTO_TEST_CASE(no_part_of_another_address_is_taken_for_it) {
    const AddressSearch search("bob@example.org", {});
    for (const char* line :
         {R"({"address":"rob.bob@example.org"})", R"({"address":"bob@example.organic"})",
          R"({"address":"jbob@example.org"})", R"({"address":"bob@example.net"})"}) {
        BOOST_TEST(!search.stands_in(line, in_november), line);
    }
}

BOOST_AUTO_TEST_CASE(its_pseudonym_is_found_in_records_of_the_month) {
    const TemporaryFolder folder;
    const auto key = own_pseudonym_key(folder.path(), 2026y / 11);
    BOOST_REQUIRE(key.has_value());
    const AddressSearch search("bob@example.org", folder.path());
    BOOST_TEST(search.keys() == 1U);
    const auto line = R"({"address":")" + key->of_address("bob@example.org") + R"("})";
    BOOST_TEST(search.stands_in(line, in_november));
    BOOST_TEST(!search.stands_in(line, instant(2026y / 12 / 1)));
}

BOOST_AUTO_TEST_CASE(without_its_key_a_month_tells_nothing) {
    const TemporaryFolder folder;
    const auto key = own_pseudonym_key(folder.path(), 2026y / 11);
    BOOST_REQUIRE(key.has_value());
    std::filesystem::remove(folder.path_of("2026-11.key"));
    const AddressSearch search("bob@example.org", folder.path());
    BOOST_TEST(search.keys() == 0U);
    BOOST_TEST(!search.stands_in(key->of_address("bob@example.org"), in_november));
}

BOOST_AUTO_TEST_SUITE_END()
