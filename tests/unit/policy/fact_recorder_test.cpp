// Facts of a transaction for its record.
#include "policy/fact_recorder.h"

#include "fakes/fake_rate_counter.h"
#include "fakes/fake_table.h"
#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

Reads people_only(std::string_view /*check*/) {
    return reads::people;
}

/// alice's message under a rule that asks a table and a rate.
AuditRecord recorded(const FactsWanted& wanted) {
    auto table = std::make_shared<FakeTable>(FakeTable::Entries{{"alice", {"x"}}});
    Script script;
    script.headers = [table](const HeadersStage& at) -> Findings {
        (void)at.lookups().ask(*table, "alice");
        (void)at.rates().admit("alice", 5, std::chrono::seconds(60));
        return {};
    };
    RuleSetBuilder builder;
    builder.with(scripted_rule("scripted", script));
    FakeClock clock;
    FakeRandom random;
    FakeAuditSink audit;
    FakeRateCounter rates;
    Transaction transaction(builder.build(), alices_session(), 1,
                            {.clock = clock,
                             .random = random,
                             .audit = audit,
                             .rates = rates,
                             .host_name = "host",
                             .facts = wanted});
    const Submitted message;
    BOOST_TEST(!transaction.mail(message.mail).has_value());
    for (const auto& [name, value] : message.fields) {
        transaction.header(name, value);
    }
    BOOST_TEST(!transaction.end_of_headers("Q1").has_value());
    transaction.body("hello\r\n");
    BOOST_TEST(std::holds_alternative<Outcome>(transaction.end_of_message("Q1")));
    BOOST_TEST(!transaction.conclude({}).has_value());
    return audit.records.at(0);
}

std::vector<std::string> kept_fields(const RecordedFacts& facts) {
    std::vector<std::string> names;
    for (const auto& field : facts.header) {
        if (field.value) {
            names.push_back(field.name);
        }
    }
    return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fact_recorder_test)

BOOST_AUTO_TEST_CASE(by_default_nothing_is_kept) {
    const auto facts = recorded({}).facts;
    BOOST_TEST((facts.kept == FactsKept::none));
    BOOST_TEST(facts.header.empty());
    BOOST_TEST(facts.tables.empty());
}

BOOST_AUTO_TEST_CASE(all_keeps_the_header_what_was_counted_and_every_answer) {
    const auto facts = recorded({.kept = FactsKept::all, .reads_of = people_only}).facts;
    BOOST_TEST(kept_fields(facts) ==
               (std::vector<std::string>{"From", "To", "Subject", "Date", "Message-ID"}));
    BOOST_REQUIRE(facts.body.has_value());
    BOOST_TEST(facts.body->octets == 7U);
    BOOST_REQUIRE(facts.tables.size() == 1U);
    BOOST_TEST(facts.tables.front().key == "alice");
    BOOST_REQUIRE(facts.rates.size() == 1U);
    BOOST_TEST(facts.rates.front().key == "alice");
    BOOST_TEST(facts.rates.front().events == 5);
    BOOST_TEST(facts.rates.front().admitted);
}

BOOST_AUTO_TEST_CASE(judged_keeps_what_the_rules_in_force_read) {
    const auto facts = recorded({.kept = FactsKept::judged, .reads_of = people_only}).facts;
    BOOST_TEST(kept_fields(facts) == std::vector<std::string>{"From"});
    BOOST_TEST(facts.header.size() == 5U);
    BOOST_TEST(!facts.body.has_value());
    BOOST_TEST(facts.tables.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
