// One message from MAIL to its end. Signing is in transaction_signing_test.cpp.
#include "policy/transaction.h"

#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"

#include <boost/test/unit_test.hpp>

using msa::Disposition;
using msa::finding;
using msa::RuleSetBuilder;
using msa::scripted_rule;
using msa::Submission;
using msa::Submitted;

namespace {

/// The built-in checks, and alice@example.com is alice's.
std::shared_ptr<const msa::RuleSet> default_rules() {
    RuleSetBuilder builder;
    return builder.with_built_in_checks().with_owner("alice@example.com", {"alice"}).build();
}

std::shared_ptr<const msa::RuleSet> rules_of(msa::Script script,
                                             msa::Action action = msa::Action::reject) {
    RuleSetBuilder builder;
    return builder.with(scripted_rule("scripted", std::move(script), action)).build();
}

msa::Script refusing_at_message() {
    msa::Script script;
    script.message = [](const msa::MessageStage&) -> msa::Findings { return {finding("no")}; };
    return script;
}

msa::Script refusing_recipient(std::string argument) {
    msa::Script script;
    script.recipient = [argument =
                            std::move(argument)](const msa::RecipientStage& at) -> msa::Findings {
        return at.recipient->argument == argument ? msa::Findings{finding("not " + argument)}
                                                  : msa::Findings{};
    };
    return script;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transaction_test)

BOOST_AUTO_TEST_CASE(a_proper_message_is_accepted_untouched_and_recorded) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.submit({}).has_value());
    BOOST_TEST(submission.outcome->edits.empty());
    BOOST_TEST(submission.outcome->hold_reason.empty());
    const auto& record = submission.record();
    BOOST_TEST((record.disposition == Disposition::accepted));
    BOOST_TEST(record.transaction == "s1.1");
    BOOST_TEST(record.queue_id == "Q1");
    BOOST_TEST(record.stage == "message");
    BOOST_TEST(record.identity->login == "alice");
    BOOST_TEST(record.envelope.sender_argument == "<alice@example.com>");
    BOOST_TEST(record.recipients.at(0).argument == "<bob@example.org>");
    BOOST_TEST(record.from.at(0) == " Alice <alice@example.com>");
    BOOST_TEST(record.message_id == "<1@example.com>");
    BOOST_TEST(record.pra == "alice@example.com");
    BOOST_TEST(record.body_octets == 7U);
    BOOST_TEST(!record.new_body_octets.has_value());
    BOOST_TEST(record.findings.empty());
    BOOST_TEST(!record.reply.has_value());
    BOOST_TEST(record.unsigned_reason == "the rule file names no key");
    BOOST_TEST(record.rules_version == "test");
    BOOST_TEST(record.rules_hash == "sha256:0");
}

