// Descriptions of checks.
#include "policy/check_kind.h"

#include "fakes/fake_table.h"

#include <boost/test/unit_test.hpp>

using msa::CheckKind;
using msa::Describe;
using msa::Result;

namespace {

struct Sample final : msa::Check {
    std::int64_t limit = 7;
    bool is_strict = false;
    std::vector<std::string> words{"a"};
    std::shared_ptr<const msa::Table> logins;
};

CheckKind sample_kind() {
    return Describe<Sample>("sample", "RFC 6409, 1", "A sample.")
        .action(msa::Action::log)
        .repairs()
        .replies("550 5.7.1 no")
        .option<std::int64_t>("limit", &Sample::limit, "At most.",
                              [](const std::int64_t& value) {
                                  return value > 0 ? Result<void>() : msa::Error{"too small"};
                              })
        .option("strict", &Sample::is_strict, "Whether.")
        .option("words", &Sample::words, "Which.")
        .table("logins", &Sample::logins, "Who.");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_kind_test)

BOOST_AUTO_TEST_CASE(a_description_tells_what_was_said) {
    const auto kind = sample_kind();
    BOOST_TEST(kind.name == "sample");
    BOOST_TEST(kind.section == "RFC 6409, 1");
    BOOST_TEST(kind.summary == "A sample.");
    BOOST_TEST(kind.reply == "550 5.7.1 no");
    BOOST_TEST((kind.default_action == msa::Action::log));
    BOOST_TEST(kind.can_repair);
    BOOST_TEST(kind.options.size() == 3U);
}

BOOST_AUTO_TEST_CASE(defaults_are_those_of_the_check) {
    const auto kind = sample_kind();
    BOOST_TEST(std::get<std::int64_t>(kind.options[0].default_value) == 7);
    BOOST_TEST(!std::get<bool>(kind.options[1].default_value));
    BOOST_TEST(std::get<std::vector<std::string>>(kind.options[2].default_value).size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_option_is_set_in_one_check_only) {
    const auto kind = sample_kind();
    const auto changed = kind.make();
    const auto untouched = kind.make();
    BOOST_TEST(kind.options[0].set(*changed, std::int64_t{9}).has_value());
    BOOST_TEST(kind.options[1].set(*changed, true).has_value());
    BOOST_TEST(dynamic_cast<Sample&>(*changed).limit == 9);
    BOOST_TEST(dynamic_cast<Sample&>(*changed).is_strict);
    BOOST_TEST(dynamic_cast<Sample&>(*untouched).limit == 7);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_not_valid_is_not_set) {
    const auto kind = sample_kind();
    const auto check = kind.make();
    BOOST_TEST(kind.options[0].set(*check, std::int64_t{0}).error().what == "too small");
    BOOST_TEST(dynamic_cast<Sample&>(*check).limit == 7);
}

BOOST_AUTO_TEST_CASE(a_table_is_set_in_one_check_only) {
    const auto kind = sample_kind();
    const auto changed = kind.make();
    const auto untouched = kind.make();
    const auto table = std::make_shared<msa::FakeTable>(msa::FakeTable::Entries{});
    BOOST_REQUIRE(kind.tables.size() == 1U);
    kind.tables[0].set(*changed, table);
    BOOST_TEST(dynamic_cast<Sample&>(*changed).logins == table);
    BOOST_TEST(dynamic_cast<Sample&>(*untouched).logins == nullptr);
}

BOOST_AUTO_TEST_CASE(a_range_holds_its_ends_and_says_what_it_is) {
    const auto valid = msa::between(100, 1000);
    BOOST_TEST(valid(100).has_value());
    BOOST_TEST(valid(1000).has_value());
    BOOST_TEST(valid(99).error().what == "must be from 100 to 1000");
    BOOST_TEST(!valid(1001).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
