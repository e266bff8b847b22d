// Whom the record names as authors, with fields, rights and sources.
#include "fakes/fake_table.h"
#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

/// Asks for the right to Sender, and writes alice there.
Script replacing_sender() {
    Script script;
    script.headers = [](const HeadersStage& at) -> Findings {
        (void)at.rights().to_use({"eve", "example.net"}, "Sender");
        (void)at.rights().to_use({"alice", "example.com"}, "From");
        return {finding("foreign", {{.kind = FieldChange::Kind::replace,
                                     .name = "Sender",
                                     .value = " alice@example.com"}})};
    };
    return script;
}

Submitted with_sender() {
    Submitted message;
    message.fields.emplace_back("Sender", " Eve <Eve@example.net>");
    return message;
}

const NamedAuthor& author(const AuditRecord& record, std::string_view field,
                          std::string_view address) {
    const auto found = std::find_if(
        record.authors.begin(), record.authors.end(),
        [&](const auto& each) { return each.field == field && each.address == address; });
    BOOST_REQUIRE(found != record.authors.end());
    return *found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(named_authors_test)

BOOST_AUTO_TEST_CASE(a_replaced_sender_was_judged_and_does_not_leave) {
    RuleSetBuilder builder;
    builder.with(scripted_rule("scripted", replacing_sender(), Action::repair));
    Submission submission(builder.build());
    BOOST_TEST(!submission.submit(with_sender()).has_value());
    const auto& record = submission.record();
    const auto& eve = author(record, "Sender", "eve@example.net");
    BOOST_TEST(eve.is_judged);
    BOOST_TEST(!eve.leaves);
    BOOST_TEST(eve.spelled == "Eve@example.net");
    const auto& alice = author(record, "Sender", "alice@example.com");
    BOOST_TEST(!alice.is_judged);
    BOOST_TEST(alice.leaves);
    const auto& from = author(record, "From", "alice@example.com");
    BOOST_TEST((from.is_judged && from.leaves));
    BOOST_TEST(record.authors.size() == 3U);
}

BOOST_AUTO_TEST_CASE(of_a_refused_message_nothing_leaves) {
    RuleSetBuilder builder;
    builder.with(scripted_rule("scripted", replacing_sender(), Action::reject));
    Submission submission(builder.build());
    BOOST_TEST(submission.submit(with_sender()).has_value());
    for (const auto& each : submission.record().authors) {
        BOOST_TEST(!each.leaves);
    }
    BOOST_TEST(submission.record().leaving_pra == "");
    BOOST_TEST(submission.record().unsigned_reason == "");
}

BOOST_AUTO_TEST_CASE(of_resent_fields_the_newest_block_counts) {
    Submitted message;
    for (const char* name : {"old", "new"}) {
        message.fields.insert(message.fields.begin(),
                              {"Resent-From", " " + std::string(name) + "@example.org"});
        message.fields.insert(message.fields.begin(), {"Received", " from x"});
    }
    Submission submission(RuleSetBuilder().build());
    BOOST_TEST(!submission.submit(message).has_value());
    const auto& record = submission.record();
    BOOST_TEST(record.authors.size() == 2U);
    BOOST_TEST(author(record, "Resent-From", "new@example.org").leaves);
    BOOST_TEST(record.leaving_pra == "new@example.org");
}

BOOST_AUTO_TEST_CASE(a_right_says_for_which_fields_it_was_asked) {
    RuleSetBuilder builder;
    builder.with(scripted_rule("scripted", replacing_sender(), Action::repair));
    Submission submission(builder.build());
    BOOST_TEST(!submission.submit(with_sender()).has_value());
    const auto& rights = submission.record().rights;
    BOOST_TEST(rights.at("eve@example.net").fields == std::vector<std::string>{"Sender"});
    BOOST_TEST(rights.at("alice@example.com").fields == std::vector<std::string>{"From"});
}

BOOST_AUTO_TEST_SUITE_END()
