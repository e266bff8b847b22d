// Tables of many owners are looked at as far as it helps.
#include "config/owner_listing.h"

#include "config/rule_file.h"
#include "unit/config/rule_text.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

/// As a file of ten million addresses would list itself.
class ManyOwners final : public Table {
public:
    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view) const override {
        return LookupAnswer();
    }
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override {
        for (shown = 1; shown <= 10000000 && visitor("a@example.com", {"alice"}); ++shown) {
        }
        return {};
    }
    mutable std::size_t shown = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(owner_listing_test)

BOOST_AUTO_TEST_CASE(one_entry_is_enough_to_know_that_there_is_one) {
    const auto many = std::make_shared<ManyOwners>();
    const auto loaded = load_text(
        "version = \"1\"\nmode = \"monitor\"\n[identity]\nsources = [\"sasl\"]\n"
        "[owners]\ntables = [\"t\"]\n[tables.t]\ntype = \"lmdb\"\npath = \"x\"\n",
        many);
    BOOST_TEST(loaded.rules != nullptr);
    BOOST_TEST(many->shown == 1U);
}

BOOST_AUTO_TEST_CASE(a_table_of_too_many_is_not_walked_through) {
    const ManyOwners many;
    std::size_t seen = 0;
    BOOST_TEST(!for_each_entry(many, [&seen](auto, const auto&) { return ++seen != 0; }));
    BOOST_TEST(seen == most_listed);
    BOOST_TEST(for_each_entry(many, [&seen](auto, const auto&) { return ++seen == 0; }));
    BOOST_TEST(many.shown == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