BOOST_AUTO_TEST_CASE(a_record_knows_when_the_transaction_began_and_ended) {
    Submission submission(default_rules());
    const auto began = submission.clock.moment.time;
    BOOST_TEST(!submission.until_message({}).has_value());
    submission.clock.moment.time += std::chrono::minutes(5);
    submission.transaction.abort("");
    BOOST_TEST((submission.record().began == began));
    BOOST_TEST((submission.record().ended == began + std::chrono::minutes(5)));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_added_and_recorded_as_it_leaves) {
    Submitted message;
    message.fields.resize(3);  // no Date, no Message-ID
    message.fields.emplace_back("Bcc", " carol@example.org");
    Submission submission(default_rules());
    BOOST_TEST(!submission.submit(message).has_value());
    const auto& record = submission.record();
    BOOST_REQUIRE(record.edits.size() == 3U);
    BOOST_TEST(record.edits[0].name == "Bcc");
    BOOST_TEST(record.edits[1].value == " Fri, 21 Nov 2025 12:00:00 +0100");
    BOOST_TEST(" " + record.message_id == record.edits[2].value);
    BOOST_TEST(record.findings.size() == 3U);
    BOOST_TEST(submission.outcome->edits.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_refusal_at_mail_ends_the_transaction) {
    auto session = msa::alices_session();
    session.sasl_login.clear();
    Submission submission(default_rules(), session);
    const auto refusal = submission.transaction.mail({"<alice@example.com>", {}, {}});
    BOOST_TEST(refusal->code == 530);
    BOOST_TEST(submission.transaction.is_over());
    BOOST_TEST((submission.record().disposition == Disposition::rejected));
    BOOST_TEST(submission.record().stage == "mail");
    BOOST_TEST((submission.record().reply == refusal));
}

BOOST_AUTO_TEST_CASE(a_refused_recipient_does_not_end_it) {
    Submitted message;
    message.recipients = {"<bob@example.org>", "<carol@example.org>"};
    Submission submission(rules_of(refusing_recipient("<bob@example.org>")));
    BOOST_TEST(!submission.submit(message).has_value());
    BOOST_TEST(submission.recipient_refusals.at(0)->code == 550);
    BOOST_TEST(!submission.recipient_refusals.at(1).has_value());
    const auto& record = submission.record();
    BOOST_TEST((record.disposition == Disposition::accepted));
    BOOST_TEST((record.recipients.at(0).refusal == submission.recipient_refusals.at(0)));
    BOOST_TEST(record.findings.at(0).subject == "<bob@example.org>");
}

BOOST_AUTO_TEST_CASE(a_check_learns_how_many_recipients_were_accepted_before) {
    std::vector<std::size_t> accepted;
    msa::Script script;
    script.recipient = [&accepted](const msa::RecipientStage& at) -> msa::Findings {
        accepted.push_back(at.accepted);
        return accepted.size() == 2 ? msa::Findings{finding("no")} : msa::Findings{};
    };
    Submission submission(rules_of(std::move(script)));
    Submitted message;
    message.recipients = {"<a@example.org>", "<b@example.org>", "<c@example.org>"};
    BOOST_TEST(!submission.submit(message).has_value());
    BOOST_TEST(accepted == (std::vector<std::size_t>{0, 1, 1}));
}

BOOST_AUTO_TEST_CASE(a_transaction_whose_recipients_were_all_refused_was_rejected_not_aborted) {
    Submission submission(rules_of(refusing_recipient("<bob@example.org>")));
    BOOST_TEST(!submission.transaction.mail({"<a@example.com>", {}, {}}).has_value());
    const auto refusal = submission.transaction.recipient({.argument = "<bob@example.org>"});
    submission.transaction.abort("");
    BOOST_TEST((submission.record().disposition == Disposition::rejected));
    BOOST_TEST((submission.record().reply == refusal));
}

BOOST_AUTO_TEST_CASE(a_transaction_whose_recipients_were_all_put_off_was_deferred) {
    msa::Script script;
    script.recipient = [](const msa::RecipientStage& at) -> msa::Findings {
        return {at.recipient->argument == "<bob@example.org>" ? msa::cannot_tell("no answer")
                                                              : finding("no")};
    };
    Submission submission(rules_of(std::move(script)));
    BOOST_TEST(!submission.transaction.mail({"<a@example.com>", {}, {}}).has_value());
    const auto put_off = submission.transaction.recipient({.argument = "<bob@example.org>"});
    BOOST_TEST(put_off->code == 451);
    BOOST_TEST(submission.transaction.recipient({.argument = "<c@example.org>"})->code == 550);
    submission.transaction.abort("");
    BOOST_TEST((submission.record().disposition == Disposition::deferred));
    BOOST_TEST((submission.record().reply == put_off));
}

BOOST_AUTO_TEST_CASE(what_comes_without_the_end_of_a_header_is_trouble) {
    Submission submission(rules_of(msa::Script{}));
    BOOST_TEST(!submission.transaction.mail({"<a@example.com>", {}, {}}).has_value());
    BOOST_CHECK_THROW(submission.transaction.body("x"), std::logic_error);
    BOOST_CHECK_THROW((void)submission.transaction.end_of_message("Q1"), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_foreign_author_is_refused_before_the_body) {
    Submitted message;
    message.fields[0].second = " bob@example.com";
    Submission submission(default_rules());
    BOOST_TEST(submission.submit(message)->code == 550);
    const auto& record = submission.record();
    BOOST_TEST(record.stage == "headers");
    BOOST_TEST(record.queue_id == "Q1");
    BOOST_TEST(record.from.at(0) == " bob@example.com");
    BOOST_TEST(record.findings.back().rule == "header_from_rights");
    BOOST_TEST(record.edits.empty());
}

BOOST_AUTO_TEST_CASE(what_comes_above_the_ceiling_of_a_header_is_not_kept) {
    std::size_t seen = 0;
    msa::Script script;
    script.headers = [&seen](const msa::HeadersStage& at) -> msa::Findings {
        seen = at.headers->fields().size();
        return {};
    };
    // No rule objects to so many: they are refused all the same, since not all are known.
    Submission many(rules_of(std::move(script)));
    Submitted message;
    message.fields.assign(100100, {"A", ""});
    BOOST_TEST(to_text(many.submit(message).value()) ==
               "554 5.6.0 Malformed message: the header section is too big (session s1)");
    BOOST_TEST(seen == 100001U);
    BOOST_TEST((many.record().disposition == Disposition::rejected));

    Submission few(rules_of({}));
    message.fields.resize(100000);
    BOOST_TEST(!few.submit(message).has_value());
}

BOOST_AUTO_TEST_CASE(every_from_field_is_recorded) {
    Submitted message;
    message.fields.emplace_back("FROM ", " bob@example.com");
    Submission submission(default_rules());
    BOOST_TEST(submission.submit(message)->code == 554);
    BOOST_TEST(submission.record().from.size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_body_is_judged_whole_whatever_its_chunks) {
    Submitted message;
    message.body = {"line\r", "\nline", "\n"};
    Submission submission(default_rules());
    BOOST_TEST(submission.submit(message)->code == 554);
    BOOST_TEST(submission.record().stage == "message");
    BOOST_TEST(submission.record().body_octets == 11U);
    BOOST_TEST(submission.record().findings.back().what == "LF without CR in the body");
}

BOOST_AUTO_TEST_CASE(a_4xx_refusal_is_recorded_as_deferred) {
    Submission submission(rules_of(refusing_at_message(), msa::Action::defer));
    BOOST_TEST(submission.submit({})->code == 451);
    BOOST_TEST((submission.record().disposition == Disposition::deferred));
}

BOOST_AUTO_TEST_CASE(the_identity_and_the_envelope_reach_the_checks) {
    bool seen = false;
    msa::Script script;
    script.headers = [&seen](const msa::HeadersStage& at) -> msa::Findings {
        seen = at.identity()->login == "alice" && at.envelope->smtputf8 &&
               at.envelope->sender->address.domain == "example.com" &&
               at.envelope->mta_sender == "alice@example.com" && at.site == "msa.example.com" &&
               at.unique == "0000000000000001" && at.session.helo == "[10.0.0.1]";
        return {};
    };
    Submission submission(rules_of(std::move(script)));
    Submitted message;
    message.mail.parameters = {"SIZE=100", "smtputf8"};
    message.mail.mta_address = "alice@example.com";
    BOOST_TEST(!submission.submit(message).has_value());
    BOOST_TEST(seen);
}

BOOST_AUTO_TEST_CASE(the_last_queue_id_that_was_told_counts) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.until_message({}).has_value());
    BOOST_TEST(submission.transaction.end_of_message("").index() == 0U);
    BOOST_TEST(!submission.transaction.conclude({}).has_value());
    BOOST_TEST(submission.record().queue_id == "Q1");
}

BOOST_AUTO_TEST_CASE(an_abort_is_recorded_once) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.transaction.mail({"<alice@example.com>", {}, {}}).has_value());
    submission.transaction.abort("Q2");
    submission.transaction.abort("Q3");
    BOOST_TEST(submission.audit.records.size() == 1U);
    BOOST_TEST((submission.record().disposition == Disposition::aborted));
    BOOST_TEST(submission.record().queue_id == "Q2");
}

