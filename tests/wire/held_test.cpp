// Held mail over the control socket: what the daemon records, and refuses, before the MTA's own
// programs act. Those are scripts here that say what Postfix 3.7 says.
#include "fakes/dkim_keys.h"
#include "fakes/environment.h"
#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
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
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa::wire;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

std::string holding_rules() {
    return staff_rules() +
           "[groups]\nsecurity = [\"carol\", \"alice\"]\n[[rule]]\nid = \"many\"\n"
           "check = \"recipient_count\"\naction = \"hold\"\nmaximum = 1\n"
           "approve = [\"group:security\"]\nwhen = { login = [\"alice\"] }\n"
           "[[rule]]\nid = \"plain\"\ncheck = \"recipient_count\"\naction = \"hold\"\n"
           "maximum = 1\nwhen = { login = [\"bob\"] }\n";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A daemon that holds what has two recipients, and a Postfix of scripts beside it.
struct Site {
    Site() {
        fs::permissions(folder.path(), fs::perms(0755));
        script("postqueue", "cat '" + folder.path_of("queue") + "'\n");
        script("postcat", "cat '" + folder.path_of("header") + "'\n");
        script("postsuper",
               "echo \"$@\" >>'" + folder.path_of("calls") + "'\n[ -e '" + folder.path_of("gone") +
                   "' ] && { echo 'postsuper: Released from hold: 0 messages' >&2; exit; }\n"
                   "case $1 in -H) did='released from hold';; -d) did=removed;; esac\n"
                   "echo \"postsuper: $2: $did\" >&2\n");
        (void)folder.write("queue", "");
        (void)folder.write("header", "From: alice@example.com\nSubject: two\n\tlines\n");
        (void)folder.write("calls", "");
    }

    void script(const std::string& name, const std::string& text) const {
        fs::permissions(folder.write(name, "#!/bin/sh\n" + text), fs::perms(0755));
    }

    /// Held, and in the queue: its queue ID.
    std::string hold(const std::string& login = "alice") {
        MilterClient client(daemon.socket());
        client.login = login;
        client.greet();
        auto mail = honest_mail();
        mail.sender = '<' + login + "@example.com>";
        for (auto& field : mail.header) {
            if (field.name == "From") {
                field.value = ' ' + login + "@example.com";
            }
        }
        mail.recipients = {"<one@example.net>", "<two@example.net>"};
        const auto ending = client.submit(mail);
        BOOST_REQUIRE_MESSAGE(ending.is_accepted(), ending.stage << ": " << ending.answer);
        BOOST_TEST(has(ending.message.hold_reason(), "recipients"));
        const auto record = daemon.records(client.client_port(), 1).front();
        BOOST_TEST(record.at("disposition") == "held");
        const auto id = record.at("queue_id").get<std::string>();
        queue(id);
        return id;
    }
    void queue(const std::string& id, const std::string& more = {}) const {
        (void)folder.write("queue", R"({"queue_name":"hold","queue_id":")" + id +
                                        R"(","arrival_time":)" +
                                        std::to_string(std::time(nullptr)) +
                                        R"(,"message_size":648,"sender":"alice@example.com",)"
                                        R"("recipients":[{"address":"one@example.net"}]})"
                                        "\n" +
                                        more);
    }

    [[nodiscard]] Ended held(Words words) const {
        words.insert(words.begin(), "held");
        words.insert(words.end(), {"--mta", "postfix", "--config", daemon.path("settings.toml")});
        return run(words);
    }
    [[nodiscard]] Ended release(const std::string& id, Words more = {}) const {
        more.insert(more.begin(), {"release", id, "--why", "they called"});
        return held(std::move(more));
    }
    [[nodiscard]] std::string calls() const { return contents(folder.path_of("calls")); }

    /// What was recorded of held mail.
    [[nodiscard]] std::vector<Json> records() const {
        std::istringstream all(contents(daemon.path("audit.jsonl")));
        std::vector<Json> found;
        for (std::string line; std::getline(all, line);) {
            auto record = Json::parse(line, nullptr, false);
            if (record.is_object() && record.value("record", "") == "held") {
                found.push_back(std::move(record));
            }
        }
        return found;
    }
    [[nodiscard]] std::string events() const {
        std::string all;
        for (const auto& each : records()) {
            all += (all.empty() ? "" : " ") + each.at("event").get<std::string>();
        }
        return all;
    }

    msa::TemporaryFolder folder;
    msa::EnvironmentVariable path{
        "PATH", folder.path() + ':' + msa::EnvironmentVariable::of("PATH").value_or("/usr/bin")};
    Daemon daemon{{.settings = {}, .rules = holding_rules()}};
};

