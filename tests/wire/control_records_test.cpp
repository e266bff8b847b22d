// What the trail says of rules, tables, keys and dates behind a daemon.
#include "base/text.h"
#include "crypto/digest.h"
#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"
#include "fakes/lmdb_writer.h"
#include "fakes/whole_rules.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/stat.h>

namespace fs = std::filesystem;
using namespace msa::wire;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

std::vector<Json> records_of(const Daemon& daemon, const std::string& kind) {
    std::istringstream all(contents(daemon.path("audit.jsonl")));
    std::vector<Json> records;
    for (std::string line; std::getline(all, line) && !all.eof();) {
        auto record = Json::parse(line);
        if (record.at("record") == kind) {
            records.push_back(std::move(record));
        }
    }
    return records;
}

/// Of each record of the kind, in their order.
std::vector<std::string> values(const Daemon& daemon, const std::string& kind,
                                const std::string& key) {
    std::vector<std::string> all;
    for (const auto& record : records_of(daemon, kind)) {
        all.push_back(record.at(key).get<std::string>());
    }
    return all;
}

std::string hash_of(std::string_view octets) {
    return "sha256:" + msa::hex(msa::sha256(octets));
}

/// RFC 3339, so many seconds from now.
std::string instant(int seconds) {
    const auto at = std::time(nullptr) + seconds;
    std::tm parts{};
    ::gmtime_r(&at, &parts);
    std::string text(32, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
    return text;
}

std::string promises(const std::string& until) {
    return staff_rules() + "[[delegation]]\nid = \"ceo\"\nas = [\"ceo@example.com\"]\n" +
           "who = [\"alice\"]\nowner = \"security@example.com\"\nticket = \"SEC-1\"\nuntil = " +
           until + "\n[[exception]]\nid = \"agents\"\nrule = \"header_from_rights\"\n" +
           "action = \"log\"\nwhen = { login = [\"bob\"] }\nowner = \"x@example.com\"\n" +
           "why = \"x\"\nticket = \"SEC-2\"\nuntil = " + until + "\n";
}

Ended reload(const Daemon& daemon) {
    return run({"reload", "--config", daemon.path("settings.toml")});
}

void end(Daemon& daemon) {
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
}

/// Whether the trail, with all of these records, verifies.
bool is_verified(const Daemon& daemon) {
    const auto verified = run({"audit", "verify", daemon.path("audit.jsonl")});
    BOOST_TEST_MESSAGE(verified.out);
    return verified.status == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(control_records)

BOOST_AUTO_TEST_CASE(rules_are_told_with_their_text_at_the_start_and_when_they_change) {
    Daemon daemon;
    const auto text = contents(daemon.path("rules.toml"));
    daemon.write_rules(staff_rules() + "# zwei \xc3\xb6\n");
    const auto changed = contents(daemon.path("rules.toml"));
    BOOST_TEST(reload(daemon).status == 0);
    BOOST_TEST(reload(daemon).status == 0);  // the same again: nothing to tell but that
    const auto rules = records_of(daemon, "rules");
    BOOST_REQUIRE(rules.size() == 2U);
    BOOST_TEST(rules[0].at("event") == "in_force");
    BOOST_TEST(rules[0].at("file") == daemon.path("rules.toml"));
    BOOST_TEST(rules[0].at("version") == "test");
    BOOST_TEST(rules[0].at("hash") == hash_of(text));
    BOOST_TEST(contents(daemon.path(rules[0].at("kept").get<std::string>())) == text);
    BOOST_TEST(rules[1].at("event") == "changed");
    BOOST_TEST(rules[1].at("hash") == hash_of(changed));
    BOOST_TEST(contents(daemon.path(rules[1].at("kept").get<std::string>())) == changed);
    end(daemon);
    BOOST_TEST(is_verified(daemon));
}

BOOST_AUTO_TEST_CASE(reloads_are_told_with_who_asked_and_what_was_wrong) {
    Daemon daemon;
    const auto hash = hash_of(contents(daemon.path("rules.toml")));
    daemon.signal(SIGHUP);
    BOOST_TEST(daemon.logs("event=reload result=ok"));
    daemon.write_whole_rules("version = 1\nnonsense = 2\n");
    BOOST_TEST(reload(daemon).status == 78);
    end(daemon);
    const auto reloads = records_of(daemon, "reload");
    BOOST_REQUIRE(reloads.size() == 2U);
    BOOST_TEST(reloads[0].at("by") == "signal");
    BOOST_TEST(reloads[0].at("result") == "ok");
    BOOST_TEST(reloads[0].at("hash") == hash);
    BOOST_TEST(reloads[1].at("by") == "control");
    BOOST_TEST(reloads[1].at("result") == "failed");
    BOOST_TEST(reloads[1].at("hash") == hash);  // of what stays
    BOOST_TEST(reloads[1].at("errors").size() >= 2U);
    BOOST_TEST(reloads[1].at("errors").at(0).get<std::string>().starts_with(
                   daemon.path("rules.toml") + ":"),
               reloads[1].dump());
    BOOST_TEST(is_verified(daemon));
}

BOOST_AUTO_TEST_CASE(rules_that_the_trail_cannot_keep_do_not_come_into_force) {
    Daemon daemon;
    const auto before = contents(daemon.path("rules.toml"));
    BOOST_REQUIRE(fs::remove_all(daemon.path("audit.rules")) > 0);
    std::ofstream(daemon.path("audit.rules")) << "in the way";
    daemon.write_rules(staff_rules() + "# new\n");
    const auto refused = reload(daemon);
    BOOST_TEST(refused.status == 78);
    BOOST_TEST(refused.err.find("rules.toml cannot be kept beside the trail: ") !=
               std::string::npos);
    BOOST_TEST(refused.err.find("still in force: " + hash_of(before)) != std::string::npos);
    BOOST_TEST(records_of(daemon, "reload").back().at("result") == "failed");
    fs::remove(daemon.path("audit.rules"));
    BOOST_TEST(reload(daemon).status == 0);
    end(daemon);
    fs::remove_all(daemon.path("audit.rules"));
    std::ofstream(daemon.path("audit.rules")) << "in the way";
    daemon.start();
    BOOST_TEST(daemon.exit_status() == 78);
    BOOST_TEST(daemon.log().find("cannot be kept beside the trail") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(with_a_full_disk_a_reload_is_refused_and_the_gap_counts_what_it_had_to_say) {
    Daemon daemon;
    daemon.write_rules(staff_rules() + "# new\n");
    daemon.limit(RLIMIT_FSIZE, 100);  // not even the text of the rules
    BOOST_TEST(reload(daemon).status == 78);
    BOOST_TEST(reload(daemon).err.find("could be written") != std::string::npos);
    daemon.limit(RLIMIT_FSIZE, RLIM_INFINITY);
    BOOST_TEST(reload(daemon).status == 0);
    BOOST_TEST(values(daemon, "reload", "result") == (Words{"ok"}),
               boost::test_tools::per_element());
    BOOST_TEST(values(daemon, "rules", "event") == (Words{"in_force", "changed"}),
               boost::test_tools::per_element());
    BOOST_TEST(records_of(daemon, "gap").back().at("records") == 2);
    BOOST_TEST(records_of(daemon, "gap").back().at("sessions").empty());
    end(daemon);
    BOOST_TEST(is_verified(daemon));
}

BOOST_AUTO_TEST_CASE(tables_are_told_by_what_they_hold_when_they_are_read_and_when_they_change) {
    Daemon daemon;
    const auto folder = fs::path(daemon.path("staff")).parent_path();
    std::ofstream(folder / "staff") << "a@example.com alice\n";
    msa::LmdbWriter lmdb(folder / "people.lmdb");
    lmdb.write({{"b@example.com", "bob"}});
    fs::permissions(folder / "people.lmdb", fs::perms(0644));
    daemon.write_whole_rules(msa::whole_rules(
        "[identity]\nsources = [\"sasl\"]\n[owners]\nself = true\n"
        "tables = [\"staff\", \"people\", \"other\", \"far\"]\n"
        "[tables.staff]\ntype = \"file\"\npath = \"staff\"\n"
        "[tables.people]\ntype = \"lmdb\"\npath = \"people.lmdb\"\n"
        "[tables.other]\ntype = \"inline\"\nentries = { \"c@example.com\" = [\"carol\"] }\n"
        "[tables.far]\ntype = \"socketmap\"\nserver = \"unix:/nowhere\"\nmap = \"x\"\n"));
    BOOST_TEST(reload(daemon).err == "");
    auto tables = records_of(daemon, "tables");
    BOOST_REQUIRE(tables.size() == 5U);  // the first one is of the first rules
    BOOST_TEST(values(daemon, "tables", "event") ==
                   (Words{"in_force", "changed", "begun", "begun", "begun"}),
               boost::test_tools::per_element());
    Json by_name;
    for (const auto& each : tables) {
        by_name[each.at("table").get<std::string>()] = each;
    }
    BOOST_TEST(by_name["staff"].at("hash") == hash_of("a@example.com alice\n"));
    BOOST_TEST(by_name["staff"].at("octets") == 20);
    BOOST_TEST(by_name["people"].at("hash") == hash_of(contents(folder / "people.lmdb")));
    BOOST_TEST(by_name["people"].at("type") == "lmdb");
    BOOST_TEST(by_name["other"].at("hash").get<std::string>().starts_with("sha256:"));
    BOOST_TEST(by_name["far"].at("hash").is_null());
    BOOST_TEST(by_name["far"].at("why_none") == "server");
    lmdb.write({{"d@example.com", "dan"}});
    BOOST_TEST(comes_true([&] { return records_of(daemon, "tables").size() > tables.size(); }));
    const auto last = records_of(daemon, "tables").back();
    BOOST_TEST(last.at("event") == "changed");
    BOOST_TEST(last.at("hash") == hash_of(contents(folder / "people.lmdb")));
    std::ofstream(folder / "staff") << "a@example.com bob\n";
    BOOST_TEST(reload(daemon).status == 0);
    BOOST_TEST(records_of(daemon, "tables").back().at("table") == "staff");
    BOOST_TEST(records_of(daemon, "tables").back().at("event") == "changed");
    end(daemon);
    BOOST_TEST(is_verified(daemon));
}

BOOST_AUTO_TEST_CASE(keys_are_told_by_their_public_half_and_when_their_time_comes) {
    Daemon daemon;
    const auto pem = daemon.path("s1.pem");
    std::ofstream(pem) << msa::ed25519_pem();
    fs::permissions(pem, fs::perms(0644));
    const auto with_key = [&](const std::string& more) {
        daemon.write_rules(staff_rules() +
                           "[dkim]\nrequire_safe_keys = false\n[[dkim.key]]\ndomain = "
                           "\"example.com\"\nselector = \"s1\"\nfile = \"s1.pem\"\n" +
                           more);
        BOOST_TEST(reload(daemon).status == 0);
    };
    with_key("activate = " + instant(2) + "\nretire = " + instant(3) + '\n');
    BOOST_TEST(comes_true([&] { return records_of(daemon, "dkim_key").size() == 2; }));
    with_key("");
    BOOST_TEST(values(daemon, "dkim_key", "event") == (Words{"activated", "retired", "activated"}),
               boost::test_tools::per_element());
    const auto told = records_of(daemon, "dkim_key");
    const auto key = msa::parse_private_key(msa::ed25519_pem(), 1024).value();
    BOOST_TEST(told[0].at("domain") == "example.com");
    BOOST_TEST(told[0].at("selector") == "s1");
    BOOST_TEST(told[0].at("algorithm") == "ed25519-sha256");
    BOOST_TEST(told[0].at("fingerprint") == hash_of(msa::public_half(key)));
    BOOST_TEST(told[1].at("why") == "date");
    end(daemon);
    BOOST_TEST(is_verified(daemon));
}

BOOST_AUTO_TEST_CASE(
    delegations_and_exceptions_are_told_when_they_begin_and_when_their_day_is_over) {
    Daemon daemon;
    daemon.write_rules(promises("2099-12-31"));
    BOOST_TEST(reload(daemon).err == "");
    daemon.write_rules(promises(instant(2)));
    BOOST_TEST(reload(daemon).status == 0);
    BOOST_TEST(comes_true([&] { return records_of(daemon, "exception").size() == 3; }));
    for (const std::string kind : {"delegation", "exception"}) {
        BOOST_TEST(values(daemon, kind, "event") == (Words{"begun", "changed", "ended"}),
                   boost::test_tools::per_element());
    }
    const auto delegation = records_of(daemon, "delegation").back();
    BOOST_TEST(delegation.at("why") == "date");
    BOOST_TEST(delegation.at("id") == "ceo");
    BOOST_TEST(delegation.at("owner") == "security@example.com");
    BOOST_TEST(delegation.at("ticket") == "SEC-1");
    BOOST_TEST(delegation.at("as") == Json({"ceo@example.com"}));
    BOOST_TEST(delegation.at("right") == "on_behalf");
    const auto first = records_of(daemon, "exception").front();
    BOOST_TEST(first.at("rule") == "header_from_rights");
    BOOST_TEST(first.at("until") == "2100-01-01T00:00:00.000000Z");
    daemon.write_rules(promises("2099-12-31"));
    BOOST_TEST(reload(daemon).status == 0);
    end(daemon);
    daemon.start();
    BOOST_TEST(values(daemon, "exception", "event").back() == "in_force");
    end(daemon);
    BOOST_TEST(is_verified(daemon));
}

BOOST_AUTO_TEST_SUITE_END()