BOOST_AUTO_TEST_CASE(an_abort_behind_the_end_is_none) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.submit({}).has_value());
    submission.transaction.abort("Q1");
    BOOST_TEST(submission.audit.records.size() == 1U);
    BOOST_TEST((submission.record().disposition == Disposition::accepted));
}

BOOST_AUTO_TEST_CASE(between_the_edits_and_their_confirmation_a_message_may_be_aborted) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.until_message({}).has_value());
    BOOST_TEST(submission.transaction.end_of_message("Q1").index() == 0U);
    BOOST_TEST(submission.audit.records.empty());
    submission.transaction.abort("Q1");
    BOOST_TEST((submission.record().disposition == Disposition::aborted));
}

BOOST_AUTO_TEST_CASE(an_abort_throws_nothing_where_the_record_cannot_be_written) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.transaction.mail({"<alice@example.com>", {}, {}}).has_value());
    submission.audit.fails = true;
    submission.transaction.abort("");
    BOOST_TEST(submission.transaction.is_over());
}

BOOST_AUTO_TEST_CASE(internal_trouble_is_recorded_and_the_client_may_try_again) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.until_message({}).has_value());
    const auto reply = submission.transaction.fail("out of\nmemory");
    BOOST_TEST(msa::to_text(reply) ==
               "451 4.3.0 Temporary internal trouble, please try again (session s1)");
    BOOST_TEST((submission.record().disposition == Disposition::deferred));
    BOOST_TEST(submission.record().trouble == "out of\\x0amemory");
    BOOST_TEST((submission.transaction.fail("again") == reply));
    submission.transaction.abort("");
    BOOST_TEST(submission.audit.records.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_edit_that_the_mta_did_not_take_is_trouble) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.until_message({}).has_value());
    BOOST_TEST(submission.transaction.end_of_message("Q1").index() == 0U);
    const auto refusal = submission.transaction.conclude(msa::Error{"smfi_addheader failed"});
    BOOST_TEST(refusal->code == 451);
    BOOST_TEST((submission.record().disposition == Disposition::deferred));
    BOOST_TEST(submission.record().trouble ==
               "the MTA did not take an edit: smfi_addheader failed");
}

