// Which messages are signed, over what, and what happens where signing fails.
#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"
#include "policy/transaction.h"

#include <boost/test/unit_test.hpp>

using msa::Disposition;
using msa::RuleSetBuilder;
using msa::Submission;
using msa::Submitted;

namespace {

/// No checks; alice@example.com is alice's, and example.com has keys.
RuleSetBuilder signing_rules(msa::SigningFaults faults = {}) {
    RuleSetBuilder builder;
    builder.with_owner("alice@example.com", {"alice"})
        .with_owner("alice@example.net", {"alice"})
        .with_signer({"example.com"}, faults);
    return builder;
}

Submitted from(std::string value) {
    Submitted message;
    message.fields[0].second = std::move(value);
    return message;
}

std::string reason_for(const Submitted& message) {
    Submission submission(signing_rules().build());
    BOOST_TEST(!submission.submit(message).has_value());
    BOOST_TEST((submission.record().disposition == Disposition::accepted));
    BOOST_TEST(submission.record().signatures.empty());
    return submission.record().unsigned_reason;
}

/// Wants to see a body of up to ten octets, and replaces what it sees.
msa::Rule shouting_rule() {
    msa::Script script;
    script.body_wanted = 10;
    script.message = [](const msa::MessageStage& at) -> msa::Findings {
        if (at.text == nullptr) {
            return {};
        }
        auto found = msa::finding("quiet", {{.name = "Comments", .value = " loud"}});
        found.body = *at.text + "!\r\n";
        return {std::move(found)};
    };
    return scripted_rule("shout", std::move(script), msa::Action::repair);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transaction_signing_test)

BOOST_AUTO_TEST_CASE(an_approved_author_is_signed_for_and_the_first_key_ends_up_on_top) {
    Submission submission(signing_rules().build());
    Submitted message;
    message.body = {"hello\r\n", "world\r\n"};
    BOOST_TEST(!submission.submit(message).has_value());
    const auto& record = submission.record();
    BOOST_REQUIRE(record.signatures.size() == 2U);
    BOOST_TEST(record.signatures[0].selector == "first");
    BOOST_TEST(record.signatures[0].domain == "example.com");
    BOOST_TEST(record.unsigned_reason.empty());
    const auto& edits = submission.outcome->edits;
    BOOST_REQUIRE(edits.size() == 2U);
    BOOST_TEST(edits[1].name == "DKIM-Signature");
    BOOST_TEST((edits[1].kind == msa::Edit::Kind::prepend));
    BOOST_TEST(edits[1].value ==
               " s=first; h=From:To:Subject:Date:Message-ID; body=hello\r\nworld\r\n");
    BOOST_TEST(edits[0].value.substr(0, 9) == " s=second");
}

BOOST_AUTO_TEST_CASE(the_signature_covers_the_edited_header_section) {
    auto builder = signing_rules();
    builder.with_built_in_checks();
    Submission submission(builder.build());
    Submitted message;
    message.fields.erase(message.fields.begin() + 3);  // Date
    message.fields.emplace_back("Bcc", " carol@example.org");
    BOOST_TEST(!submission.submit(message).has_value());
    BOOST_TEST(submission.record().signatures.at(0).value.find(
                   "h=From:To:Subject:Message-ID:Date;") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_unsigned_message_has_its_reason) {
    BOOST_TEST(reason_for(from(" bob@example.com")) ==
               "author bob@example.com is not the identity's");
    BOOST_TEST(reason_for(from(" alice@example.net")) == "no key for example.net");
    BOOST_TEST(reason_for(from(" alice@example.com, alice@example.net")) ==
               "authors of several domains");
    BOOST_TEST(reason_for(from(" nonsense")) == "From is not a list of mailboxes");
    auto without_from = from("");
    without_from.fields.erase(without_from.fields.begin());
    BOOST_TEST(reason_for(without_from) == "not exactly one From field");
}

BOOST_AUTO_TEST_CASE(an_exception_that_lets_an_author_pass_does_not_get_him_signed) {
    auto builder = signing_rules();
    builder.with_built_in_checks();
    msa::Exception exception;
    exception.id = "help-desk";
    exception.rule = "header_from_rights";
    exception.action = msa::Action::log;
    exception.until = msa::FakeClock().now().time + std::chrono::hours(1);
    builder.with(exception);
    for (auto& rule : builder.rules.rules) {
        // One has nobody to name, the other no DNS to ask.
        if (rule.id == "add_sender" || rule.id == "dmarc_alignment") {
            rule.action = msa::Action::off;
        }
    }
    Submission submission(builder.build());
    BOOST_TEST(!submission.submit(from(" bob@example.com")).has_value());
    BOOST_TEST(submission.record().findings.at(0).exception == "help-desk");
    BOOST_TEST(submission.record().signatures.empty());
    BOOST_TEST(submission.record().unsigned_reason ==
               "author bob@example.com is not the identity's");
}

BOOST_AUTO_TEST_CASE(what_is_held_is_signed_before_it_waits) {
    auto builder = signing_rules();
    msa::Script script;
    script.message = [](const msa::MessageStage&) -> msa::Findings {
        return {msa::finding("odd")};
    };
    builder.with(scripted_rule("hold", std::move(script), msa::Action::hold));
    Submission submission(builder.build());
    BOOST_TEST(!submission.submit({}).has_value());
    BOOST_TEST((submission.record().disposition == Disposition::held));
    BOOST_TEST(submission.record().unsigned_reason == "");
    BOOST_TEST(submission.record().signatures.size() == 2U);
    BOOST_REQUIRE_EQUAL(submission.outcome->edits.size(), 2U);
    BOOST_TEST(submission.outcome->edits.front().name == "DKIM-Signature");
}

BOOST_AUTO_TEST_CASE(where_signing_fails_the_client_is_to_try_again) {
    for (const auto& [faults, stage] : {std::pair(msa::SigningFaults{.begin = true}, "headers"),
                                        std::pair(msa::SigningFaults{.body = true}, "message"),
                                        std::pair(msa::SigningFaults{.finish = true}, "message")}) {
        Submission submission(signing_rules(faults).build());
        const auto refusal = submission.submit({});
        BOOST_TEST(msa::to_text(refusal.value()) ==
                   "451 4.7.5 The message cannot be signed at the moment (rule dkim, session s1)");
        BOOST_TEST((submission.record().disposition == Disposition::deferred));
        BOOST_TEST(submission.record().stage == stage);
        BOOST_TEST(submission.record().trouble.substr(0, 16) == "signing failed: ");
        BOOST_TEST(submission.record().unsigned_reason == "");
    }
}

BOOST_AUTO_TEST_CASE(where_the_rules_say_so_it_leaves_unsigned_instead) {
    for (const auto& [faults, reason] :
         {std::pair(msa::SigningFaults{.begin = true}, "signing failed: begin fault"),
          std::pair(msa::SigningFaults{.body = true}, "signing failed: body fault"),
          std::pair(msa::SigningFaults{.finish = true}, "signing failed: finish fault")}) {
        auto builder = signing_rules(faults);
        builder.rules.unsigned_on_error = true;
        Submission submission(builder.build());
        BOOST_TEST(!submission.submit({}).has_value());
        BOOST_TEST((submission.record().disposition == Disposition::accepted));
        BOOST_TEST(submission.record().unsigned_reason == reason);
        BOOST_TEST(submission.outcome->edits.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_new_body_is_signed_with_the_header_that_goes_with_it) {
    auto builder = signing_rules();
    builder.with(shouting_rule());
    Submission submission(builder.build());
    msa::Submitted message;
    message.body = {"1234", "567\r\n"};
    BOOST_REQUIRE(!submission.submit(message).has_value());
    BOOST_TEST(submission.outcome->body.value() == "1234567\r\n!\r\n");
    BOOST_TEST(submission.record().new_body_octets.value() == 12U);
    const auto& signature = submission.record().signatures.at(0).value;
    BOOST_TEST(signature.find(":Comments; body=1234567\r\n!\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_longer_than_wanted_is_signed_as_it_is) {
    auto builder = signing_rules();
    builder.with(shouting_rule());
    Submission submission(builder.build());
    msa::Submitted message;
    message.body = {"1234", "567\r\n", "89\r\n"};
    BOOST_REQUIRE(!submission.submit(message).has_value());
    BOOST_TEST(!submission.outcome->body.has_value());
    const auto& signature = submission.record().signatures.at(0).value;
    BOOST_TEST(signature.find(":Message-ID; body=1234567\r\n89\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(behind_the_beginning_of_the_signature_nothing_is_mended) {
    auto builder = signing_rules();
    msa::Script script;
    script.message = [](const msa::MessageStage&) -> msa::Findings {
        return {msa::finding("late", {{.name = "Comments", .value = " late"}})};
    };
    builder.with(scripted_rule("late", std::move(script), msa::Action::repair));
    Submission submission(builder.build());
    BOOST_TEST(msa::to_text(submission.submit({}).value()).substr(0, 14) == "550 5.7.1 late");
}

BOOST_AUTO_TEST_CASE(where_late_signing_fails_the_client_is_to_try_again) {
    for (const auto& body : {std::vector<std::string>{"short\r\n"},
                             std::vector<std::string>{"longer than ", "wanted\r\n"}}) {
        auto builder = signing_rules({.begin = true});
        builder.with(shouting_rule());
        Submission submission(builder.build());
        msa::Submitted message;
        message.body = body;
        BOOST_TEST(msa::to_text(submission.submit(message).value()).substr(0, 9) == "451 4.7.5");
        BOOST_TEST(submission.record().trouble == "signing failed: begin fault");
    }
}

BOOST_AUTO_TEST_SUITE_END()
