// Records that the daemon itself brings into DNS: by nsupdate, at a primary server that takes
// updates, with a secondary one behind it; and by a command of the site.
#include "base/text.h"
#include "dns/unbound_resolver.h"
#include "fakes/temporary_folder.h"
#include "wire/key_folder_site.h"
#include "wire/name_server.h"
#include "wire/patience.h"
#include "wire/update_server.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa::wire;

namespace {

constexpr const char* name = "one._domainkey.mail.example";

struct Site : KeyFolderSite {
    Site() : secondary("", primary.transfer_settings()) { transfer(); }

    /// Lines of [dkim]; `key`: of TSIG.
    [[nodiscard]] std::string by_nsupdate(const std::string& key) const {
        return "publish = \"nsupdate\"\nnsupdate_key = \"" + key + "\"\nnsupdate_server = \"" +
               primary.address() + "\"\nservers = [\"" + primary.address() + "\", \"" +
               secondary.address() + "\"]\n";
    }
    [[nodiscard]] std::string by_command(const std::string& script) const {
        return "publish = \"command\"\npublish_command = [\"/bin/sh\", \"-c\", '" + script +
               "']\nservers = [\"" + primary.address() + "\"]\n";
    }
    void make_key() const {
        const auto made =
            key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519"});
        BOOST_TEST(made.status == 0, made.err);
    }
    [[nodiscard]] static std::string record_at(const std::string& server) {
        const auto resolver = msa::make_unbound_resolver({.servers = {server}});
        const auto answer = (*resolver)->ask(name, msa::RecordType::txt,
                                             std::chrono::steady_clock::now() + patience);
        return !answer                        ? answer.error().what
               : answer->records.size() == 1U ? answer->records.front().value
                                              : std::to_string(answer->records.size());
    }
    /// The secondary server has what the primary one has.
    void transfer() {
        secondary.forget();
        BOOST_TEST(comes_true(
            [&] { return record_at(secondary.address()) == record_at(primary.address()); }));
    }
    /// Both servers have it: now, or since a look of the daemon's own after a reload.
    void check_signing(const Daemon& daemon) const {
        const auto done = rotate(daemon);
        BOOST_TEST(done.status == 0, done.err);
        BOOST_TEST(states() == "one active ");
        BOOST_TEST(status_of(daemon).at("keys").at(0).at("selector") == "one");
    }
    /// A look that fails to publish: it says `what`, and the key waits.
    void check_trouble(const Daemon& daemon, const std::string& what) const {
        const auto tried = rotate(daemon);
        BOOST_TEST(tried.status == 1);
        BOOST_TEST(tried.out.empty(), tried.out);
        BOOST_TEST(tried.err == "msa-milter: mail.example/one: " + what + '\n');
        BOOST_TEST(states() == "one generated ");
        BOOST_TEST(daemon.logs("event=key error=\"mail.example/one: " + what.substr(0, 40)));
        const auto status = run({"status", "--config", daemon.path("settings.toml")});
        BOOST_TEST(status.out.find("key mail.example/one: " + what) != std::string::npos,
                   status.out);
        BOOST_TEST(status.out.find("mail.example/one: generated since") != std::string::npos,
                   status.out);
        BOOST_TEST(contents(daemon.path("audit.jsonl")).find("\"to\":\"published\"") ==
                   std::string::npos);
    }

