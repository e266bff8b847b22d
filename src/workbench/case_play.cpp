#include "workbench/case_play.h"

#include "base/text.h"
#include "workbench/given_world.h"
#include "workbench/naming_signer.h"
#include "workbench/submission.h"
#include "workbench/transcript.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

/// Fri, 21 Nov 2025 12:00:00 +0100.
Moment moment_of_cases() {
    return {.time = std::chrono::system_clock::time_point(std::chrono::seconds(1763722800)),
            .utc_offset = std::chrono::minutes(60)};
}

Session session_of(const Case& tested) {
    Session session;
    session.id = "S";
    session.host = tested.host == "sendmail" ? MtaKind::sendmail : MtaKind::postfix;
    session.mta_name = "mx.example.com";
    session.listener = tested.listener;
    session.client_address = tested.client;
    session.is_local = tested.is_local;
    session.helo = "client.example.org";
    session.tls.version = tested.tls;
    session.sasl_login = tested.login;
    session.sasl_method = tested.login.empty() ? "" : "PLAIN";
    return session;
}

}  // namespace

Result<std::shared_ptr<const RuleSet>> rules_of(const Case& tested, const TestServices& services) {
    const RuleServices given{
        .read_file = [&](const std::string&) { return Result<std::string>(tested.rules); },
        .open_table = services.rules.open_table,
        .make_signer =
            [&](const SigningSettings& settings) {
                return tested.is_signed
                           ? services.rules.make_signer(settings)
                           : Result<std::unique_ptr<const Signer>>(naming_signer(settings));
            },
        .sha256 = [](std::string_view) { return std::string("0"); },
        .table_kinds = services.rules.table_kinds,
        .review = services.rules.review};
    const auto loaded = load_rules(tested.path, given, moment_of_cases().time);
    if (loaded.rules) {
        return loaded.rules;
    }
    std::string text = "the rules do not load:\n";
    for (const auto& each : loaded.diagnostics.sorted()) {
        text += loaded.diagnostics.block_of(each);
    }
    return Error{std::move(text), ErrorKind::bad_config};
}

SubmittedMail submission_of(const Case& tested) {
    SubmittedMail submission;
    submission.session = session_of(tested);
    submission.mail = {.argument = tested.mail.at(0),
                       .parameters = {tested.mail.begin() + 1, tested.mail.end()},
                       .mta_address = tested.mta_sender};
    for (const auto& recipient : tested.recipients) {
        submission.recipients.push_back({.argument = recipient});
    }
    submission.message = shown_message(tested.message, submission.session.host);
    return submission;
}

namespace {

/// The first line that is another one, in both.
std::string first_difference(const std::string& expected, const std::string& got) {
    const auto wanted = split(expected, '\n');
    const auto lines = split(got, '\n');
    std::size_t i = 0;
    while (i < wanted.size() && i < lines.size() && wanted[i] == lines[i]) {
        ++i;
    }
    const auto shown = [i](const auto& all) {
        return i < all.size() && !all[i].empty() ? '"' + std::string(all[i]) + '"' : "no more";
    };
    return "line " + std::to_string(i + 1) + ": expected " + shown(wanted) + ", got " +
           shown(lines);
}

}  // namespace

Result<Played> play(const Case& tested, const TestServices& services) {
    const FixedClock clock(moment_of_cases());
    FixedRandom random;
    GivenRates rates(tested.rate);
    GivenLimits limits(tested.rate, moment_of_cases().time);
    const auto resolver = resolver_of(tested.world, {});
    const auto sender_policy = services.make_sender_policy(resolver);
    auto rules = rules_of(tested, services);
    if (!rules) {
        return rules.error();
    }
    auto submission = submission_of(tested);
    auto judgement = judge(
        *rules, (*rules)->governs(submission.session), submission,
        {clock,
         random,
         rates,
         "localhost",
         {.resolver = &resolver, .sender_policy = sender_policy ? sender_policy->get() : nullptr},
         nullptr,
         {},
         &limits});
    auto text = transcript(judgement);
    return Played{.text = std::move(text),
                  .record = std::move(judgement.record),
                  .received = std::move(submission.message.header),
                  .rules = *std::move(rules)};
}

TestResult test_result(const Case& tested, const TestServices& services) {
    TestResult result{
        .title = tested.title, .file = tested.path, .place = {.line = 1, .column = 1}};
    const auto played = play(tested, services);
    if (!played) {
        result.failures.push_back(played.error().what);
    } else if (played->text != tested.expect) {
        result.failures.push_back(first_difference(tested.expect, played->text));
        result.explanation = played->text;
    }
    return result;
}

}  // namespace msa
