// Keys are proved before they sign: by a stand-in for msa-milter-verify that says what a test wants
// to hear, and by DNS.
#include "base/text.h"
#include "fakes/environment.h"
#include "fakes/whole_rules.h"
#include "wire/daemon.h"
#include "wire/key_folder_site.h"
#include "wire/key_site.h"
#include "wire/milter_client.h"
#include "wire/name_server.h"
#include "wire/patience.h"
#include "wire/program.h"
#include "wire/signed_mail.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

/// The program, copied to where no referee is but the one of the test.
struct Copy : KeySite {
    Copy()
        : original(msa::EnvironmentVariable::of("MSA_MILTER").value_or("")),
          named("MSA_MILTER", folder.path_of("msa-milter")) {
        fs::permissions(folder.path(), fs::perms(0755));
        fs::copy_file(original, folder.path_of("msa-milter"));
    }
    /// Answers every question so.
    void stand_in(const std::string& script) const {
        const auto path = folder.write("msa-milter-verify", "#!/bin/sh\n" + script);
        fs::permissions(path, fs::perms(0755));
    }
    void refuse() const {
        stand_in(R"(echo '{"signatures": [{"d": "", "s": "", "a": "", "b": "", "key": "",)"
                 R"( "verdict": "key_refused", "why": "too odd", "bits": 0}], "untold": 0}'
exit 1
)");
    }
    [[nodiscard]] std::string both_keys() const {
        return msa::whole_rules(rules(key("rsa") + key("ed")));
    }
    [[nodiscard]] Ended check() const {
        return run({"check", "--user", "nobody", folder.write("rules.toml", both_keys())});
    }

    msa::TemporaryFolder folder;
    std::string original;
    msa::EnvironmentVariable named;
};

