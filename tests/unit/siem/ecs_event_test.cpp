// Events of the Elastic Common Schema.
#include "siem/siem_event.h"
#include "unit/siem/exported_record.h"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using msa::Disposition;
using msa::siem_test::as_it_is;
using msa::siem_test::golden;
using msa::siem_test::refusal;
using msa::siem_test::with_control;
using msa::siem_test::with_transaction;
using Json = nlohmann::json;

namespace {

Json event_of(const std::function<void(msa::AuditRecord&)>& change) {
    Json event;
    with_transaction(change, [&](const msa::RecordReader& reader) {
        event = Json::parse(msa::ecs_event(reader.head(), reader.transaction()));
    });
    return event;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ecs_event_test)

BOOST_AUTO_TEST_CASE(a_message_is_the_event_that_stands_beside_this_test) {
    with_transaction(as_it_is, [](const msa::RecordReader& reader) {
        BOOST_TEST(msa::ecs_event(reader.head(), reader.transaction()) == golden("ecs.json"));
    });
}

BOOST_AUTO_TEST_CASE(a_refusal_is_a_failure_with_its_rule_and_its_reason) {
    const auto event = event_of(refusal(Disposition::rejected, "header_from_rights"));
    BOOST_TEST(event.at("event").at("action") == "rejected");
    BOOST_TEST(event.at("event").at("outcome") == "failure");
    BOOST_TEST(event.at("event").at("reason") == "550 5.7.1 no; see a]b\"c\\d");
    BOOST_TEST(event.at("rule").at("name") == "header_from_rights");
    BOOST_TEST(event.at("rule").at("ruleset") == "rules.toml");
}

BOOST_AUTO_TEST_CASE(values_of_event_are_those_that_the_schema_allows) {
    const std::set<std::string> categories{"email", "process", "file", "host", "configuration"};
    const std::set<std::string> types{"info",   "start", "end",    "creation",
                                      "access", "error", "change", "deletion"};
    const auto check = [&](const Json& event) {
        BOOST_TEST(event.at("@timestamp").get<std::string>().ends_with('Z'));
        BOOST_TEST(event.at("ecs").at("version").is_string());
        const auto& about = event.at("event");
        BOOST_TEST(about.at("kind") == "event");
        BOOST_TEST(categories.count(about.at("category").at(0)) == 1U);
        BOOST_TEST(types.count(about.at("type").at(0)) == 1U);
        BOOST_TEST(
            std::set<std::string>({"success", "failure", "unknown"}).count(about.at("outcome")) ==
            1U);
    };
    check(event_of(as_it_is));
    for (const auto* const kind :
         {"tree", "start", "stop", "reload", "rules", "tables", "dkim_key", "delegation",
          "exception", "gap", "clock", "rotation", "audit_key", "reveal", "expiry", "later"}) {
        with_control(kind, "", [&](const msa::RecordReader& reader) {
            check(Json::parse(msa::ecs_event(reader.head(), reader.control())));
        });
    }
}

BOOST_AUTO_TEST_CASE(a_client_without_an_ip_address_has_no_ip) {
    const auto event = event_of([](msa::AuditRecord& record) {
        record.session.client_address = "local";
        record.session.client_name.clear();
    });
    BOOST_TEST(event.at("source") == Json({{"address", "local"}}));
    BOOST_TEST(!event.at("related").contains("ip"));
}

BOOST_AUTO_TEST_SUITE_END()
