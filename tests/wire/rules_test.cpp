// `msa-milter rules`: what is in force, and how often each rule had something to say.
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/program.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

constexpr const char* rules = R"toml([identity]
sources = ["sasl"]
[owners]
tables = ["staff"]
[tables.staff]
type = "inline"
entries = { "alice@example.com" = ["alice"] }
[[delegation]]
id = "office"
as = ["ceo@example.com"]
who = ["bob"]
until = 2099-01-01
owner = "security@example.com"
[check.hop_count]
mode = "monitor"
monitor_until = 2099-06-30
)toml";

/// A record with a finding of each rule, and a right of the delegation.
std::string record(const std::string& time, const std::string& rule, const std::string& by) {
    return R"({"time":")" + time +
           R"(","v":2,"record":"transaction","session":"s","transaction":"s.1",)"
           R"("rights":[{"address":"ceo@example.com","right":"on_behalf","by":")" +
           by + R"("}],"findings":[{"rule":")" + rule + R"(","what":"x"},{"rule":")" + rule +
           R"(","what":"y"}],"disposition":"accepted"})"
           "\n";
}

struct Desk {
    Desk() {
        fs::permissions(folder.path(), fs::perms(0755));
        file = folder.write("rules.toml", msa::whole_rules(rules));
        trail = folder.write("audit.jsonl",
                             record("2026-11-21T10:00:00.000000Z", "hop_count", "table staff") +
                                 record("2026-11-22T11:00:00.000000Z", "hop_count",
                                        "on behalf only: delegation office"));
    }
    /// As JSON, by the name of the rule.
    [[nodiscard]] nlohmann::json entry(const std::string& name,
                                       std::vector<std::string> more) const {
        more.insert(more.begin(), {"rules", "--rules", file, "--format", "json"});
        for (const auto& each : nlohmann::json::parse(run(more).out)) {
            if (each.at("name") == name) {
                return each;
            }
        }
        return {};
    }

    msa::TemporaryFolder folder;
    std::string file;
    std::string trail;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_command)

BOOST_FIXTURE_TEST_CASE(every_rule_is_listed_with_what_it_does_and_until_when, Desk) {
    const auto text = run({"rules", "--rules", file}).out;
    BOOST_TEST(text.find("hop_count ") != std::string::npos);
    BOOST_TEST(text.find("reject, monitored  2099-06-30") != std::string::npos, text);
    BOOST_TEST(text.find("delegation office") != std::string::npos);
    const auto office = entry("office", {});
    BOOST_TEST(office.at("kind") == "delegation");
    BOOST_TEST(office.at("owner") == "security@example.com");
    BOOST_TEST(office.at("until") == "2099-01-01");
    BOOST_TEST(!office.contains("hits"));
}

BOOST_FIXTURE_TEST_CASE(a_trail_tells_how_often_each_had_something_to_say, Desk) {
    const auto hops = entry("hop_count", {"--trail", trail});
    BOOST_TEST(hops.at("hits") == 2);  // messages, not findings
    BOOST_TEST(hops.at("last") == "2026-11-22T11:00:00.000000Z");
    BOOST_TEST(entry("office", {"--trail", trail}).at("hits") == 1);
    const auto never = entry("require_tls", {"--trail", trail});
    BOOST_TEST(never.at("hits") == 0);
    BOOST_TEST(never.at("last").is_null());
    BOOST_TEST(entry("hop_count", {"--trail", trail, "--until", "2026-11-21"}).at("hits") == 1);
}

BOOST_FIXTURE_TEST_CASE(what_never_had_anything_to_say_can_be_asked_for, Desk) {
    BOOST_TEST(entry("hop_count", {"--trail", trail, "--idle"}).is_null());
    BOOST_TEST(entry("require_tls", {"--trail", trail, "--idle"}).at("hits") == 0);
    BOOST_TEST(run({"rules", "--rules", file, "--idle"}).status == 64);
}

BOOST_FIXTURE_TEST_CASE(damage_of_the_trail_is_said, Desk) {
    const auto broken = folder.write("broken.jsonl", "no record\n");
    const auto ended = run({"rules", "--rules", file, "--trail", broken});
    BOOST_TEST(ended.status == 65);
    BOOST_TEST(ended.err.find("1 lines of the trail are not records") != std::string::npos,
               ended.err);
    BOOST_TEST(run({"rules", "--rules", file, "--trail", "/nowhere"}).status == 78);
}

BOOST_AUTO_TEST_SUITE_END()