BOOST_AUTO_TEST_CASE(a_message_whose_record_cannot_be_written_is_deferred) {
    Submission submission(default_rules());
    submission.audit.fails = true;
    BOOST_TEST(submission.submit({})->code == 451);
    BOOST_TEST(submission.transaction.is_over());
}

BOOST_AUTO_TEST_CASE(a_refusal_whose_record_cannot_be_written_is_a_temporary_one) {
    Submission submission(default_rules());
    submission.audit.fails = true;
    BOOST_TEST(submission.transaction.mail({"<bob@example.com>", {}, {}})->code == 451);
}

BOOST_AUTO_TEST_CASE(what_the_rules_do_not_govern_is_recorded_and_left_alone) {
    Submission submission(default_rules());
    BOOST_TEST(!submission.transaction.leave_alone({"<bob@example.com>", {}, {}}).has_value());
    BOOST_TEST((submission.record().disposition == Disposition::out_of_scope));
    BOOST_TEST(submission.record().envelope.sender_argument == "<bob@example.com>");
    BOOST_TEST(submission.record().findings.empty());
    submission.transaction.abort("");
    BOOST_TEST(submission.audit.records.size() == 1U);

    Submission unrecorded(default_rules());
    unrecorded.audit.fails = true;
    BOOST_TEST(unrecorded.transaction.leave_alone({"<bob@example.com>", {}, {}})->code == 451);
}

BOOST_AUTO_TEST_CASE(a_held_message_says_why) {
    Submission submission(rules_of(refusing_at_message(), msa::Action::hold));
    BOOST_TEST(!submission.submit({}).has_value());
    BOOST_TEST(submission.outcome->hold_reason == "scripted: no");
    BOOST_TEST((submission.record().disposition == Disposition::held));
}

BOOST_AUTO_TEST_CASE(a_transaction_keeps_the_rules_it_began_with) {
    auto rules = default_rules();
    const std::weak_ptr<const msa::RuleSet> watched = rules;
    {
        Submission submission(std::move(rules));
        BOOST_TEST(!watched.expired());
        BOOST_TEST(!submission.submit({}).has_value());
    }
    BOOST_TEST(watched.expired());
}

BOOST_AUTO_TEST_CASE(what_a_client_sends_without_mail_is_trouble_not_a_crash) {
    Submission submission(default_rules());
    BOOST_CHECK_THROW((void)submission.transaction.end_of_headers("Q1"), std::exception);
}

BOOST_AUTO_TEST_SUITE_END()
