// `msa-milter import`: what it prints passes `check`, and decides as what it was made of.
#include "fakes/dkim_keys.h"
#include "fakes/postmap.h"
#include "fakes/temporary_folder.h"
#include "wire/program.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <regex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <pwd.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

bool holds(const std::string& text, const std::string& wanted) {
    return text.find(wanted) != std::string::npos;
}

struct OldSite {
    msa::TemporaryFolder folder;

    OldSite() { fs::permissions(folder.path(), fs::perms(0755)); }

    [[nodiscard]] std::string path(const std::string& name) const { return folder.path_of(name); }
    /// In the text @/ stands for the folder.
    [[nodiscard]] std::string write(const std::string& name, std::string text) const {
        for (auto at = text.find("@/"); at != std::string::npos; at = text.find("@/")) {
            text.replace(at, 1, folder.path());
        }
        return folder.write(name, text);
    }
    /// A key of the daemon's user, as far as this test may give files away.
    [[nodiscard]] std::string key(const std::string& name) const {
        const auto file = folder.write(name, msa::ed25519_pem());
        fs::permissions(file, fs::perms(0400));
        if (::geteuid() == 0) {
            const auto* nobody = ::getpwnam("nobody");  // NOLINT(concurrency-mt-unsafe): one thread
            BOOST_REQUIRE(nobody != nullptr);
            BOOST_REQUIRE(::chown(file.c_str(), nobody->pw_uid, nobody->pw_gid) == 0);
        }
        return file;
    }
    [[nodiscard]] Ended import(std::vector<std::string> words) const {
        words.insert(words.begin(), {"import", "--user", "nobody"});
        auto ended = run(words);
        (void)folder.write("rules.toml", ended.out);
        return ended;
    }
    [[nodiscard]] Ended ask(std::vector<std::string> words) const {
        words.insert(words.end(), {"--user", "nobody", "--rules", path("rules.toml")});
        return run(words);
    }
    void must_be_valid() const {
        const auto checked = run({"check", "--user", "nobody", path("rules.toml")});
        BOOST_TEST(checked.status == 0, checked.out << checked.err << contents(path("rules.toml")));
        BOOST_TEST(!holds(checked.err + checked.out, "invisible"), checked.err);
    }
};

/// What Postfix's own postmap(1) finds; empty: nothing.
std::string by_postfix(const OldSite& site, const std::string& map, const std::string& key) {
    const std::string command = "PATH=$PATH:/usr/sbin postmap -c '" + site.folder.path() +
                                "' -q '" + key + "' '" + map + "'";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
    BOOST_REQUIRE(pipe != nullptr);
    std::string value;
    std::array<char, 256> chunk{};
    while (std::fgets(chunk.data(), chunk.size(), pipe.get()) != nullptr) {
        value += chunk.data();
    }
    return value.substr(0, value.find('\n'));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(import_command)

BOOST_FIXTURE_TEST_CASE(opendkims_keys_sign_for_the_same_domains, OldSite) {
    (void)key("s1.private");
    (void)write("KeyTable", "one example.com:s1:@/s1.private\ntwo example.net:s2:@/gone.private\n");
    (void)write("SigningTable", "*@example.com one\n*@*.example.com one\n*@example.net two\n");
    (void)write("TrustedHosts", "127.0.0.1\n192.0.2.0/24\n");
    const auto conf = write("opendkim.conf",
                            "Syslog yes\nUserID opendkim\nCanonicalization relaxed/simple\n"
                            "OversignHeaders From\nKeyTable refile:@/KeyTable\n"
                            "SigningTable refile:@/SigningTable\n"
                            "InternalHosts refile:@/TrustedHosts\n");
    const auto ended = import({"opendkim", conf});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.err ==
               "msa-milter: 3 things were not taken over; comments say which, and why\n");
    BOOST_TEST(
        holds(ended.out, "\n[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s1\"\nfile = \"" +
                             path("s1.private") +
                             "\"\nauthor_domains = [\"example.com\", \"*.example.com\"]\n"));
    BOOST_TEST(holds(ended.out, "# cannot be used yet: " + path("gone.private") +
                                    ": there is no such file\n#[[dkim.key]]\n"));
    must_be_valid();
    BOOST_TEST(import({"--strict", "opendkim", conf}).status == 1);
    const auto moved = import({"--keys", path("keys"), "opendkim", conf});
    BOOST_TEST(holds(moved.out, "install -D -o nobody -m 0400 " + path("s1.private") + ' ' +
                                    path("keys/example.com/s1.pem")));
    must_be_valid();
}

