// Ceilings of a header section, and what rules make of them.
#include "submission/header_meter.h"

#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "policy/judge.h"

#include <memory>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

struct Low final : Check, HeaderLimit {
    [[nodiscard]] HeaderCeiling header_ceiling() const override {
        return {.fields = 3, .octets = 10};
    }
};

Rule low() {
    Rule rule = scripted_rule("low", {});
    rule.check = std::make_unique<Low>();
    return rule;
}

const Moment now{std::chrono::system_clock::from_time_t(1800000000), {}};

std::size_t fields_under(Rule rule, bool has_exception = false) {
    RuleSetBuilder builder;
    builder.with(std::move(rule));
    if (has_exception) {
        Exception exception;
        exception.rule = "low";
        builder.with(std::move(exception));
    }
    const auto rules = builder.build();
    return Judge(*rules, "s1").header_ceiling(now).fields;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(header_meter_test)

BOOST_AUTO_TEST_CASE(the_field_that_exceeds_is_kept_and_none_behind_it) {
    HeaderMeter meter({.fields = 2, .octets = 1000});
    BOOST_TEST(meter.takes(1));
    BOOST_TEST(meter.takes(1));
    BOOST_TEST(!meter.is_exceeded());
    BOOST_TEST(meter.takes(1));
    BOOST_TEST(meter.is_exceeded());
    BOOST_TEST(!meter.takes(1));
}

BOOST_AUTO_TEST_CASE(octets_count_as_fields_do) {
    HeaderMeter meter({.fields = 100, .octets = 10});
    BOOST_TEST(meter.takes(10));
    BOOST_TEST(!meter.is_exceeded());
    BOOST_TEST(meter.takes(0));
    BOOST_TEST(meter.takes(1));
    BOOST_TEST(meter.is_exceeded());
    BOOST_TEST(!meter.takes(0));
}

BOOST_AUTO_TEST_CASE(a_rule_that_refuses_everybody_lowers_the_ceiling) {
    BOOST_TEST(fields_under(low()) == 3U);
}

BOOST_AUTO_TEST_CASE(a_rule_that_may_let_somebody_through_does_not) {
    const std::size_t highest = HeaderCeiling().fields;
    BOOST_TEST(fields_under(low(), true) == highest);
    Rule rule = low();
    rule.action = Action::log;
    BOOST_TEST(fields_under(std::move(rule)) == highest);
    rule = low();
    rule.action = Action::off;
    BOOST_TEST(fields_under(std::move(rule)) == highest);
    rule = low();
    rule.mode = Mode::monitor;
    BOOST_TEST(fields_under(std::move(rule)) == highest);
    rule = low();
    rule.when.login = {"bob"};
    BOOST_TEST(fields_under(std::move(rule)) == highest);
    rule = low();
    rule.when.size_above = 1;
    BOOST_TEST(fields_under(std::move(rule)) == highest);
    rule = low();
    rule.when.tls = false;
    BOOST_TEST(fields_under(std::move(rule)) == highest);
}

BOOST_AUTO_TEST_SUITE_END()
