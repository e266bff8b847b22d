// `audit export` for SIEMs: an event a record, which programs of others can read.
#include "wire/signed_trail.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;
using Json = nlohmann::json;

namespace {

struct Site {
    [[nodiscard]] Ended exported(const std::string& format, const std::string& files) const {
        return run({"audit", "export", "--format", format, files});
    }
    /// Through a parser of others.
    [[nodiscard]] std::vector<Json> parsed(const std::string& messages) const {
        const auto file = folder.write("messages", messages);
        const auto read = ask_shell(built_with_go("syslog", folder) + " <" + file);
        BOOST_TEST(read.status == 0, read.out);
        return events_in(read.out);
    }
    [[nodiscard]] static std::vector<Json> events_in(const std::string& text) {
        std::istringstream in(text);
        std::vector<Json> events;
        for (std::string line; std::getline(in, line);) {
            events.push_back(Json::parse(line));
        }
        return events;
    }
    /// Of a message whose login is what anybody may have chosen.
    [[nodiscard]] std::string hostile_trail() const {
        return folder.write(
            "hostile.jsonl",
            R"({"n":0,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"transaction",)"
            R"("session":"s","transaction":"s.1","host":"msa1 \"x\" y",)"
            R"("identity":{"login":"e\"v\\e] x=\"1\"\n<0>1 - \u0000\u00fc","source":"sasl",)"
            R"("proof":null},"disposition":"acc epted","reply":"550 \\] no"})"
            "\nno record\n{\"n\":1,\"time\":\"2026");
    }

    msa::TemporaryFolder folder;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(audit_export, Site)

BOOST_AUTO_TEST_CASE(each_record_is_an_event) {
    for (const auto* const format : {"ocsf", "ecs"}) {
        const auto done = exported(format, signed_trail().folder.path());
        BOOST_TEST(done.status == 0, done.err);
        BOOST_TEST(events_in(done.out).size() == signed_trail().count);
    }
    const auto last = events_in(exported("ocsf", signed_trail().folder.path()).out).back();
    BOOST_TEST(last.at("activity_name") == "Stop");
    BOOST_TEST(last.at("metadata").at("sequence") == signed_trail().count - 1);
}

BOOST_AUTO_TEST_CASE(syslog_messages_are_read_by_a_parser_of_others) {
    const auto done = exported("rfc5424", signed_trail().folder.path());
    const auto messages = parsed(done.out);
    BOOST_REQUIRE(messages.size() == signed_trail().count);
    const auto& message = messages.at(messages.size() / 2);
    BOOST_TEST(message.at("msgid") == "accepted");
    BOOST_TEST(message.at("priority") == 22);
    BOOST_TEST(message.at("data").at("msa@32473").at("from") == "alice@example.com");
}

BOOST_AUTO_TEST_CASE(what_anybody_writes_stays_within_its_value) {
    const auto done = exported("rfc5424", hostile_trail());
    BOOST_TEST(done.status == 65);
    BOOST_TEST(done.err.find("hostile.jsonl:2: this is not a record\n") != std::string::npos);
    BOOST_TEST(done.err.find("the last line has no end and was left out") != std::string::npos);
    const auto messages = parsed(done.out);
    BOOST_REQUIRE(messages.size() == 1U);
    const auto& data = messages[0].at("data").at("msa@32473");
    BOOST_TEST(data.at("login") == "e\"v\\e] x=\"1\"\\x0a<0>1 - \\x00\u00fc");
    BOOST_TEST(data.at("reply") == "550 \\] no");
    BOOST_TEST(!data.contains("x"));
    BOOST_TEST(messages[0].at("host") == "msa1_\"x\"_y");
    BOOST_TEST(messages[0].at("msgid") == "acc_epted");
    const auto event = events_in(exported("ecs", hostile_trail()).out).at(0);
    BOOST_TEST(event.at("user").at("name") == std::string("e\"v\\e] x=\"1\"\n<0>1 - \0\u00fc", 23));
}

BOOST_AUTO_TEST_CASE(events_go_into_a_file_on_request) {
    const auto file = folder.path_of("events");
    const auto done =
        run({"audit", "export", "--format", "ecs", "-o", file, signed_trail().folder.path()});
    BOOST_TEST(done.status == 0, done.err);
    BOOST_TEST(done.out == "");
    const auto again =
        run({"audit", "export", "--format", "ecs", "-o", file, signed_trail().folder.path()});
    BOOST_TEST(again.status == 73);
    BOOST_TEST(again.err.find("events: File exists") != std::string::npos);
    BOOST_TEST(contents(file) == exported("ecs", signed_trail().folder.path()).out);
    BOOST_TEST(run({"audit", "export", "--format", "ecs", "-o", folder.path_of("none/events"),
                    signed_trail().folder.path()})
                   .status == 73);
    BOOST_TEST(run({"audit", "export", "--format", "tiles", signed_trail().folder.path()}).status ==
               65);
}

BOOST_AUTO_TEST_SUITE_END()