BOOST_FIXTURE_TEST_CASE(rspamds_keys_sign_for_the_same_domains, OldSite) {
    (void)key("example.com.dkim.key");
    const auto conf = write("dkim_signing.conf",
                            "# local settings\nenabled = true;\n"
                            "path = \"@/$domain.$selector.key\";\nsign_local = true;\n"
                            "domain { example.org { selector = \"x\"; path = \"@/gone\"; } }\n");
    const auto ended = import({"rspamd", conf});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(holds(ended.out, "\n[[dkim.key]]\ndomain = \"example.com\"\nselector = \"dkim\"\n"));
    BOOST_TEST(holds(ended.out, "\n#[[dkim.key]]\n#domain = \"example.org\"\n"));
    must_be_valid();
}

BOOST_FIXTURE_TEST_CASE(one_rule_file_is_made_of_several, OldSite) {
    (void)write("main.cf",
                "recipient_delimiter = +\nsmtpd_sender_login_maps = inline:{"
                "a@example.com=a}\n");
    (void)write("master.cf",
                "submission inet n - y - - smtpd\n"
                " -o smtpd_sasl_auth_enable=yes\n"
                " -o smtpd_sender_restrictions=reject_sender_login_mismatch\n"
                " -o smtpd_relay_restrictions=permit_sasl_authenticated,reject\n");
    const auto conf = write("opendkim.conf",
                            "Domain example.com\nSelector s\nKeyFile " + key("s.private") + '\n');
    const auto ended = import({"main.cf", folder.path(), "opendkim", conf});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.err == "");
    BOOST_TEST(holds(ended.out, "Made by `msa-milter import` from " + path("main.cf")));
    must_be_valid();
    BOOST_TEST(ask({"can", "a"}).status == 0);
    BOOST_TEST(ask({"who", "a+b@example.com"}).status == 0);
}

BOOST_FIXTURE_TEST_CASE(postfix_maps_decide_the_same, OldSite) {
    (void)write("main.cf", "");
    const std::string text =
        "# owners\nAlice@Example.com  alice\n@example.net bob,\n   carol dan\n"
        "sales@example.com\talice, erin\n\n\"al ice\"@example.com frank\n";
    for (const auto* type : {"hash", "lmdb", "cdb", "texthash"}) {
        const auto map = path(type);
        if (std::string(type) == "texthash") {
            (void)folder.write(type, text);
        } else {
            (void)msa::postmap(folder, type, type, text);
        }
        const auto name = std::string(type) + ':' + map;
        (void)write("main.cf", "smtpd_sender_login_maps = " + name + "\n");
        (void)write("master.cf",
                    "submission inet n - y - - smtpd\n"
                    " -o smtpd_sasl_auth_enable=yes\n");
        BOOST_REQUIRE(import({"main.cf", folder.path()}).status == 0);
        must_be_valid();
        for (const auto* key :
             {"alice@example.com", "ALICE@EXAMPLE.COM", "@example.net", "sales@example.com",
              "x@example.net", "@example.com", "\"al ice\"@example.com", "nobody@example.org"}) {
            const auto expected = by_postfix(*this, name, key);
            const auto found = ask({"table", "query", type, key, "--format", "json"});
            BOOST_TEST(found.status == (expected.empty() ? 1 : 0), name << ' ' << key << found.err);
            for (const std::string login : {"alice", "bob", "carol", "dan", "erin", "frank"}) {
                const auto by_postfix_too = std::regex_search(expected, std::regex("\\b" + login));
                BOOST_TEST(holds(found.out, '"' + login + '"') == by_postfix_too,
                           name << ' ' << key << ' ' << login << ' ' << found.out);
            }
        }
    }
}

BOOST_FIXTURE_TEST_CASE(queries_for_mail_systems_are_valid, OldSite) {
    for (const auto& [system, type] :
         {std::pair("mailcow", "mysql"), std::pair("iredmail", "mysql"),
          std::pair("iredmail", "pgsql"), std::pair("modoboa", "pgsql"),
          std::pair("modoboa", "mysql")}) {
        const auto ended = import({"sender-acl", system, "--type", type, "--server",
                                   "host=127.0.0.1 port=1 user=u dbname=d"});
        BOOST_TEST(ended.status == 0);
        must_be_valid();
    }
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_read_says_where, OldSite) {
    const auto conf = write("opendkim.conf", "Mode sv\nDomain\n");
    const auto broken = import({"opendkim", conf});
    BOOST_TEST(broken.status == 78);
    BOOST_TEST(broken.out == "");
    BOOST_TEST(broken.err == "msa-milter: " + conf + ":2: 'Domain' has no value\n");
    const auto gone = import({"rspamd", path("gone")});
    BOOST_TEST(gone.status == 78);
    BOOST_TEST(holds(gone.err, path("gone") + ": No such file"));
    BOOST_TEST(import({}).status == 64);
    BOOST_TEST(import({"sender-acl", "nothing"}).status == 64);
}

BOOST_AUTO_TEST_SUITE_END()