struct Reloaded : KeySite {
    [[nodiscard]] static Ended reload(const Daemon& daemon, const std::string& rules) {
        daemon.write_rules(rules);
        return run({"reload", "--config", daemon.path("settings.toml")});
    }
    [[nodiscard]] static Setup setup(const NameServer& server, const std::string& rules) {
        return {.settings = "resolver = [\"" + server.address() + "\"]\nresolver_timeout = 1\n",
                .rules = rules};
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(key_proof)

BOOST_FIXTURE_TEST_CASE(a_sample_that_does_not_verify_is_logged_and_recorded, Copy) {
    auto sampling = rules(key("ed"));
    sampling.replace(sampling.find("[dkim]\n"), 7, "[dkim]\nverify_sample = 2\n");
    const Daemon daemon({.rules = sampling});
    refuse();  // from now on
    auto mail = honest_mail();
    mail.sender = "<alice@mail.example>";
    for (auto& field : mail.header) {
        field.value = field.name == "From" ? " alice@mail.example" : field.value;
    }
    MilterClient client(daemon.socket());
    client.greet();
    BOOST_TEST(client.submit(mail).is_accepted());
    BOOST_TEST(client.submit(mail).is_accepted());  // every second one
    client.quit();
    const auto trail = daemon.path("audit.jsonl");
    BOOST_TEST(
        comes_true([&] { return daemon.log().find("result=mismatch") != std::string::npos; }));
    BOOST_TEST(msa::occurrences(contents(trail), "\"event\":\"mismatch\"") == 1U);
    BOOST_TEST(contents(trail).find("\"verdict\":\"key_refused\"") != std::string::npos);
    BOOST_TEST(msa::occurrences(daemon.log(), "result=mismatch") == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_referee_that_is_away_is_told_once_for_all_samples, Copy) {
    auto sampling = rules(key("ed"));
    sampling.replace(sampling.find("[dkim]\n"), 7, "[dkim]\nverify_sample = 1\n");
    const Daemon daemon({.rules = sampling});
    const auto asked = folder.write("asked", "");
    fs::permissions(asked, fs::perms(0666));
    std::size_t count = 0;
    for (const std::string script : {"exit 70\n", "echo nonsense\n", "kill -9 $$\n"}) {
        stand_in("echo >>" + asked + '\n' + script);
        BOOST_TEST(!signed_message(daemon).empty());
        ++count;
        BOOST_TEST(comes_true([&] { return contents(asked).size() == count; }));
    }
    stand_in(R"(echo '{"signatures": [], "untold": 0}'; exit 1
)");
    BOOST_TEST(!signed_message(daemon).empty());
    BOOST_TEST(daemon.logs("result=mismatch"));  // samples are verified in their order
    BOOST_TEST(daemon.log().find("does not see it in the message") != std::string::npos);
    BOOST_TEST(msa::occurrences(contents(daemon.path("audit.jsonl")), "\"event\":\"mismatch\"") ==
               1U);
    BOOST_TEST(msa::occurrences(daemon.log(), "event=sample message_id") == 1U, daemon.log());
}

BOOST_FIXTURE_TEST_CASE(what_the_referee_refuses_does_not_load, Copy) {
    refuse();
    const auto checked = check();
    BOOST_TEST(checked.status == 78);
    BOOST_TEST(msa::occurrences(checked.out,
                                "libopendkim does not verify what this key "
                                "signs: key_refused: too odd") == 2U,
               checked.out);
}

BOOST_FIXTURE_TEST_CASE(without_a_referee_keys_sign_and_it_is_said_once, Copy) {
    const auto checked = check();
    BOOST_TEST(checked.status == 0);
    BOOST_TEST(msa::occurrences(checked.out, "only the signer itself has verified") == 1U,
               checked.out);
    const Daemon daemon({.rules = rules(key("rsa") + key("ed"))});
    BOOST_TEST(
        daemon.logs("only the signer itself has verified what keys sign: "
                    "msa-milter-verify: not installed"));
    BOOST_TEST(run({"status", "--config", daemon.path("settings.toml")})
                   .out.find("only the signer itself") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_referee_that_breaks_down_stops_no_mail, Copy) {
    for (const auto* script : {"kill -SYS $$\n", "echo nonsense\n", "exit 70\n", ""}) {
        stand_in(script);
        const auto checked = check();
        BOOST_TEST(checked.status == 0, script << checked.out);
        BOOST_TEST(checked.out.find("only the signer itself") != std::string::npos, script);
    }
}

BOOST_FIXTURE_TEST_CASE(the_old_key_signs_on_where_the_new_one_is_refused, Copy) {
    Daemon daemon({.rules = rules(key("rsa"))});
    refuse();
    daemon.write_rules(rules(key("ed")));
    const auto reloaded = run({"reload", "--config", daemon.path("settings.toml")});
    BOOST_TEST(reloaded.status == 78);
    BOOST_TEST(reloaded.err.find("libopendkim does not verify") != std::string::npos);
    const auto status = run({"status", "--config", daemon.path("settings.toml")}).out;
    BOOST_TEST(status.find("mail.example/rsa: active") != std::string::npos, status);
    BOOST_TEST(status.find("mail.example/ed") == std::string::npos, status);
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    daemon.start();
    BOOST_TEST(daemon.exit_status() == 78);
}

BOOST_FIXTURE_TEST_CASE(a_key_of_a_folder_that_the_referee_refuses_waits, Copy) {
    const KeyFolderSite site;
    NameServer server("");
    const Daemon daemon({.rules = site.rules("servers = [\"" + server.address() + "\"]\n")});
    const auto made =
        site.key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519"});
    server.replace(made.out);
    refuse();
    const auto refused = rotate(daemon);
    BOOST_TEST(refused.status == 1);
    BOOST_TEST(refused.err ==
               "msa-milter: mail.example/one: libopendkim refuses what it signs: key_refused: too "
               "odd\n");
    BOOST_TEST(site.states() == "one published ");
    stand_in("exit 70\n");  // who says nothing refuses nothing
    BOOST_TEST(rotate(daemon).status == 0);
    BOOST_TEST(site.states() == "one active ");
}

BOOST_FIXTURE_TEST_CASE(the_old_key_signs_on_while_the_referee_is_out_of_order, Copy) {
    const fs::path referee = folder.path_of("msa-milter-verify");
    const auto real = fs::path(original).parent_path() / "msa-milter-verify";
    fs::copy_file(real, referee);
    const KeyFolderSite site;
    NameServer server("");
    const auto one = site.key_command(
        {"new", "mail.example", "--selector", "one", "--algorithm", "ed25519", "--active"});
    const Daemon daemon({.rules = site.rules("servers = [\"" + server.address() + "\"]\n")});
    const auto two =
        site.key_command({"new", "mail.example", "--selector", "two", "--algorithm", "ed25519"});
    server.replace(one.out + two.out);
    BOOST_TEST(rotate(daemon).status == 0);
    site.age("two", std::chrono::hours(1));
    for (const std::string script :
         {"kill -9 $$\n", "kill -SYS $$\n", "exit 70\n", "echo nonsense\n", "\n",
          "head -c 4000000 /dev/zero | tr '\\0' '['\n", "head -c 9000000 /dev/zero\n",
          "echo '{\"signatures\": [], \"untold\": -1}'; exit 7\n", "sleep 600\n", "gone"}) {
        fs::remove(referee);
        if (script != "gone") {
            stand_in(script);
        }
        const auto tried = rotate(daemon);
        BOOST_TEST(tried.status == 1, script);
        BOOST_TEST(tried.err.find("mail.example/two: ") != std::string::npos, tried.err);
        BOOST_TEST(tried.err.find("msa-milter-verify") != std::string::npos, tried.err);
        BOOST_TEST(site.states() == "one active two published ", script);
        BOOST_TEST(is_signed_by(signed_message(daemon), "one"), script);
        BOOST_TEST(daemon.log().find("event=key error=\"mail.example/two: ") != std::string::npos);
        BOOST_TEST(run({"status", "--config", daemon.path("settings.toml")})
                           .out.find("key mail.example/two: ") != std::string::npos,
                   script);
    }
    fs::copy_file(real, referee);
    BOOST_TEST(rotate(daemon).status == 0);
    BOOST_TEST(site.states() == "one retired two active ");
    BOOST_TEST(is_signed_by(signed_message(daemon), "two"));
}

BOOST_FIXTURE_TEST_CASE(a_key_takes_over_when_dns_has_it, Reloaded) {
    const NameServer server(record("rsa", msa::rsa_pem(2048)));
    const Daemon daemon(setup(server, rules(key("rsa"))));
    const auto early = reload(daemon, rules(key("rsa") + key("ed")));
    BOOST_TEST(early.status == 78);
    BOOST_TEST(early.err.find("ed._domainkey.mail.example: the name does not exist in DNS") !=
                   std::string::npos,
               early.err);
    BOOST_TEST(early.err.find("publish it") != std::string::npos, early.err);
    const auto later =
        reload(daemon, rules(key("rsa") + key("ed", "activate = 2099-01-01T00:00:00Z\n")));
    BOOST_TEST(later.status == 0, later.err);
}

BOOST_FIXTURE_TEST_CASE(a_published_key_takes_over, Reloaded) {
    const NameServer server(zone());
    const Daemon daemon(setup(server, rules(key("rsa"))));
    const auto reloaded = reload(daemon, rules(key("ed")));
    BOOST_TEST(reloaded.status == 0, reloaded.err);
    BOOST_TEST(reloaded.err.find("unseen") == std::string::npos, reloaded.err);
}

BOOST_FIXTURE_TEST_CASE(dns_that_is_silent_keeps_no_rules_out, Reloaded) {
    NameServer server(zone());
    server.stop();
    const Daemon daemon(setup(server, rules(key("rsa"))));
    const auto reloaded = reload(daemon, rules(key("ed")));
    BOOST_TEST(reloaded.status == 0, reloaded.err);
    BOOST_TEST(
        reloaded.err.find("a new key was not compared with DNS: ed._domainkey.mail.example: ") !=
            std::string::npos,
        reloaded.err);
}

BOOST_AUTO_TEST_SUITE_END()
