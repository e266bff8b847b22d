// The boundary to libmilter where something fails: what cannot be judged, asked for or said.
#include "milter/libmilter/callbacks.h"

#include "fakes/scripted_check.h"
#include "milter_session.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Calls = std::vector<std::string>;

constexpr unsigned long steps_without_leading_space = 0x0fffff;

[[noreturn]] void fail() {
    throw std::runtime_error("thrown by a test");
}

struct ThrowingRandom final : RandomSource {
    [[nodiscard]] std::string hex(std::size_t /*octets*/) override { fail(); }
};

struct ThrowingSigning final : Signing {
    [[nodiscard]] Result<void> add_body(std::string_view /*chunk*/) override { fail(); }
    [[nodiscard]] Result<std::vector<Signature>> finish() override { fail(); }
};

struct ThrowingSigner final : Signer {
    [[nodiscard]] std::vector<std::string> signing_domains(std::string_view domain,
                                                           const Moment& /*now*/) const override {
        return {std::string(domain)};
    }
    [[nodiscard]] Result<std::unique_ptr<Signing>> begin(const HeaderList& /*headers*/,
                                                         std::string_view /*domain*/,
                                                         const Moment& /*now*/) const override {
        return std::unique_ptr<Signing>(std::make_unique<ThrowingSigning>());
    }
};

Script at_mail(std::function<Findings(const MailStage&)> step) {
    Script script;
    script.mail = std::move(step);
    return script;
}
Script at_recipient(std::function<Findings(const RecipientStage&)> step) {
    Script script;
    script.recipient = std::move(step);
    return script;
}
Script at_headers(std::function<Findings(const HeadersStage&)> step) {
    Script script;
    script.headers = std::move(step);
    return script;
}
Script at_message(std::function<Findings(const MessageStage&)> step) {
    Script script;
    script.message = std::move(step);
    return script;
}

RuleSetBuilder with(Script script, Action action = Action::reject) {
    RuleSetBuilder builder;
    builder.with(scripted_rule("scripted", std::move(script), action));
    return builder;
}

Findings throws(const MailStage& /*at*/) {
    fail();
}

Findings finds(const MailStage& /*at*/) {
    return {finding("100% odd")};
}

