// `key` beside a real name server: what it prints is what it later finds.
#include "base/text.h"
#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/name_server.h"
#include "wire/program.h"

#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

struct Site {
    Site() {
        fs::permissions(folder.path(), fs::perms(0755));
        rules = folder.write(
            "rules.toml",
            msa::whole_rules("[dkim]\nrequire_safe_keys = false\n" +
                             key("rsa", msa::rsa_pem(2048)) + key("ed", msa::ed25519_pem()) +
                             key("old", msa::rsa_pem(1024)) + "retire = 2020-01-01T00:00:00Z\n"));
    }

    [[nodiscard]] std::string key(const std::string& selector, const std::string& pem) const {
        const auto file = folder.write(selector + ".pem", pem);
        return "[[dkim.key]]\ndomain = \"mail.example\"\nselector = \"" + selector +
               "\"\nfile = \"" + file + "\"\n";
    }
    /// As somebody who is not root.
    [[nodiscard]] static Ended key_command(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "key");
        if (::geteuid() == 0) {
            arguments.insert(arguments.end(), {"--user", "nobody"});
        }
        return run(arguments);
    }
    [[nodiscard]] Ended records() const { return key_command({"dns", "--rules", rules}); }
    [[nodiscard]] Ended check(const NameServer& server,
                              const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{"check", "--rules", rules, "--resolver", server.address()};
        words.insert(words.end(), more.begin(), more.end());
        return key_command(words);
    }
    [[nodiscard]] std::string file(const std::string& selector) const {
        return folder.path_of(selector + ".pem");
    }

    msa::TemporaryFolder folder;
    std::string rules;
};

std::string record_of(const std::string& pem) {
    return msa::key_record(msa::parse_private_key(pem, 1024).value());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_command, Site)

BOOST_AUTO_TEST_CASE(prints_a_zone_that_a_name_server_takes_and_then_finds_the_keys_in_it) {
    const auto printed = records();
    BOOST_TEST(printed.status == 0);
    BOOST_TEST(printed.err == "");
    const NameServer server(printed.out);
    const auto checked = check(server);
    BOOST_TEST(checked.status == 0);
    BOOST_TEST(checked.out == "rsa._domainkey.mail.example: published, and fits " + file("rsa") +
                                  "\ned._domainkey.mail.example: published, and fits " +
                                  file("ed") + "\n");
}

BOOST_AUTO_TEST_CASE(proves_that_a_receiver_accepts_what_the_keys_sign) {
    const NameServer server(records().out);
    const auto checked = check(server, {"--prove"});
    BOOST_TEST(checked.status == 0);
    BOOST_TEST(checked.out == "rsa._domainkey.mail.example: published, and fits " + file("rsa") +
                                  "; libopendkim verifies a signed probe\n"
                                  "ed._domainkey.mail.example: published, and fits " +
                                  file("ed") + "; libopendkim verifies a signed probe\n");
}

BOOST_AUTO_TEST_CASE(names_what_is_not_published_or_something_else) {
    const NameServer server("rsa._domainkey.mail TXT \"v=DKIM1; p=\"\n");
    const auto checked = check(server);
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(checked.out ==
               "rsa._domainkey.mail.example: the key is revoked (empty p=) (" + file("rsa") +
                   ")\ned._domainkey.mail.example: the name does not exist in DNS (" + file("ed") +
                   ")\n`msa-milter key dns` prints what to publish.\n");
}

BOOST_AUTO_TEST_CASE(names_records_that_verifiers_cannot_read) {
    const auto own = record_of(msa::rsa_pem(2048)).substr(0, 100);
    const NameServer server(
        "rsa._domainkey.mail TXT \"v=spf1 -all\"\n"
        "ed._domainkey.mail TXT \"v=DKIM1; p=AAAA\"\n"
        "ed._domainkey.mail TXT \"" +
        own + "\"\n");
    const auto checked = check(server);
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(checked.out.find("rsa._domainkey.mail.example: not a key record: v= is not DKIM1") !=
                   std::string::npos,
               checked.out);
    BOOST_TEST(checked.out.find("ed._domainkey.mail.example: 2 TXT records; ") != std::string::npos,
               checked.out);
}

