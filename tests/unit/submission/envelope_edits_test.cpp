// What is asked of the MTA about the envelope.
#include "submission/envelope_edits.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

msa::Envelope envelope(const std::string& argument) {
    msa::Envelope envelope;
    envelope.sender_argument = argument;
    envelope.sender = msa::parse_reverse_path(argument).value();
    return envelope;
}

std::string outline(const std::vector<msa::Edit>& edits) {
    std::string text;
    for (const auto& edit : edits) {
        text += std::string(msa::to_text(edit.kind)) + " " + edit.old_value + " " + edit.value +
                " " + edit.parameters + "|";
    }
    return text;
}

msa::Recipient readdressed(const std::string& argument, const std::string& own_reading) {
    msa::Recipient recipient;
    recipient.argument = argument;
    recipient.mta_address = own_reading;
    recipient.path = msa::parse_forward_path("<bob@sales.example.com>").value();
    recipient.is_readdressed = true;
    return recipient;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(envelope_edits_test)

BOOST_AUTO_TEST_CASE(an_envelope_as_typed_needs_no_edit) {
    msa::Recipient recipient;
    recipient.argument = "<bob@example.net>";
    recipient.path = msa::parse_forward_path(recipient.argument).value();
    BOOST_TEST(msa::envelope_edits(envelope("<alice@example.com>"), {recipient}).empty());
    BOOST_TEST(msa::envelope_edits(envelope("<>"), {}).empty());
}

BOOST_AUTO_TEST_CASE(a_source_route_goes_and_parameters_of_notifications_stay) {
    auto routed = envelope("<@a.example,@b.example:alice@example.com>");
    routed.parameters = {"SIZE=1", "ret=HDRS", "ENVID=x", "AUTH=<>"};
    BOOST_TEST(outline(msa::envelope_edits(routed, {})) ==
               "sender <@a.example,@b.example:alice@example.com> <alice@example.com> "
               "ret=HDRS ENVID=x|");
}

BOOST_AUTO_TEST_CASE(a_readdressed_recipient_is_named_as_the_mta_has_it) {
    auto recipient = readdressed("<bob@sales>", "bob@SALES");
    recipient.parameters = {"NOTIFY=NEVER", "ORCPT=rfc822;bob@sales", "X=Y"};
    BOOST_TEST(outline(msa::envelope_edits(envelope("<>"), {recipient})) ==
               "recipient <bob@SALES> <bob@sales.example.com> NOTIFY=NEVER "
               "ORCPT=rfc822;bob@sales|");
    BOOST_TEST(outline(msa::envelope_edits(envelope("<>"), {readdressed("<bob@sales>", "")})) ==
               "recipient <bob@sales> <bob@sales.example.com> |");
}

BOOST_AUTO_TEST_CASE(a_refused_recipient_is_nobodys_business) {
    auto recipient = readdressed("<bob@sales>", "");
    recipient.refusal = msa::Reply{550, "5.7.1", "no"};
    BOOST_TEST(msa::envelope_edits(envelope("<>"), {recipient}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
