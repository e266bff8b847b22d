// What the rules in force found nothing in is not asked by a candidate that asks the same.
#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"
#include "policy/candidate.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using HeadersScript = std::function<Findings(const HeadersStage&)>;

/// A rule that asks what each other of the same number does.
Rule rule_of(const std::string& id, std::int64_t number, Script script,
             Action action = Action::reject) {
    Rule rule = scripted_rule(id, std::move(script), action);
    rule.options = {number};
    return rule;
}

Script at_headers(HeadersScript script) {
    Script scripted;
    scripted.headers = std::move(script);
    return scripted;
}

Script quiet() {
    return at_headers([](const HeadersStage&) { return Findings(); });
}

Script counting(int& asked) {
    return at_headers([&asked](const HeadersStage&) {
        ++asked;
        return Findings();
    });
}

Script adding_a_field() {
    return at_headers([](const HeadersStage& at) {
        return at.headers->count("X-New") != 0
                   ? Findings()
                   : Findings{finding("x", {{FieldChange::Kind::append, "X-New", " 1"}})};
    });
}

/// How often a candidate asked the last of its rules; `more` come before it.
struct Tried {
    RuleSetBuilder in_force;
    RuleSetBuilder candidate;
    int asked = 0;
    std::optional<CandidateDifference> difference{};

    void run(Script last_in_force, std::int64_t number = 1) {
        auto rules = in_force.with_owner("alice@example.com", {"alice"})
                         .with(rule_of("last", 1, std::move(last_in_force)))
                         .build();
        auto others = candidate.with_owner("alice@example.com", {"alice"})
                          .with(rule_of("last", number, counting(asked)))
                          .build();
        Submission submission(std::move(rules));
        submission.transaction.try_out({std::move(others), true});
        (void)submission.submit({});
        difference = submission.record().candidate;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(quiet_rules_test)

BOOST_AUTO_TEST_CASE(what_found_nothing_is_not_asked_again) {
    Tried tried;
    tried.run(quiet());
    BOOST_TEST(tried.asked == 0);
    BOOST_TEST(!tried.difference.has_value());
}

BOOST_AUTO_TEST_CASE(other_options_are_another_question) {
    Tried tried;
    tried.run(quiet(), 2);
    BOOST_TEST(tried.asked == 1);
}

BOOST_AUTO_TEST_CASE(what_found_something_is_asked) {
    Tried tried;
    tried.in_force.with(rule_of(
        "first", 7, at_headers([](const HeadersStage&) { return Findings{finding("seen")}; }),
        Action::log));
    int asked = 0;
    tried.candidate.with(rule_of("first", 7, counting(asked)));
    tried.run(quiet());
    BOOST_TEST(asked == 1);
    BOOST_TEST(tried.asked == 0);
}

BOOST_AUTO_TEST_CASE(who_looks_at_people_or_at_the_world_is_asked) {
    const HeadersScript looks[] = {
        [](const HeadersStage& at) { return (void)at.identity(), Findings(); },
        [](const HeadersStage& at) {
            (void)at.rights().to_use({"alice", "example.com"}, "From");
            return Findings();
        },
        [](const HeadersStage& at) { return (void)at.groups(), Findings(); },
        [](const HeadersStage& at) { return (void)at.identities(), Findings(); },
        [](const HeadersStage& at) { return (void)at.lookups(), Findings(); },
        [](const HeadersStage& at) { return (void)at.rates(), Findings(); },
        [](const HeadersStage& at) { return (void)at.dns(), Findings(); },
        [](const HeadersStage& at) { return (void)at.limits(), Findings(); },
        [](const HeadersStage& at) { return (void)at.signer(), Findings(); }};
    for (const auto& look : looks) {
        Tried tried;
        tried.run(at_headers(look));
        BOOST_TEST(tried.asked == 1);
    }
}

BOOST_AUTO_TEST_CASE(of_a_message_that_was_repaired_all_is_asked) {
    Tried tried;
    tried.in_force.with(rule_of("first", 7, adding_a_field(), Action::repair));
    tried.candidate.with(rule_of("first", 7, adding_a_field(), Action::repair));
    tried.run(quiet());
    BOOST_TEST(tried.asked == 1);
    BOOST_TEST(!tried.difference.has_value());
}

BOOST_AUTO_TEST_CASE(of_a_message_that_the_candidate_repairs_all_that_follows_is_asked) {
    Tried tried;
    tried.candidate.with(rule_of("first", 7, adding_a_field(), Action::repair));
    tried.run(quiet());
    BOOST_TEST(tried.asked == 1);
    BOOST_TEST(tried.difference.has_value());
}

BOOST_AUTO_TEST_CASE(a_rule_that_was_not_meant_or_is_off_has_not_been_asked) {
    for (const bool is_off : {false, true}) {
        Tried tried;
        Rule first = rule_of("first", 7, quiet(), is_off ? Action::off : Action::reject);
        if (!is_off) {
            first.when.listener = {"elsewhere"};
        }
        tried.in_force.with(std::move(first));
        int asked = 0;
        tried.candidate.with(rule_of("first", 7, counting(asked)));
        tried.run(quiet());
        BOOST_TEST(asked == 1);
    }
}

BOOST_AUTO_TEST_CASE(with_other_recipients_all_is_asked) {
    Tried tried;
    Script refusing;
    refusing.recipient = [](const RecipientStage& at) {
        return at.accepted == 0 ? Findings() : Findings{finding("one is enough")};
    };
    tried.candidate.with(rule_of("first", 7, std::move(refusing)));
    auto rules = tried.in_force.with(rule_of("last", 1, quiet())).build();
    auto others = tried.candidate.with(rule_of("last", 1, counting(tried.asked))).build();
    Submission submission(std::move(rules));
    submission.transaction.try_out({std::move(others), true});
    Submitted message;
    message.recipients = {"<bob@example.org>", "<carol@example.org>"};
    (void)submission.submit(message);
    BOOST_TEST(tried.asked == 1);
}

BOOST_AUTO_TEST_CASE(rules_in_another_order_are_found) {
    QuietRules quiet_rules(3);
    const Rule one = rule_of("one", 1, quiet());
    const Rule two = rule_of("two", 2, quiet());
    quiet_rules.add(Stage::headers, one);
    quiet_rules.add(Stage::headers, two);
    BOOST_TEST(quiet_rules.covers(Stage::headers, two));
    BOOST_TEST(quiet_rules.covers(Stage::headers, one));
    BOOST_TEST(!quiet_rules.covers(Stage::mail, one));
    BOOST_TEST(!quiet_rules.covers(Stage::headers, rule_of("one", 3, quiet())));
    BOOST_TEST(quiet_rules.covers(Stage::headers, two));
}

BOOST_AUTO_TEST_SUITE_END()