bool is_deferred(const Milter& milter, sfsistat status) {
    return status == SMFIS_TEMPFAIL && milter.context.reply.starts_with("451 4.3.0 ") &&
           milter.dispositions() == std::vector{Disposition::deferred};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(callbacks)

BOOST_AUTO_TEST_CASE(an_mta_that_is_neither_postfix_nor_sendmail_is_put_off) {
    Milter milter(with({}));
    milter.context.macros["v"] = "Mailer 3";
    milter.begin_session();
    BOOST_TEST(is_deferred(milter, milter.mail()));
    BOOST_TEST(milter.audit.records.at(0).trouble ==
               "cannot tell whether this is Postfix or Sendmail ({v} is 'Mailer 3'); set `mta` in "
               "the daemon's settings");
}

BOOST_AUTO_TEST_CASE(a_failure_at_mail_is_answered_and_recorded) {
    Milter milter(with(at_mail(throws)));
    BOOST_REQUIRE(milter.negotiate() == SMFIS_CONTINUE);
    BOOST_TEST(is_deferred(milter, milter.mail()));
}

BOOST_AUTO_TEST_CASE(a_failure_at_a_recipient_ends_the_message) {
    Milter milter(with(at_recipient(throws)));
    milter.begin_session();
    BOOST_REQUIRE(milter.mail() == SMFIS_CONTINUE);
    BOOST_TEST(is_deferred(milter, milter.recipient()));
    BOOST_TEST(milter.recipient() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.audit.records.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_failure_at_the_end_of_the_headers_is_answered_at_that_of_the_message) {
    Milter milter(with(at_headers(throws)));
    milter.begin_message();
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(is_deferred(milter, milter.end_of_message()));
}

BOOST_AUTO_TEST_CASE(a_refusal_at_the_end_of_the_headers_is_said_at_that_of_the_message) {
    Milter milter(with(at_headers(finds)));
    milter.begin_message();
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_CHECK(milter.dispositions() == std::vector{Disposition::rejected});
    BOOST_TEST(milter.body() == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_REJECT);
    BOOST_TEST(milter.context.reply.starts_with("550 5.7.1 100%% odd"));
    BOOST_TEST(milter.audit.records.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_header_whose_end_was_not_said_is_judged_before_the_body) {
    int times = 0;
    Milter milter(with(at_headers([&times](const HeadersStage& /*at*/) {
        ++times;
        return Findings{finding("odd")};
    })));
    milter.begin_message();
    BOOST_TEST(milter.body() == SMFIS_NOREPLY);
    BOOST_TEST(milter.body() == SMFIS_NOREPLY);
    BOOST_TEST(times == 1);
    BOOST_TEST(milter.end_of_message() == SMFIS_REJECT);
    BOOST_TEST(times == 1);
    BOOST_TEST((milter.dispositions() == std::vector{Disposition::rejected}));
}

BOOST_AUTO_TEST_CASE(a_header_whose_end_was_not_said_is_judged_at_that_of_the_message) {
    Milter milter(with(at_headers([](const HeadersStage& at) {
        return at.headers->count("Date") == 0 ? Findings{finding("odd")} : Findings{};
    })));
    milter.begin_message();
    BOOST_TEST(milter.end_of_message() == SMFIS_REJECT);
    // Each message anew, and one with nothing at all.
    BOOST_REQUIRE(milter.mail() == SMFIS_CONTINUE);
    BOOST_REQUIRE(milter.recipient() == SMFIS_CONTINUE);
    BOOST_TEST(milter.end_of_message() == SMFIS_REJECT);
    BOOST_REQUIRE(milter.mail() == SMFIS_CONTINUE);
    BOOST_REQUIRE(milter.recipient() == SMFIS_CONTINUE);
    BOOST_REQUIRE(milter.header("Date", " today") == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_CONTINUE);
}

BOOST_AUTO_TEST_CASE(a_failure_of_a_header_whose_end_was_not_said_is_answered) {
    Milter milter(with(at_headers([](const HeadersStage& /*at*/) -> Findings { fail(); })));
    milter.begin_message();
    BOOST_TEST(is_deferred(milter, milter.end_of_message()));
}

BOOST_AUTO_TEST_CASE(a_refusal_that_nobody_waits_for_any_more_is_not_the_next_message_s) {
    int calls = 0;
    Milter milter(with(at_headers(
        [&calls](const HeadersStage& at) { return ++calls == 1 ? finds(at) : Findings(); })));
    milter.begin_message();
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.call.xxfi_abort(&milter.context) == SMFIS_CONTINUE);
    BOOST_TEST(milter.mail() == SMFIS_CONTINUE);
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_CONTINUE);
}

BOOST_AUTO_TEST_CASE(a_failure_at_the_end_of_the_message_is_answered_and_recorded) {
    Milter milter(with(at_message(throws)));
    milter.begin_message();
    BOOST_REQUIRE(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(is_deferred(milter, milter.end_of_message()));
}

BOOST_AUTO_TEST_CASE(a_failure_in_the_body_is_answered_at_the_end_of_the_message) {
    RuleSetBuilder builder;
    builder.rules.signer = std::make_unique<ThrowingSigner>();
    Milter milter(std::move(builder));
    milter.begin_message();
    BOOST_REQUIRE(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.body() == SMFIS_NOREPLY);
    BOOST_TEST(milter.body() == SMFIS_NOREPLY);
    BOOST_TEST(is_deferred(milter, milter.end_of_message()));
}

BOOST_AUTO_TEST_CASE(a_failure_at_connect_is_answered_at_every_mail) {
    Milter milter;
    BOOST_REQUIRE(milter.negotiate() == SMFIS_CONTINUE);
    milter.context.macros_throw = true;
    BOOST_TEST(milter.connect() == SMFIS_NOREPLY);
    milter.context.macros_throw = false;
    BOOST_TEST(is_deferred(milter, milter.mail()));
    BOOST_TEST(milter.mail() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.audit.records.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_message_is_judged_again_after_one_that_failed) {
    int calls = 0;
    Milter milter(with(at_headers(
        [&calls](const HeadersStage& at) { return ++calls == 1 ? throws(at) : Findings(); })));
    milter.begin_message();
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.mail() == SMFIS_CONTINUE);
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_CONTINUE);
    BOOST_TEST(milter.audit.records.back().transaction.ends_with(".2"));
}

BOOST_AUTO_TEST_CASE(an_edit_that_is_not_taken_defers_the_message) {
    for (const char* function : {"addheader", "chgheader", "insheader"}) {
        RuleSetBuilder builder;
        builder.with_built_in_checks().with_signer({"example.com"});
        Milter milter(std::move(builder));
        milter.context.failing = {function};
        milter.begin_message();
        BOOST_REQUIRE(milter.header("Bcc", " one@example.net") == SMFIS_NOREPLY);
        BOOST_REQUIRE(milter.end_of_headers() == SMFIS_NOREPLY);
        const sfsistat status = milter.end_of_message();
        BOOST_TEST(is_deferred(milter, status), function);
    }
}

BOOST_AUTO_TEST_CASE(edits_are_asked_for_in_the_order_both_mtas_understand) {
    RuleSetBuilder builder;
    builder.with_built_in_checks().with_signer({"example.com"});
    Milter milter(std::move(builder));
    milter.begin_message();
    milter.context.calls.clear();
    for (const char* value : {" one@example.net", " two@example.net"}) {
        BOOST_REQUIRE(milter.header("Bcc", value) == SMFIS_NOREPLY);
    }
    BOOST_REQUIRE(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_REQUIRE(milter.end_of_message() == SMFIS_CONTINUE);
    const Calls& calls = milter.context.calls;
    BOOST_REQUIRE(calls.size() >= 6U);
    BOOST_TEST(calls[0] == "chgheader 2 Bcc:(null)");
    BOOST_TEST(calls[1] == "chgheader 1 Bcc:(null)");
    BOOST_TEST(calls[2].starts_with("addheader "));
    BOOST_TEST(calls[2].find(": ") != std::string::npos);
    BOOST_TEST(calls.back().starts_with("insheader 1 DKIM-Signature: s=first;"));
}

BOOST_AUTO_TEST_CASE(without_leading_space_the_mta_adds_the_blank) {
    RuleSetBuilder builder;
    builder.with_signer({"example.com"});
    Milter milter(std::move(builder));
    BOOST_REQUIRE(milter.negotiate(all_actions, steps_without_leading_space) == SMFIS_CONTINUE);
    BOOST_REQUIRE(milter.connect() == SMFIS_NOREPLY);
    BOOST_REQUIRE(milter.mail() == SMFIS_CONTINUE);
    BOOST_REQUIRE(milter.header("From", "alice@example.com") == SMFIS_NOREPLY);
    BOOST_REQUIRE(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_REQUIRE(milter.end_of_message() == SMFIS_CONTINUE);
    BOOST_TEST(milter.context.calls.back().starts_with("insheader 1 DKIM-Signature:s=first;"));
    BOOST_TEST(milter.audit.records.front().from.at(0) == " alice@example.com");
}

BOOST_AUTO_TEST_CASE(a_message_is_held_with_its_reason) {
    Milter milter(with(at_message(finds), Action::hold));
    milter.begin_message();
    BOOST_REQUIRE(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_CONTINUE);
    BOOST_TEST(milter.context.calls.back().starts_with("quarantine "));
    BOOST_CHECK(milter.dispositions() == std::vector{Disposition::held});
}

BOOST_AUTO_TEST_CASE(where_a_message_cannot_be_held_it_is_deferred) {
    Milter milter(with(at_message(finds), Action::hold));
    milter.context.failing = {"quarantine"};
    milter.begin_message();
    BOOST_REQUIRE(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(is_deferred(milter, milter.end_of_message()));
}

BOOST_AUTO_TEST_CASE(the_status_has_the_class_of_the_reply) {
    {
        Milter milter(with(at_mail(finds)));
        milter.begin_session();
        BOOST_TEST(milter.mail() == SMFIS_REJECT);
        BOOST_TEST(milter.context.reply.starts_with("550 5.7.1 100%% odd"));
    }
    Milter milter(with(at_mail(finds), Action::defer));
    milter.begin_session();
    BOOST_TEST(milter.mail() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.context.reply.starts_with("451 4.7.1 "));
}

BOOST_AUTO_TEST_CASE(a_reply_that_is_not_taken_becomes_the_mtas_own) {
    Milter milter(with(at_mail(finds)));
    milter.context.failing = {"setreply"};
    BOOST_REQUIRE(milter.negotiate() == SMFIS_CONTINUE);
    BOOST_TEST(milter.mail() == SMFIS_TEMPFAIL);
}

BOOST_AUTO_TEST_CASE(what_cannot_begin_is_refused) {
    {
        Milter milter;
        BOOST_TEST(milter.negotiate(SMFIF_ADDHDRS) == SMFIS_REJECT);
    }
    {
        Milter milter;
        milter.context.failing = {"setsymlist"};
        BOOST_TEST(milter.negotiate() == SMFIS_REJECT);
    }
    ThrowingRandom random;
    Milter milter;
    Daemon without_random{.rules = milter.rules,
                          .environment = {milter.clock, random, milter.audit, milter.rates, "host"},
                          .log = milter.log};
    open_gate(without_random);
    BOOST_TEST(milter.negotiate() == SMFIS_REJECT);
}

BOOST_AUTO_TEST_CASE(steps_without_a_session_are_deferred) {
    Milter milter;
    BOOST_TEST(milter.mail() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.recipient() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.end_of_message() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.call.xxfi_abort(&milter.context) == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.call.xxfi_close(&milter.context) == SMFIS_CONTINUE);
}

BOOST_AUTO_TEST_CASE(steps_without_a_message_are_deferred) {
    Milter milter;
    BOOST_REQUIRE(milter.negotiate() == SMFIS_CONTINUE);
    BOOST_TEST(milter.recipient() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.header("From", " alice@example.com") == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.body() == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.audit.records.empty());
}

BOOST_AUTO_TEST_CASE(a_closed_gate_ends_what_is_open_and_lets_nothing_in) {
    Milter milter;
    milter.begin_message();
    BOOST_TEST(close_gate(std::chrono::milliseconds(0)));
    BOOST_CHECK(milter.dispositions() == std::vector{Disposition::aborted});
    BOOST_TEST(milter.daemon.open.count() == 0U);
    BOOST_TEST(milter.end_of_headers() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.end_of_message() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.call.xxfi_close(&milter.context) == SMFIS_CONTINUE);
    BOOST_TEST(milter.negotiate() == SMFIS_REJECT);
}

BOOST_AUTO_TEST_CASE(no_message_begins_during_a_drain) {
    Milter milter;
    milter.begin_message();
    milter.daemon.open.begin_no_more();
    BOOST_TEST(milter.end_of_headers() == SMFIS_NOREPLY);
    BOOST_TEST(milter.end_of_message() == SMFIS_CONTINUE);
    BOOST_TEST(milter.mail() == SMFIS_TEMPFAIL);
    BOOST_TEST(milter.context.reply.starts_with("421 4.3.2 "));
    BOOST_TEST(milter.audit.records.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
