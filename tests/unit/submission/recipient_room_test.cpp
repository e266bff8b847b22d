// How many recipients a transaction keeps, of those that are accepted and of those that are not.
#include "submission/recipient_room.h"

#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

using msa::Submission;
using msa::Submitted;

namespace {

std::shared_ptr<const msa::RuleSet> rules_of(msa::Script script) {
    msa::RuleSetBuilder builder;
    return builder.with(msa::scripted_rule("scripted", std::move(script))).build();
}

std::shared_ptr<const msa::RuleSet> refusing(std::string argument) {
    msa::Script script;
    script.recipient = [argument = std::move(argument)](const msa::RecipientStage& at) {
        return at.recipient->argument == argument ? msa::Findings{msa::finding("not " + argument)}
                                                  : msa::Findings{};
    };
    return rules_of(std::move(script));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recipient_room_test)

BOOST_AUTO_TEST_CASE(a_recipient_that_could_not_be_recorded_is_put_off) {
    Submitted message;
    message.recipients.assign(160, '<' + std::string(30'000, 'x') + "@example.org>");
    message.recipients.emplace_back("<bob@example.org>");
    Submission submission(rules_of({}));
    BOOST_TEST(!submission.submit(message).has_value());
    const auto& refusals = submission.recipient_refusals;
    BOOST_TEST(std::count(refusals.begin(), refusals.end(), std::nullopt) == 140);
    BOOST_TEST(msa::to_text(refusals.at(159).value()) ==
               "452 4.5.3 Too many recipients (session s1)");
    BOOST_TEST(!submission.record().recipients.at(160).refusal.has_value());
}

BOOST_AUTO_TEST_CASE(refused_recipients_without_end_are_counted) {
    Submitted message;
    message.recipients.assign(1200, "<bob@example.org>");
    message.recipients.insert(message.recipients.begin() + 1100, "<carol@example.org>");
    Submission submission(refusing("<bob@example.org>"));
    BOOST_TEST(!submission.submit(message).has_value());
    const auto& refusals = submission.recipient_refusals;
    BOOST_TEST(std::count(refusals.begin(), refusals.end(), std::nullopt) == 1);
    const auto& record = submission.record();
    BOOST_TEST(record.recipients.size() == 1001U);
    BOOST_TEST(record.recipients.back().argument == "<carol@example.org>");
    BOOST_TEST(record.recipients_omitted == 200U);
    BOOST_TEST(record.findings.size() == 1000U);
    BOOST_TEST(record.findings_omitted == 200U);
}

BOOST_AUTO_TEST_CASE(of_all_refused_one_that_is_put_off_is_kept) {
    msa::Script script;
    script.recipient = [](const msa::RecipientStage& at) {
        auto found = msa::finding("refused");
        found.reply.code = at.recipient->argument == "<last@example.org>" ? 451 : 550;
        return msa::Findings{found};
    };
    Submitted message;
    message.recipients.assign(1200, "<bob@example.org>");
    message.recipients.emplace_back("<last@example.org>");
    Submission submission(rules_of(std::move(script)));
    (void)submission.transaction.mail(message.mail);
    for (const auto& recipient : message.recipients) {
        BOOST_TEST(submission.transaction.recipient({.argument = recipient}).has_value());
    }
    submission.transaction.abort("");
    BOOST_TEST((submission.record().disposition == msa::Disposition::deferred));
}

BOOST_AUTO_TEST_CASE(a_recipient_that_no_record_holds_is_refused) {
    Submitted message;
    message.recipients = {'<' + std::string(300'000, 'x') + "@example.org>", "<bob@example.org>"};
    Submission submission(rules_of({}));
    BOOST_TEST(!submission.submit(message).has_value());
    BOOST_TEST(msa::to_text(submission.recipient_refusals.at(0).value()) ==
               "501 5.1.3 Recipient address too long (session s1)");
    BOOST_TEST(!submission.recipient_refusals.at(1).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
