// The beginnings of lines.
#include "trail/record_head.h"

#include "trail/trail_time.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::record_head;
using msa::RecordKind;

BOOST_AUTO_TEST_SUITE(record_head_test)

BOOST_AUTO_TEST_CASE(number_time_and_kind_are_read) {
    const auto head = record_head(
        R"({"n":18,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"audit_key","host":"x"})");
    BOOST_REQUIRE(head.has_value());
    BOOST_TEST(head->n.value() == 18U);
    BOOST_TEST(head->time == 1795289482104211);
    BOOST_TEST((head->kind == RecordKind::audit_key));
    BOOST_TEST(msa::trail_time(head->time) == "2026-11-21T19:31:22.104211Z");
    BOOST_TEST(to_text(head->kind) == "audit_key");
}

BOOST_AUTO_TEST_CASE(lines_from_before_the_tree_have_no_number) {
    const auto head =
        record_head(R"({"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"new_kind"})");
    BOOST_REQUIRE(head.has_value());
    BOOST_TEST(!head->n.has_value());
    BOOST_TEST((head->kind == RecordKind::other));
}

BOOST_AUTO_TEST_CASE(what_begins_otherwise_is_no_record) {
    const std::string good =
        R"({"n":1,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"stop"})";
    BOOST_TEST(record_head(good).has_value());
    for (std::size_t length = 0; length < good.size() - 1; ++length) {
        BOOST_TEST(!record_head(good.substr(0, length)).has_value());
    }
    for (
        const char* line : {
            R"({"n":01,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"stop"})",
            R"({"n":-1,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"stop"})",
            R"({"n":99999999999999999999,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"stop"})",
            R"({"n":1,"time":"2026-02-30T19:31:22.104211Z","v":2,"record":"stop"})",
            R"({"n":1,"time":"2026-11-21T24:31:22.104211Z","v":2,"record":"stop"})",
            R"({"n":1,"time":"2026-11-21T19:31:22Z","v":2,"record":"stop"})",
            R"({"n":1,"time":"2026-11-21T19:31:22.104211Z","v":"2","record":"stop"})",
            R"({"n":1,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"Stop"})",
            R"({ "n":1,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"stop"})",
        }) {
        BOOST_TEST(!record_head(line).has_value(), line);
    }
}

BOOST_AUTO_TEST_CASE(a_time_of_any_year_is_written_as_it_was_read) {
    for (const auto* const time : {"0001-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z",
                                   "2262-04-12T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"}) {
        BOOST_TEST(msa::trail_time(msa::microseconds_of(time).value()) == time);
    }
}

BOOST_AUTO_TEST_SUITE_END()
