// Rules that judge beside those in force.
#include "policy/candidate.h"

#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Rules = std::shared_ptr<const RuleSet>;
using Keys = std::vector<std::string>;

Rules rules_of(std::string id, Script script, Action action = Action::reject) {
    RuleSetBuilder builder;
    builder.rules.hash = "sha256:" + id;
    return builder.with_owner("alice@example.com", {"alice"})
        .with(scripted_rule(std::move(id), std::move(script), action))
        .build();
}

Rules open_rules(const std::string& id = "open") {
    return rules_of(id, {});
}

Script refusing_at_mail() {
    Script script;
    script.mail = [](const MailStage&) -> Findings { return {finding("no")}; };
    return script;
}

Script refusing_at_headers() {
    Script script;
    script.headers = [](const HeadersStage&) -> Findings { return {finding("no")}; };
    return script;
}

Script refusing(std::string argument) {
    Script script;
    script.recipient = [argument = std::move(argument)](const RecipientStage& at) -> Findings {
        return at.recipient->argument == argument ? Findings{finding("not him")} : Findings{};
    };
    return script;
}

/// A message under `rules`, tried out with `candidate`.
struct Tried {
    Tried(Rules rules, Rules candidate, const Submitted& message = {}, Result<bool> governs = true)
        : submission(std::move(rules)) {
        submission.transaction.try_out({std::move(candidate), std::move(governs)});
        refusal = submission.submit(message);
    }
    [[nodiscard]] const std::optional<CandidateDifference>& difference() const {
        return submission.record().candidate;
    }