/// The MTA's queue is root's.
bool is_root() {
    if (::geteuid() != 0) {
        BOOST_TEST_MESSAGE("skipped: only root may release held mail");
        return false;
    }
    return true;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(held, Site)

BOOST_AUTO_TEST_CASE(the_list_joins_the_queue_with_the_trail) {
    const auto id = hold();
    queue(id, R"({"queue_name":"hold","queue_id":"FOREIGN1","arrival_time":1})"
              "\n"
              R"({"queue_name":"active","queue_id":"ACTIVE12","arrival_time":1})"
              "\n{\"queue_name\":\"ho");
    const auto ended = held({"list"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(has(ended.out, id), ended.out);
    BOOST_TEST(has(ended.out, "rule many: "), ended.out);
    BOOST_TEST(has(ended.out, "1 held; 1 that no record is about are not shown\n"), ended.out);
    BOOST_TEST(has(ended.err, "1 entries of the queue cannot be read"), ended.err);
    const auto listed = Json::parse(held({"list", "--json"}).out);
    const auto& entry = listed.at("held").at(0);
    BOOST_TEST(entry.at("queue_id") == id);
    BOOST_TEST(entry.at("login") == "alice");
    BOOST_TEST(entry.at("rules").at(0).at("rule") == "many");
    BOOST_TEST(listed.at("others") == 1);
}

BOOST_AUTO_TEST_CASE(an_empty_queue_is_no_trouble) {
    const auto ended = held({"list"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(ended.out == "0 held\n");
}

BOOST_AUTO_TEST_CASE(one_is_shown_with_its_header) {
    const auto id = hold();
    const auto ended = held({"show", id});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(has(ended.out, "Subject: two\n"), ended.out);
    BOOST_TEST(has(ended.out, "login         alice\n"), ended.out);
    (void)folder.write("header", "Subject: \x1b[2J\x07\n");
    BOOST_TEST(!has(held({"show", id}).out, "\x1b"));
}

BOOST_AUTO_TEST_CASE(what_is_not_held_by_a_rule_is_not_touched) {
    (void)hold();
    queue("FOREIGN1");
    for (const Words& words : {Words{"show", "FOREIGN1"}, Words{"show", "UNKNOWN1"},
                               Words{"show", "../x"}, Words{"show", "ALL"}}) {
        const auto ended = held(words);
        BOOST_TEST(ended.status == 65, words[1] << ": " << ended.err);
    }
    if (is_root()) {
        BOOST_TEST(release("FOREIGN1", {"--as", "carol"}).status == 65);
        BOOST_TEST(held({"delete", "FOREIGN1", "--why", "x"}).status == 65);
        BOOST_TEST(release("-d", {"--as", "carol"}).status != 0);
    }
    BOOST_TEST(calls() == "");
    BOOST_TEST(events() == "");
}

BOOST_AUTO_TEST_CASE(a_release_is_recorded_before_it_is_done) {
    if (!is_root()) {
        return;
    }
    const auto id = hold();
    const auto ended = release(id, {"--as", "carol", "--unsigned"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(calls() == "-H " + id + " hold\n");
    BOOST_REQUIRE(events() == "release");
    const auto record = records().front();
    BOOST_TEST(record.at("uid") == 0);
    BOOST_TEST(record.at("as") == "carol");
    BOOST_TEST(record.at("login") == "alice");
    BOOST_TEST(record.at("queue_id") == id);
    BOOST_TEST(record.at("why") == "they called");
    BOOST_TEST(record.at("rules") == Json::array({"many"}));
    BOOST_TEST(record.at("signature") != "verifiable");
    const auto status = run({"status", "--json", "--config", daemon.path("settings.toml")});
    BOOST_TEST(Json::parse(status.out).at("held").at("release") == 1, status.out);
    BOOST_TEST(Json::parse(status.out).at("held").at("since_start") == 1);
    BOOST_TEST(run({"audit", "verify", daemon.path("audit.jsonl")}).status == 0);
    const auto found = run({"audit", "query", daemon.path("audit.jsonl"), "--record", "held"});
    BOOST_TEST(found.status == 0, found.err);
}

BOOST_AUTO_TEST_CASE(without_approval_nothing_is_released_and_that_is_recorded) {
    if (!is_root()) {
        return;
    }
    const auto id = hold();
    for (const Words& more : {Words{}, Words{"--as", "bob"}, Words{"--as", "alice"}}) {
        const auto ended = release(id, more);
        BOOST_TEST(ended.status == 77, ended.err);
        BOOST_TEST(has(ended.err, id + " is not released: rule many needs the approval of "
                                       "group:security"),
                   ended.err);
    }
    BOOST_TEST(calls() == "");
    BOOST_TEST(events() == "refused refused refused");
}

BOOST_AUTO_TEST_CASE(a_rule_that_demands_nobody_needs_no_approval) {
    if (!is_root()) {
        return;
    }
    const auto id = hold("bob");
    const auto ended = release(id, {"--unsigned"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(!records().front().contains("as"));
}

BOOST_AUTO_TEST_CASE(what_nobody_could_verify_is_not_released_unless_that_is_meant) {
    if (!is_root()) {
        return;
    }
    // Rules that sign, but not for this author.
    const auto key = daemon.path("key.pem");
    std::ofstream(key) << msa::rsa_pem(2048);
    fs::permissions(key, fs::perms(0644));
    daemon.write_rules(holding_rules() +
                       "[check.dmarc_alignment]\naction = \"off\"\n"
                       "[dkim]\nrequire_safe_keys = false\n[[dkim.key]]\ndomain = \"example.org\"\n"
                       "selector = \"s\"\nfile = \"" +
                       key + "\"\n");
    const auto reloaded = run({"reload", "--config", daemon.path("settings.toml")});
    BOOST_REQUIRE_MESSAGE(reloaded.status == 0, reloaded.err);
    const auto id = hold();
    const auto ended = release(id, {"--as", "carol"});
    BOOST_TEST(ended.status == 1, ended.err);
    BOOST_TEST(has(ended.err, "receivers could verify no signature"), ended.err);
    BOOST_TEST(calls() == "");
    BOOST_TEST(events() == "refused");
}

BOOST_AUTO_TEST_CASE(a_message_is_deleted_by_whoever_may) {
    if (!is_root()) {
        return;
    }
    const auto id = hold();
    const auto ended = held({"delete", id, "--why", "a stolen account"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(calls() == "-d " + id + " hold\n");
    BOOST_TEST(events() == "delete");
}

BOOST_AUTO_TEST_CASE(what_has_left_meanwhile_is_recorded_as_failed) {
    if (!is_root()) {
        return;
    }
    const auto id = hold();
    (void)folder.write("gone", "");
    const auto ended = release(id, {"--as", "carol", "--unsigned"});
    BOOST_TEST(ended.status == 69, ended.err);
    BOOST_TEST(has(ended.err, "it has left the queue meanwhile"), ended.err);
    BOOST_TEST(events() == "release failed");
    BOOST_TEST(has(records().back().at("trouble").get<std::string>(), "left the queue"));
}

BOOST_AUTO_TEST_CASE(an_mta_that_fails_is_recorded_as_failed) {
    if (!is_root()) {
        return;
    }
    const auto id = hold();
    script("postsuper", "echo 'postsuper: fatal: the disk is full' >&2\nexit 1\n");
    const auto ended = held({"delete", id, "--why", "x"});
    BOOST_TEST(ended.status == 69, ended.err);
    BOOST_TEST(has(ended.err, "the disk is full"), ended.err);
    BOOST_TEST(events() == "delete failed");
}

BOOST_AUTO_TEST_CASE(what_is_released_while_postfix_does_not_run_is_released) {
    if (!is_root()) {
        return;
    }
    script("postsuper",
           "echo \"postsuper: $2: released from hold\" >&2\n"
           "echo 'postsuper: fatal: unable to open public/qmgr: No such file' >&2\nexit 1\n");
    const auto ended = release(hold(), {"--as", "carol"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(events() == "release");
}

BOOST_AUTO_TEST_CASE(without_a_daemon_nothing_is_done) {
    if (!is_root()) {
        return;
    }
    const auto id = hold();
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    for (const Words& words : {Words{"release", id, "--why", "x", "--as", "carol", "--unsigned"},
                               Words{"delete", id, "--why", "x"}}) {
        const auto ended = held(words);
        BOOST_TEST(ended.status == 69, ended.err);
        BOOST_TEST(has(ended.err, "because it cannot be recorded"), ended.err);
    }
    BOOST_TEST(calls() == "");
    BOOST_TEST(held({"list"}).status == 0);
}

BOOST_AUTO_TEST_CASE(a_queue_that_does_not_answer_is_unavailable) {
    script("postqueue", "echo 'postqueue: fatal: Queue report unavailable' >&2\nexit 69\n");
    BOOST_TEST(held({"list"}).status == 69);
    script("postqueue",
           "echo 'postqueue: fatal: User x(1) is not allowed to view the mail queue' "
           ">&2\nexit 69\n");
    BOOST_TEST(held({"list"}).status == 77);
}

BOOST_AUTO_TEST_CASE(options_that_contradict_each_other_are_refused) {
    BOOST_TEST(run({"held", "list", "--mta", "sendmail", "--postfix"}).status == 65);
    BOOST_TEST(run({"held", "list", "--mta", "postfix", "--sendmail", "x.cf"}).status == 65);
    BOOST_TEST(run({"held", "list", "--mta", "exim"}).status == 64);
    BOOST_TEST(run({"held", "release", "AB12"}).status == 64);  // without --why
}

BOOST_AUTO_TEST_SUITE_END()
