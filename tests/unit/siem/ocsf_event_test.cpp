// Events of OCSF: what the class demands is there, and the numbers say what became of the message.
#include "siem/siem_event.h"
#include "unit/siem/exported_record.h"

#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using msa::Disposition;
using msa::siem_test::as_it_is;
using msa::siem_test::golden;
using msa::siem_test::refusal;
using msa::siem_test::with_control;
using msa::siem_test::with_transaction;
using Json = nlohmann::json;
using Change = std::function<void(msa::AuditRecord&)>;

namespace {

Json event_of(const Change& change) {
    Json event;
    with_transaction(change, [&](const msa::RecordReader& reader) {
        event = Json::parse(msa::ocsf_event(reader.head(), reader.transaction()));
    });
    return event;
}

Json control_event(const std::string& kind, const std::string& more = "") {
    Json event;
    with_control(kind, more, [&](const msa::RecordReader& reader) {
        event = Json::parse(msa::ocsf_event(reader.head(), reader.control()));
    });
    return event;
}

/// `ACTION/DISPOSITION/SEVERITY/STATUS`.
std::string numbers_of(const Json& event) {
    return event.at("action_id").dump() + '/' + event.at("disposition_id").dump() + '/' +
           event.at("severity_id").dump() + '/' + event.at("status_id").dump();
}

Change ending(Disposition how) {
    return [how](msa::AuditRecord& record) {
        record.disposition = how;
        record.edits.clear();
        record.findings.clear();
    };
}

void has_required(const Json& event) {
    // Required by the base event and by both classes; activity and type must agree.
    for (const auto* const name : {"activity_id", "category_uid", "class_uid", "severity_id",
                                   "time", "type_uid", "metadata"}) {
        BOOST_TEST(event.contains(name), name);
    }
    BOOST_TEST(event.at("type_uid") ==
               event.at("class_uid").get<int>() * 100 + event.at("activity_id").get<int>());
    BOOST_TEST(event.at("category_uid") == event.at("class_uid").get<int>() / 1000);
    BOOST_TEST(event.at("metadata").at("version") == "1.8.0");
    BOOST_TEST(event.at("metadata").at("product").at("name") == "msa-milter");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ocsf_event_test)

BOOST_AUTO_TEST_CASE(a_message_is_the_event_that_stands_beside_this_test) {
    with_transaction(as_it_is, [](const msa::RecordReader& reader) {
        BOOST_TEST(msa::ocsf_event(reader.head(), reader.transaction()) == golden("ocsf.json"));
    });
    with_control("start", R"(,"version":"0.1.0","pid":7,"clean":false,"read_again":3)",
                 [](const msa::RecordReader& reader) {
                     BOOST_TEST(msa::ocsf_event(reader.head(), reader.control()) ==
                                golden("ocsf_start.json"));
                 });
}

BOOST_AUTO_TEST_CASE(what_the_class_demands_is_in_every_event) {
    const std::vector<Change> all{as_it_is,
                                  ending(Disposition::held),
                                  ending(Disposition::aborted),
                                  ending(Disposition::out_of_scope),
                                  refusal(Disposition::rejected, "header_from_rights"),
                                  refusal(Disposition::deferred, "valid_date")};
    for (const auto& change : all) {
        const auto event = event_of(change);
        has_required(event);
        BOOST_TEST(event.at("class_uid") == 4009);
        BOOST_TEST(event.contains("direction_id"));
        BOOST_TEST(event.at("email").is_object());
        BOOST_TEST(event.at("metadata").at("profiles") == Json::array({"security_control"}));
    }
}

BOOST_AUTO_TEST_CASE(the_numbers_say_what_became_of_the_message) {
    BOOST_TEST(numbers_of(event_of(as_it_is)) == "4/11/1/1");
    BOOST_TEST(numbers_of(event_of(ending(Disposition::accepted))) == "1/1/1/1");
    BOOST_TEST(numbers_of(event_of([](msa::AuditRecord& record) {
                   record.edits = {{msa::Edit::Kind::prepend, "DKIM-Signature", 0, " v=1", {}}};
               })) == "3/15/1/1");
    BOOST_TEST(numbers_of(event_of(ending(Disposition::held))) == "2/3/2/1");
    BOOST_TEST(numbers_of(event_of(refusal(Disposition::rejected, "valid_date"))) == "2/25/2/2");
    BOOST_TEST(numbers_of(event_of(refusal(Disposition::rejected, "header_from_rights"))) ==
               "2/26/3/2");
    BOOST_TEST(numbers_of(event_of(refusal(Disposition::deferred, "message_rate"))) == "2/14/2/2");
    BOOST_TEST(numbers_of(event_of(refusal(Disposition::deferred, "header_from_rights", true))) ==
               "2/27/2/2");
    BOOST_TEST(numbers_of(event_of(ending(Disposition::aborted))) == "0/99/1/0");
    BOOST_TEST(numbers_of(event_of(ending(Disposition::out_of_scope))) == "1/16/1/1");
}

BOOST_AUTO_TEST_CASE(who_refused_and_by_which_rules_is_in_the_event) {
    const auto event = event_of(refusal(Disposition::rejected, "header_from_rights"));
    BOOST_TEST(event.at("firewall_rule").at("name") == "header_from_rights");
    BOOST_TEST(event.at("firewall_rule").at("uid") == "rules.toml:9");
    BOOST_TEST(event.at("policy").at("uid") == "sha256:0");
    BOOST_TEST(event.at("status_detail") == "550 5.7.1 no; see a]b\"c\\d");
    BOOST_TEST(event.at("src_endpoint").at("owner").at("name") == "alice");
}

BOOST_AUTO_TEST_CASE(mail_within_a_domain_is_internal) {
    BOOST_TEST(event_of(as_it_is).at("direction_id") == 2);
    BOOST_TEST(event_of([](msa::AuditRecord& record) {
                   record.recipients = {{"<bob@EXAMPLE.com>", {}, {}, std::nullopt}};
               }).at("direction_id") == 3);
}

BOOST_AUTO_TEST_CASE(what_the_trail_says_of_itself_is_about_an_event_log) {
    for (const auto* const kind :
         {"tree", "start", "stop", "reload", "rules", "tables", "dkim_key", "delegation",
          "exception", "gap", "clock", "rotation", "audit_key", "reveal", "expiry", "later"}) {
        const auto event = control_event(kind, R"(,"why":"because","list":["a","b"])");
        has_required(event);
        BOOST_TEST(event.at("class_uid") == 1008);
        BOOST_TEST(event.at("log_name") == "audit");  // one of those of which one has to be there
        BOOST_TEST(event.at("device").at("type_id") == 1);
        BOOST_TEST(event.at("unmapped").at("why") == "because");
    }
    BOOST_TEST(control_event("rotation").at("activity_id") == 5);
    BOOST_TEST(control_event("start").at("activity_id") == 6);
    BOOST_TEST(control_event("stop").at("activity_id") == 7);
    BOOST_TEST(control_event("expiry").at("activity_id") == 2);
    BOOST_TEST(control_event("clock").at("activity_name") == "clock");
    BOOST_TEST(control_event("gap").at("severity_id") == 4);
    BOOST_TEST(control_event("start", R"(,"clean":false)").at("severity_id") == 3);
}

BOOST_AUTO_TEST_SUITE_END()