    UpdateServer primary;
    NameServer secondary;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_publishing, Site)

BOOST_AUTO_TEST_CASE(nsupdate_publishes_and_revokes_with_tsig) {
    const Daemon daemon({.rules = rules(by_nsupdate(primary.key_file()))});
    make_key();
    const auto first = rotate(daemon);
    BOOST_TEST(first.status == 0, first.err);
    BOOST_TEST(first.out.empty(), first.out);
    BOOST_TEST(record_at(primary.address()).find("v=DKIM1; k=ed25519; p=") == 0U);
    BOOST_TEST(states() == "one generated ");  // the secondary server lags
    BOOST_TEST(rotate(daemon).out.empty());
    transfer();
    check_signing(daemon);

    BOOST_TEST(key_command({"retire", "mail.example", "one", "--compromised", "--force"}).status ==
               0);
    BOOST_TEST(rotate(daemon).status == 0);
    BOOST_TEST(record_at(primary.address()) == "v=DKIM1; k=ed25519; p=");
    BOOST_TEST(status_of(daemon).at("keys").empty(), daemon.log());
    BOOST_TEST(!std::filesystem::exists(keys + "/mail.example/one.pem"));
    transfer();
    BOOST_TEST(rotate(daemon).status == 0);
    BOOST_TEST(contents(keys + "/mail.example/one.state").find("\"gone\":true") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_refused_tsig_changes_nothing_and_is_told) {
    Daemon daemon({.rules = rules(by_nsupdate(primary.wrong_key_file()))});
    make_key();
    check_trouble(daemon,
                  "nsupdate: ended with status 2: TSIG error with server: tsig indicates error; "
                  "update failed: NOTAUTH(BADSIG)");
    BOOST_TEST(record_at(primary.address()) == "0");
    daemon.write_rules(rules(by_nsupdate(folder.path_of("none.key"))));
    BOOST_TEST(run({"reload", "--config", daemon.path("settings.toml")}).status == 0);
    check_trouble(daemon, "nsupdate: ended with status 2: could not read key from " +
                              folder.path_of("none.{private,key}") +
                              ": file not found; update failed: NOTAUTH");
    daemon.write_rules(rules(by_nsupdate(primary.key_file())));
    BOOST_TEST(run({"reload", "--config", daemon.path("settings.toml")}).status == 0);
    BOOST_TEST(rotate(daemon).status == 0);
    transfer();
    check_signing(daemon);
}

BOOST_AUTO_TEST_CASE(a_dead_primary_server_changes_nothing_and_is_told) {
    const auto port = std::to_string(free_port());
    Daemon daemon({.rules = rules("publish = \"nsupdate\"\nnsupdate_server = \"127.0.0.1@" + port +
                                  "\"\nservers = [\"" + secondary.address() + "\"]\n")});
    make_key();
    check_trouble(daemon, "nsupdate: ended with status 1: Communication with 127.0.0.1#" + port +
                              " failed: connection refused; could not reach any name server");
    BOOST_TEST(daemon.is_running());
}

BOOST_AUTO_TEST_CASE(a_command_of_the_site_publishes) {
    // It reads JSON and tells a real server, as a site's own program would.
    const auto program = folder.write("publish", R"(
import json, subprocess, sys
asked = json.loads(sys.stdin.readline())
assert asked["action"] == "publish", asked
strings = " ".join('"%s"' % each for each in asked["strings"])
lines = "server %s %s\nupdate add %s. %d TXT %s\nsend\n" % (
    sys.argv[1], sys.argv[2], asked["name"], asked["ttl"], strings)
subprocess.run(["nsupdate", "-k", sys.argv[3]], input=lines, text=True, check=True)
)");
    const auto address = primary.address();
    const auto at = address.find('@');
    const Daemon daemon(
        {.rules = rules("publish = \"command\"\npublish_command = [\"python3\", \"" + program +
                        "\", \"" + address.substr(0, at) + "\", \"" + address.substr(at + 1) +
                        "\", \"" + primary.key_file() + "\"]\nservers = [\"" + address + "\"]\n")});
    make_key();
    BOOST_TEST(rotate(daemon).status == 0);
    check_signing(daemon);
}

BOOST_AUTO_TEST_CASE(a_command_that_fails_changes_nothing_and_is_told) {
    Daemon daemon({.rules = rules(by_command("echo no such zone >&2; exit 3"))});
    make_key();
    check_trouble(daemon, "/bin/sh: ended with status 3: no such zone");
    daemon.write_rules(rules(by_command("printf \"\\033[2J\\377\"; exit 1")));
    BOOST_TEST(run({"reload", "--config", daemon.path("settings.toml")}).status == 0);
    check_trouble(daemon, "/bin/sh: ended with status 1: ?[2J?");
}

BOOST_AUTO_TEST_SUITE_END()
