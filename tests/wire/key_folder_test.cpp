// Keys in a folder: made, listed, retired by commands, and taken up by a daemon when DNS has them.
#include "base/text.h"
#include "fakes/dkim_keys.h"
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/daemon.h"
#include "wire/key_site.h"
#include "wire/name_server.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

using Json = nlohmann::json;

struct Site {
    Site() {
        fs::permissions(folder.path(), fs::perms(0755));
        keys = folder.path_of("keys");
        fs::create_directory(keys);
        if (::geteuid() == 0) {
            BOOST_REQUIRE(::chown(keys.c_str(), nobody, nobody) == 0);
        }
    }

    /// For the daemon's user of tests.
    [[nodiscard]] Ended key_command(std::vector<std::string> words) const {
        words.insert(words.begin(), "key");
        words.insert(words.end(), {"--folder", keys});
        if (::geteuid() == 0) {
            words.insert(words.end(), {"--user", "nobody"});
        }
        return run(words);
    }
    [[nodiscard]] std::string rules(const std::string& more = {}) const {
        return KeySite::rules("folder = \"" + keys + "\"\naccept_risk = \"no key yet\"\n" + more);
    }
    [[nodiscard]] std::string states() const {
        std::string text;
        for (const auto& key : Json::parse(key_command({"list", "--json"}).out)) {
            text += key.at("selector").get<std::string>() + ' ' +
                    key.at("state").get<std::string>() + ' ';
        }
        return text;
    }

    static constexpr uid_t nobody = 65534;
    msa::TemporaryFolder folder;
    std::string keys;
};

Json status(const Daemon& daemon) {
    return Json::parse(run({"status", "--json", "--config", daemon.path("settings.toml")}).out);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_folder, Site)

BOOST_AUTO_TEST_CASE(a_new_key_is_for_the_daemon_alone_and_its_record_is_printed) {
    const auto made =
        key_command({"new", "Mail.Example", "--selector", "one", "--algorithm", "both"});
    BOOST_TEST(made.status == 0, made.err);
    BOOST_TEST(made.out.find("oner._domainkey.mail.example. IN TXT ( \"v=DKIM1; k=rsa; p=") == 0U,
               made.out);
    BOOST_TEST(made.out.find("\nonee._domainkey.mail.example. IN TXT ( \"v=DKIM1; k=ed25519; p=") !=
               std::string::npos);
    for (const auto* name : {"/mail.example/oner.pem", "/mail.example/onee.state"}) {
        struct stat found {};
        BOOST_REQUIRE(::stat((keys + name).c_str(), &found) == 0);
        BOOST_TEST((found.st_mode & 07777U) == 0600U);
        BOOST_TEST(found.st_uid == (::geteuid() == 0 ? nobody : ::geteuid()));
    }
    BOOST_TEST(states() == "onee generated oner generated ");
}

BOOST_AUTO_TEST_CASE(what_is_there_is_kept_and_printed_again) {
    const auto made = key_command({"new", "mail.example", "--algorithm", "ed25519"});
    const auto again = key_command({"new", "mail.example", "--algorithm", "ed25519"});
    BOOST_TEST(again.status == 0);
    BOOST_TEST(again.out == made.out);
    BOOST_TEST(again.err.find("kept  " + keys + "/mail.example/s20") == 0U, again.err);
    const auto other = key_command({"new", "mail.example", "--selector", "x"});
    BOOST_TEST(other.status == 0);
    const auto clash =
        key_command({"new", "mail.example", "--selector", "x", "--algorithm", "ed25519"});
    BOOST_TEST(clash.status == 73);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_made_says_why) {
    BOOST_TEST(key_command({"new", "nodots"}).status == 65);
    BOOST_TEST(key_command({"new", "a..b"}).status == 65);
    BOOST_TEST(key_command({"new", "mail.example", "--bits", "1024"}).status == 64);
    fs::remove(keys);
    const auto gone = key_command({"new", "mail.example"});
    BOOST_TEST(gone.status != 0);
    BOOST_TEST(gone.err.find(keys) != std::string::npos, gone.err);
}

BOOST_AUTO_TEST_CASE(the_last_key_retires_only_by_force) {
    BOOST_TEST(key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519",
                            "--active"})
                   .status == 0);
    const auto last = key_command({"retire", "mail.example", "one"});
    BOOST_TEST(last.status == 65);
    BOOST_TEST(last.err.find("--force") != std::string::npos);
    BOOST_TEST(key_command({"retire", "mail.example", "one", "--force"}).status == 0);
    BOOST_TEST(states() == "one retired ");
    BOOST_TEST(key_command({"retire", "mail.example", "one"}).status == 0);
    const auto revoked = key_command({"retire", "mail.example", "one", "--compromised"});
    BOOST_TEST(revoked.status == 0);
    BOOST_TEST(revoked.out ==
               "one._domainkey.mail.example. IN TXT ( \"v=DKIM1; k=ed25519; p=\" )\n");
    BOOST_TEST(key_command({"retire", "mail.example", "none"}).status == 65);
}