    Submission submission;
    Refusal refusal;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(candidate_test)

BOOST_AUTO_TEST_CASE(what_agrees_is_not_recorded) {
    BOOST_TEST(!Tried(open_rules(), open_rules("other")).difference().has_value());
    const Tried refused(rules_of("r", refusing_at_headers()), rules_of("r", refusing_at_headers()));
    BOOST_TEST(refused.refusal.has_value());
    BOOST_TEST(!refused.difference().has_value());
}

BOOST_AUTO_TEST_CASE(a_message_that_it_would_refuse_is_accepted_and_that_is_recorded) {
    const Tried tried(open_rules(), rules_of("strict", refusing_at_headers()));
    BOOST_TEST(!tried.refusal.has_value());
    BOOST_TEST(tried.submission.outcome->edits.empty());
    BOOST_TEST((tried.submission.record().disposition == Disposition::accepted));
    BOOST_TEST(tried.submission.record().findings.empty());
    BOOST_REQUIRE(tried.difference().has_value());
    BOOST_TEST(tried.difference()->hash == "sha256:strict");
    BOOST_TEST(tried.difference()->disposition == "rejected");
    BOOST_TEST(tried.difference()->stage == "headers");
    BOOST_TEST(tried.difference()->rule == "strict");
}

BOOST_AUTO_TEST_CASE(what_was_refused_before_its_end_would_have_gone_on_and_no_more_is_known) {
    const Tried tried(rules_of("strict", refusing_at_mail()), open_rules());
    BOOST_TEST(tried.refusal.has_value());
    BOOST_REQUIRE(tried.difference().has_value());
    BOOST_TEST(tried.difference()->disposition == "goes_on");
    BOOST_TEST(tried.difference()->rule == "");
}

BOOST_AUTO_TEST_CASE(what_was_refused_at_its_end_would_have_been_accepted) {
    Script script;
    script.message = [](const MessageStage&) -> Findings { return {finding("no")}; };
    const Tried tried(rules_of("strict", script), open_rules());
    BOOST_REQUIRE(tried.difference().has_value());
    BOOST_TEST(tried.difference()->disposition == "accepted");
}

BOOST_AUTO_TEST_CASE(another_rule_that_refuses_is_a_difference) {
    const Tried tried(rules_of("one", refusing_at_mail()), rules_of("two", refusing_at_mail()));
    BOOST_REQUIRE(tried.difference().has_value());
    BOOST_TEST(tried.difference()->disposition == "rejected");
    BOOST_TEST(tried.difference()->rule == "two");
}

BOOST_AUTO_TEST_CASE(a_message_that_it_would_hold_is_not_held) {
    const Tried tried(open_rules(), rules_of("review", refusing_at_headers(), Action::hold));
    BOOST_TEST(tried.submission.outcome->hold_reason == "");
    BOOST_TEST(tried.difference()->disposition == "held");
    BOOST_TEST(tried.difference()->rule == "review");
}

BOOST_AUTO_TEST_CASE(recipients_that_it_would_answer_otherwise_are_counted) {
    Submitted message;
    message.recipients = {"<bob@example.org>", "<carol@example.org>"};
    const Tried tried(open_rules(), rules_of("strict", refusing("<carol@example.org>")), message);
    BOOST_TEST(!tried.submission.recipient_refusals.at(1).has_value());
    BOOST_REQUIRE(tried.difference().has_value());
    BOOST_TEST(tried.difference()->disposition == "accepted");
    BOOST_TEST(tried.difference()->recipients == 1U);
    BOOST_TEST(tried.difference()->rule == "strict");
    const Tried laxer(rules_of("strict", refusing("<carol@example.org>")), open_rules(), message);
    BOOST_TEST(laxer.difference()->recipients == 1U);
}

BOOST_AUTO_TEST_CASE(where_it_would_refuse_everybody_the_transaction_would_have_ended_there) {
    const Tried tried(open_rules(), rules_of("strict", refusing("<bob@example.org>")));
    BOOST_TEST(tried.difference()->disposition == "rejected");
    BOOST_TEST(tried.difference()->stage == "recipient");
}

BOOST_AUTO_TEST_CASE(its_repairs_change_nothing_and_are_said) {
    Script script;
    script.headers = [](const HeadersStage&) -> Findings {
        return {finding("x", {{FieldChange::Kind::append, "X-New", " 1"}})};
    };
    const Tried tried(open_rules(), rules_of("mend", script, Action::repair));
    BOOST_TEST(tried.submission.outcome->edits.empty());
    BOOST_REQUIRE(tried.difference().has_value());
    BOOST_TEST(tried.difference()->is_edited_otherwise);
    const Tried both(rules_of("mend", script, Action::repair),
                     rules_of("mend", script, Action::repair));
    BOOST_TEST(both.submission.outcome->edits.size() == 1U);
    BOOST_TEST(!both.difference().has_value());
}

BOOST_AUTO_TEST_CASE(a_signature_that_would_be_missing_is_said_and_none_is_made_twice) {
    RuleSetBuilder builder;
    builder.with_owner("alice@example.com", {"alice"}).with_signer({"example.com"});
    const Tried tried(builder.build(), open_rules());
    BOOST_TEST(!tried.submission.record().signatures.empty());
    BOOST_TEST((tried.difference()->is_signed == std::optional(false)));
    RuleSetBuilder other;
    other.with_owner("alice@example.com", {"alice"}).with_signer({"example.com"});
    RuleSetBuilder same;
    same.with_owner("alice@example.com", {"alice"}).with_signer({"example.com"});
    BOOST_TEST(!Tried(other.build(), same.build()).difference().has_value());
}

BOOST_AUTO_TEST_CASE(a_table_that_both_ask_is_asked_once_and_no_rate_is_used) {
    const auto table = std::make_shared<FakeTable>(FakeTable::Entries{{"alice", {"x"}}});
    Script script;
    script.headers = [table](const HeadersStage& at) -> Findings {
        (void)at.lookups().ask(*table, "alice");
        (void)at.rates().admit("alice", 5, std::chrono::seconds(60));
        return {};
    };
    const Tried tried(rules_of("one", script), rules_of("two", script));
    BOOST_TEST(table->asked == Keys{"alice"});
    BOOST_TEST(tried.submission.rates.asked == Keys{"alice 5/60"});
    BOOST_TEST(!tried.difference().has_value());
}

BOOST_AUTO_TEST_CASE(what_it_asks_alone_is_not_among_the_facts) {
    const auto table = std::make_shared<FakeTable>(FakeTable::Entries{});
    Script script;
    script.mail = [table](const MailStage& at) -> Findings {
        (void)at.lookups().ask(*table, "bob");
        return {};
    };
    FakeClock clock;
    FakeRandom random;
    FakeAuditSink audit;
    FakeRateCounter rates;
    Transaction transaction(open_rules(), alices_session(), 1,
                            {clock,
                             random,
                             audit,
                             rates,
                             "host",
                             {},
                             nullptr,
                             [](std::string_view) { return std::string(); },
                             {.kept = FactsKept::all}});
    transaction.try_out({rules_of("asks", script), true});
    BOOST_TEST(!transaction.mail(Submitted().mail).has_value());
    transaction.abort({});
    BOOST_TEST(table->asked == Keys{"bob"});
    BOOST_TEST(audit.records.at(0).facts.tables.empty());
    BOOST_TEST(!audit.records.at(0).candidate.has_value());
}

BOOST_AUTO_TEST_CASE(rates_of_its_own_are_counted_apart) {
    Script script;
    script.mail = [](const MailStage& at) -> Findings {
        const auto admitted = at.rates().admit("alice", 1, std::chrono::seconds(60));
        return admitted && *admitted ? Findings{} : Findings{finding("too many")};
    };
    FakeClock clock;
    FakeRandom random;
    FakeAuditSink audit;
    FakeRateCounter rates;
    FakeRateCounter of_candidate;
    of_candidate.left = 0;
    Environment environment{clock, random, audit, rates, "host"};
    environment.rates_of_candidate = &of_candidate;
    Transaction transaction(open_rules(), alices_session(), 1, environment);
    transaction.try_out({rules_of("rated", script), true});
    BOOST_TEST(!transaction.mail(Submitted().mail).has_value());
    transaction.abort({});
    BOOST_TEST(rates.asked.empty());
    BOOST_TEST(of_candidate.asked.size() == 1U);
    BOOST_TEST(audit.records.at(0).candidate->rule == "rated");
}

BOOST_AUTO_TEST_CASE(an_exception_in_it_touches_nothing_and_is_said) {
    Script script;
    script.headers = [](const HeadersStage&) -> Findings { throw std::runtime_error("bad\nluck"); };
    const Tried tried(open_rules(), rules_of("broken", script));
    BOOST_TEST(!tried.refusal.has_value());
    BOOST_REQUIRE(tried.difference().has_value());
    BOOST_TEST(tried.difference()->disposition == "cannot_tell");
    BOOST_TEST(tried.difference()->trouble.find("luck") != std::string::npos);
    BOOST_TEST(tried.difference()->trouble.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_table_of_its_own_that_cannot_tell_is_said) {
    Script script;
    script.mail = [](const MailStage&) -> Findings { return {cannot_tell("table x is away")}; };
    const Tried tried(open_rules(), rules_of("asks", script));
    BOOST_TEST(!tried.refusal.has_value());
    BOOST_TEST(tried.difference()->disposition == "deferred");
    BOOST_TEST(tried.difference()->trouble == "table x is away");
}

BOOST_AUTO_TEST_CASE(trouble_of_ours_says_nothing_of_rules) {
    Submission submission(open_rules());
    submission.transaction.try_out({rules_of("strict", refusing_at_mail()), true});
    BOOST_TEST(!submission.transaction.mail(Submitted().mail).has_value());
    (void)submission.transaction.fail("an exception");
    BOOST_TEST(!submission.record().candidate.has_value());
}

BOOST_AUTO_TEST_CASE(scopes_are_part_of_what_is_tried_out) {
    const Tried outside(open_rules(), open_rules(), {}, false);
    BOOST_TEST(outside.difference()->disposition == "out_of_scope");
    const Tried unknown(open_rules(), open_rules(), {}, Error{"no listener"});
    BOOST_TEST(unknown.difference()->disposition == "cannot_tell");
    BOOST_TEST(unknown.difference()->trouble == "no listener");
    Submission submission(open_rules());
    submission.transaction.try_out({open_rules(), true});
    BOOST_TEST(!submission.transaction.leave_alone(Submitted().mail));
    BOOST_TEST(submission.record().candidate->disposition == "goes_on");
}

BOOST_AUTO_TEST_CASE(the_built_in_checks_agree_with_themselves) {
    const auto built_in = [] {
        RuleSetBuilder builder;
        return builder.with_built_in_checks().with_owner("alice@example.com", {"alice"}).build();
    };
    BOOST_TEST(!Tried(built_in(), built_in()).difference().has_value());
    Submitted forged;
    forged.fields.at(0).second = " ceo@example.com";
    const Tried refused(built_in(), built_in(), forged);
    BOOST_TEST(refused.refusal.has_value());
    BOOST_TEST(!refused.difference().has_value());
    Submitted bare;
    bare.fields.pop_back();  // its Message-ID is added, the same by both
    BOOST_TEST(!Tried(built_in(), built_in(), bare).difference().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
