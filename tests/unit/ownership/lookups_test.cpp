// The look-ups of one transaction.
#include "ownership/lookups.h"

#include "fakes/fake_table.h"

#include <boost/test/unit_test.hpp>

using msa::FakeTable;
using msa::Lookups;

namespace {

using Keys = std::vector<std::string>;

/// Cannot tell, and counts how often it is asked.
class AwayTable final : public msa::Table {
public:
    [[nodiscard]] msa::Result<msa::LookupAnswer> lookup(std::string_view) const override {
        ++asked;
        return msa::Error{"away"};
    }
    mutable int asked = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lookups_test)

BOOST_AUTO_TEST_CASE(a_table_is_asked_once_for_a_key) {
    const FakeTable table(FakeTable::Entries{{"a", {"alice"}}});
    const Lookups lookups;
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(lookups.ask(table, "a")->values == Keys{"alice"});
        BOOST_TEST(!lookups.ask(table, "b")->found);
    }
    BOOST_TEST(table.asked == (Keys{"a", "b"}));
}

BOOST_AUTO_TEST_CASE(tables_are_kept_apart) {
    const FakeTable one(FakeTable::Entries{{"a", {"alice"}}});
    const FakeTable two(FakeTable::Entries{{"a", {"bob"}}});
    const Lookups lookups;
    BOOST_TEST(lookups.ask(one, "a")->values == Keys{"alice"});
    BOOST_TEST(lookups.ask(two, "a")->values == Keys{"bob"});
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_tell_is_not_asked_again_and_still_cannot) {
    const AwayTable table;
    const Lookups lookups;
    BOOST_TEST(lookups.ask(table, "a").error().what == "away");
    BOOST_TEST(lookups.ask(table, "a").error().what == "away");
    BOOST_TEST(table.asked == 1);
}

BOOST_AUTO_TEST_SUITE_END()