BOOST_AUTO_TEST_CASE(a_daemon_signs_with_a_key_when_every_server_has_it) {
    NameServer server("");
    const Daemon daemon(
        {.settings = "resolver = [\"" + server.address() + "\"]\nresolver_timeout = 1\n",
         .rules = rules("servers = [\"" + server.address() + "\"]\n")});
    const auto made =
        key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519"});
    const auto rotate = [&daemon] {
        return run({"key", "rotate", "--config", daemon.path("settings.toml")});
    };
    const auto early = rotate();
    BOOST_TEST(early.status == 0, early.err);
    BOOST_TEST(early.out == "publish: " + made.out);
    BOOST_TEST(status(daemon).at("keys").empty());
    server.replace(made.out);
    const auto later = rotate();
    BOOST_TEST(later.status == 0, later.err);
    BOOST_TEST(later.out ==
               "mail.example/one: generated -> published (all servers of the zone have it)\n"
               "mail.example/one: published -> active (nothing signed before it)\n");
    BOOST_TEST(status(daemon).at("keys").at(0).at("selector") == "one");
    BOOST_TEST(status(daemon).at("folder_keys").at(0).at("state") == "active");
    BOOST_TEST(daemon.logs("event=key domain=mail.example selector=one from=published to=active"));
    BOOST_TEST(contents(daemon.path("audit.jsonl")).find("\"event\":\"state\"") !=
               std::string::npos);
    server.stop();
    BOOST_TEST(rotate().status == 0);  // what signs needs nobody
}

BOOST_AUTO_TEST_CASE(rules_that_are_being_edited_do_not_come_into_force_by_a_new_key) {
    NameServer server("");
    const Daemon daemon({.rules = rules("servers = [\"" + server.address() + "\"]\n")});
    const auto hash = status(daemon).at("rules").at(0).at("hash");
    const auto made =
        key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519"});
    server.replace(made.out);
    daemon.write_rules("half = \"of a file");
    BOOST_TEST(run({"key", "rotate", "--config", daemon.path("settings.toml")}).status == 0);
    BOOST_TEST(status(daemon).at("keys").at(0).at("selector") == "one");
    BOOST_TEST(status(daemon).at("rules").at(0).at("hash") == hash);
}

BOOST_AUTO_TEST_CASE(a_named_key_of_a_domain_comes_first) {
    BOOST_TEST(key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519",
                            "--active"})
                   .status == 0);
    const KeySite named;
    const auto file = folder.write("rules.toml", msa::whole_rules(rules(named.key("rsa"))));
    const auto checked = run({"check", file, "--user", "nobody"});
    BOOST_TEST(checked.status == 0, checked.out);
    BOOST_TEST(checked.out.find("further keys of mail.example are not used") != std::string::npos,
               checked.out);
    BOOST_TEST(checked.out.find("keys: mail.example/rsa;") != std::string::npos, checked.out);
}

BOOST_AUTO_TEST_CASE(ten_thousand_domains_share_a_key) {
    const auto pem = folder.write("shared.pem", msa::ed25519_pem());
    std::ofstream table(folder.path_of("signing"));
    for (int i = 0; i < 10000; ++i) {
        table << "d" << i << ".example  s1:" << pem << '\n';
    }
    table.close();
    const auto file = folder.write(
        "rules.toml",
        msa::whole_rules(KeySite::rules("table = \"signing\"\n[tables.signing]\ntype = "
                                        "\"file\"\npath = \"" +
                                        folder.path_of("signing") + "\"\n")));
    const auto checked = run({"check", file, "--user", "nobody"});
    BOOST_TEST(checked.status == 0, checked.out);
    BOOST_TEST(checked.out.find(".example/s1, d") != std::string::npos, checked.out);
    std::ofstream(folder.path_of("signing"), std::ios::app) << "bad.example  nothing\n";
    const auto bad = run({"check", file, "--user", "nobody"});
    BOOST_TEST(bad.status == 78);
    BOOST_TEST(bad.out.find("the entry of bad.example has 'nothing', which is not SELECTOR:FILE") !=
                   std::string::npos,
               bad.out);
}

BOOST_AUTO_TEST_SUITE_END()
