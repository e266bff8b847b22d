// What the MTA is asked for at the end of a message; the edits themselves are tested over the wire.
#include "fake_libmilter.h"
#include "milter/libmilter/libmilter_context.h"

#include <boost/test/unit_test.hpp>

namespace {

msa::Outcome with_body(std::string body) {
    return {.edits = {}, .hold_reason = {}, .body = std::move(body)};
}

msa::Edit envelope_edit(msa::Edit::Kind kind, std::string before, std::string after,
                        std::string parameters = {}) {
    return {.kind = kind,
            .name = {},
            .occurrence = 0,
            .value = std::move(after),
            .old_value = std::move(before),
            .parameters = std::move(parameters)};
}

using Kind = msa::Edit::Kind;

}  // namespace

BOOST_AUTO_TEST_SUITE(mta_context)

BOOST_AUTO_TEST_CASE(a_new_body_is_handed_over) {
    SMFICTX context;
    const msa::Agreement agreement{};
    const msa::LibmilterContext mta(&context, agreement);
    BOOST_TEST(mta.carry_out(with_body("new\r\n")).has_value());
    BOOST_TEST(context.calls == std::vector<std::string>{"replacebody new\r\n"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_body_that_is_not_taken_is_an_error) {
    SMFICTX context;
    context.failing = {"replacebody"};
    const msa::Agreement agreement{};
    const msa::LibmilterContext mta(&context, agreement);
    BOOST_TEST(mta.carry_out(with_body("new\r\n")).error().what ==
               "the MTA did not take the new body");
}

BOOST_AUTO_TEST_CASE(without_a_new_body_the_old_one_stays) {
    SMFICTX context;
    const msa::Agreement agreement{};
    const msa::LibmilterContext mta(&context, agreement);
    BOOST_TEST(mta.carry_out({}).has_value());
    BOOST_TEST(context.calls.empty());
}

BOOST_AUTO_TEST_CASE(a_new_sender_keeps_the_parameters_of_notifications) {
    SMFICTX context;
    const msa::Agreement agreement{};
    const msa::LibmilterContext mta(&context, agreement);
    const msa::Outcome outcome{
        .edits = {envelope_edit(Kind::sender, "<a@s>", "<a@s.example>", "RET=HDRS ENVID=x")},
        .hold_reason = {}};
    BOOST_TEST(mta.carry_out(outcome).has_value());
    BOOST_TEST(context.calls == std::vector<std::string>{"chgfrom <a@s.example> RET=HDRS ENVID=x"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(all_old_recipients_go_before_the_new_ones_come) {
    SMFICTX context;
    const msa::Agreement agreement{};
    const msa::LibmilterContext mta(&context, agreement);
    const msa::Outcome outcome{
        .edits = {envelope_edit(Kind::recipient, "<x@a>", "<x@b>"),
                  envelope_edit(Kind::recipient, "<x@b>", "<x@c>", "NOTIFY=NEVER")},
        .hold_reason = {}};
    BOOST_TEST(mta.carry_out(outcome).has_value());
    const std::vector<std::string> expected{"delrcpt <x@a>", "delrcpt <x@b>", "addrcpt <x@b>",
                                            "addrcpt_par <x@c> NOTIFY=NEVER"};
    BOOST_TEST(context.calls == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_envelope_that_the_mta_does_not_change_is_an_error) {
    for (const char* failing : {"chgfrom", "delrcpt", "addrcpt"}) {
        SMFICTX context;
        context.failing = {failing};
        const msa::Agreement agreement{};
        const msa::LibmilterContext mta(&context, agreement);
        const msa::Outcome outcome{.edits = {envelope_edit(Kind::sender, "<a@s>", "<a@s.example>"),
                                             envelope_edit(Kind::recipient, "<x@a>", "<x@b>")},
                                   .hold_reason = {}};
        BOOST_TEST(!mta.carry_out(outcome).has_value(), failing);
    }
}

BOOST_AUTO_TEST_SUITE_END()
