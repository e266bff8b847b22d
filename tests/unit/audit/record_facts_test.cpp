// Facts in a line in front of a record.
#include "audit/record_facts.h"

#include "fakes/read_record.h"
#include "fakes/sample_record.h"

#include <random>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa;
using nlohmann::ordered_json;

namespace {

/// Every list has `count` elements made of texts that `text` gives.
template <class Text>
AuditRecord with_facts(std::size_t count, Text text) {
    auto record = sample_record();
    auto& facts = record.facts;
    facts.kept = FactsKept::all;
    facts.body = BodyFacts{.octets = 7, .longest_line = 5};
    for (std::size_t i = 0; i < count; ++i) {
        facts.header.push_back({text(), text()});
        facts.header.push_back({text(), std::nullopt});
        facts.tables.push_back({text(), text(), i % 2 == 0, {text(), text()}, text()});
        facts.dns.push_back({text(),
                             RecordType::mx,
                             {.kind = DnsAnswer::Kind::records, .records = {{text(), 10}}},
                             text()});
        facts.spf.push_back({{text(), text(), text()}, {SpfResult::fail, text()}});
        facts.rates.push_back({text(), 5, std::chrono::seconds(60), true, text()});
    }
    record.session.sasl_login = text();
    record.session.sasl_method = text();
    record.session.certificate = {text(), text(), text(), text()};
    return record;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_facts_test)

BOOST_AUTO_TEST_CASE(without_facts_there_is_no_line) {
    BOOST_TEST(facts_line(sample_record()).empty());
    BOOST_TEST(all_lines(sample_record()).size() == 1U);
}

BOOST_AUTO_TEST_CASE(facts_stand_in_front_of_the_record) {
    const auto lines = all_lines(with_facts(1, [] { return std::string("x"); }));
    BOOST_REQUIRE(lines.size() == 2U);
    const auto expected = ordered_json::parse(R"({
        "time": "2025-11-21T11:00:02.000000Z", "v": 2, "record": "facts", "transaction": "s1.1",
        "kept": "all", "utc_offset": 0, "login": "x", "method": "x",
        "certificate": {"subject": "x", "issuer": "x", "dn": "x", "fingerprint": "x"},
        "local": false, "header": [["x", "x"], ["x", null, 0, 0]],
        "body": {"octets": 7, "longest_line": 5, "has_8bit": false, "has_nul": false,
                 "has_bare_cr": false, "has_bare_lf": false, "ends_with_crlf": true},
        "tables": [{"table": "x", "key": "x", "values": ["x", "x"], "error": "x"}],
        "dns": [{"name": "x", "type": "MX", "kind": "records", "values": ["10 x"], "error": "x"}],
        "spf": [{"address": "x", "helo": "x", "sender": "x", "result": "fail", "why": "x"}],
        "rates": [{"key": "x", "events": 5, "seconds": 60, "admitted": true, "error": "x"}]})");
    BOOST_TEST(lines.front() == expected, lines.front().dump(1));
}

BOOST_AUTO_TEST_CASE(hostile_facts_make_a_line_that_is_valid_and_not_too_long) {
    for (const char octet : {'x', '\xFF', '\0', '"'}) {
        const auto lines =
            all_lines(with_facts(100, [octet] { return std::string(5'000, octet); }));
        BOOST_REQUIRE(lines.size() == 2U);
        for (const auto* key : {"header", "tables", "dns", "spf", "rates"}) {
            BOOST_TEST(lines.front().at(key).size() >= 1U, key);
            BOOST_TEST(lines.front().contains(std::string(key) + "_omitted"), key);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_answer_without_end_is_cut) {
    auto record = with_facts(1, [] { return std::string("x"); });
    record.facts.tables.front().values.assign(100'000, "value");
    const auto lines = all_lines(record);
    const auto& table = lines.front().at("tables").at(0);
    BOOST_TEST(table.at("values").size() + table.at("values_omitted").get<std::size_t>() ==
               100'000U);
}

// all_lines() looks at lengths, octets and JSON.
BOOST_AUTO_TEST_CASE(random_facts_make_lines_that_are_valid_and_not_too_long) {
    std::mt19937 random(20261127);  // NOLINT(cert-msc51-cpp): the same ones each time
    const auto text = [&random] {
        std::string octets(random() % 8 == 0 ? random() % 9000 : random() % 60, ' ');
        for (char& octet : octets) {
            octet = static_cast<char>(random() % 256);
        }
        return octets;
    };
    for (int run = 0; run < 60; ++run) {
        const auto lines = all_lines(with_facts(random() % 40, text));
        BOOST_TEST(lines.size() == 2U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
