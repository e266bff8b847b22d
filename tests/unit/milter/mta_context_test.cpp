// What the MTA is asked for at the end of a message; the edits themselves are tested over the wire.
#include "milter/mta_context.h"

#include "fake_libmilter.h"

#include <boost/test/unit_test.hpp>

namespace {

msa::Outcome with_body(std::string body) {
    return {.edits = {}, .hold_reason = {}, .body = std::move(body)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mta_context)

BOOST_AUTO_TEST_CASE(a_new_body_is_handed_over) {
    SMFICTX context;
    const msa::Agreement agreement{};
    const msa::MtaContext mta(&context, agreement);
    BOOST_TEST(mta.carry_out(with_body("new\r\n")).has_value());
    BOOST_TEST(context.calls == std::vector<std::string>{"replacebody new\r\n"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_body_that_is_not_taken_is_an_error) {
    SMFICTX context;
    context.failing = {"replacebody"};
    const msa::Agreement agreement{};
    const msa::MtaContext mta(&context, agreement);
    BOOST_TEST(mta.carry_out(with_body("new\r\n")).error().what ==
               "the MTA did not take the new body");
}

BOOST_AUTO_TEST_CASE(without_a_new_body_the_old_one_stays) {
    SMFICTX context;
    const msa::Agreement agreement{};
    const msa::MtaContext mta(&context, agreement);
    BOOST_TEST(mta.carry_out({}).has_value());
    BOOST_TEST(context.calls.empty());
}

BOOST_AUTO_TEST_SUITE_END()