BOOST_AUTO_TEST_CASE(follows_an_alias_to_the_key_that_verifiers_find_there) {
    const auto alias = std::string("ed._domainkey.mail CNAME keys\nrsa._domainkey.mail TXT \"\"\n");
    const NameServer own(alias + "keys TXT \"" + record_of(msa::ed25519_pem()) + "\"\n");
    BOOST_TEST(check(own).out.find("ed._domainkey.mail.example: published, and fits ") !=
               std::string::npos);
    const NameServer foreign(alias + "keys TXT \"v=DKIM1; k=ed25519; p=" +
                             "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n");
    const auto other = check(foreign);
    BOOST_TEST(other.status == 1);
    BOOST_TEST(other.out.find("ed._domainkey.mail.example: ") != std::string::npos);
    BOOST_TEST(other.out.find("ed._domainkey.mail.example: published") == std::string::npos,
               other.out);
    // Its zone is not this server's.
    const NameServer away("ed._domainkey.mail CNAME keys.example.net.\n");
    BOOST_TEST(check(away).out.find("ed._domainkey.mail.example: cannot tell: ") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(finds_a_key_of_4096_bits_although_datagrams_hold_512_octets) {
    const auto more = folder.write(
        "more.toml",
        msa::whole_rules("[dkim]\nrequire_safe_keys = false\n" + key("long", msa::rsa_pem(4096))));
    const auto printed = key_command({"dns", "--rules", more});
    const NameServer server(printed.out, "", {.more = "    ipv4-edns-size: 512\n"});
    const auto checked =
        key_command({"check", "--prove", "--rules", more, "--resolver", server.address()});
    BOOST_TEST(checked.status == 0, checked.out);
    BOOST_TEST(checked.err ==
               "long._domainkey.mail.example: an RSA key of 4096 bits; some receivers verify up to "
               "2048 only (RFC 6376, 3.3.3)\n");
}

BOOST_AUTO_TEST_CASE(does_not_guess_while_dns_is_silent) {
    NameServer server("");
    server.stop();
    const auto checked = check(server);
    BOOST_TEST(checked.status == 69);
    BOOST_TEST(
        checked.out.find("ed._domainkey.mail.example: cannot tell: DNS, ") != std::string::npos,
        checked.out);
}

BOOST_AUTO_TEST_CASE(the_rule_files_are_those_of_the_settings) {
    const auto more = folder.write(
        "more.toml",
        msa::whole_rules("[scope]\nlistener = [\"devices\"]\n[dkim]\nrequire_safe_keys = false\n" +
                         key("devices", msa::ed25519_pem()) + key("ed", msa::ed25519_pem())));
    const auto people =
        folder.write("people.toml", contents(rules) + "[scope]\nlistener = [\"submission\"]\n");
    const auto config =
        folder.write("msa-milter.toml", "rules = [\"" + people + "\", \"" + more + "\"]\n");
    const auto printed = key_command({"dns", "--config", config});
    BOOST_TEST(printed.status == 0, printed.err);
    for (const std::string selector : {"rsa", "ed", "devices"}) {
        BOOST_TEST(msa::occurrences(printed.out, selector + "._domainkey.mail.example. IN TXT") ==
                   1U);
    }
    BOOST_TEST(printed.out.find("old._domainkey") == std::string::npos);
    BOOST_TEST(key_command({"dns", "--config", folder.path_of("none")}).status == 78);
}

BOOST_AUTO_TEST_CASE(needs_a_rule_file_with_keys) {
    const auto none = folder.write("none.toml", msa::whole_rules(""));
    const auto ended = key_command({"dns", "--rules", none});
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.err == "msa-milter: the rules name no key that is not retired\n");
    const auto bad = folder.write("bad.toml", "vresion = \"1\"\n");
    BOOST_TEST(key_command({"check", "--rules", bad}).status == 78);
    BOOST_TEST(run({"key"}).status == 64);
}

BOOST_AUTO_TEST_SUITE_END()
