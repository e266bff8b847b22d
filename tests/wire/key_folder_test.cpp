// Keys in a folder: made, listed, retired by commands, and taken up by a daemon when DNS has them.
#include "base/text.h"
#include "fakes/dkim_keys.h"
#include "fakes/whole_rules.h"
#include "wire/key_folder_site.h"
#include "wire/name_server.h"
#include "wire/server_process.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa::wire;

BOOST_FIXTURE_TEST_SUITE(key_folder, KeyFolderSite)

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

BOOST_AUTO_TEST_CASE(a_list_says_what_is_to_be_published) {
    const auto made = key_command({"new", "mail.example"});
    const auto listed = key_command({"list"});
    BOOST_TEST(listed.status == 0, listed.err);
    BOOST_TEST(listed.out.find("\n  publish: " + made.out) != std::string::npos, listed.out);
}

BOOST_AUTO_TEST_CASE(the_record_of_a_key_that_waits_is_printed_in_every_form) {
    const auto file = folder.write("rules.toml", msa::whole_rules(rules()));
    const auto printed = [&file](const std::string& format) {
        std::vector<std::string> words{"key", "dns", "--rules", file, "--format", format};
        if (::geteuid() == 0) {
            words.insert(words.end(), {"--user", "nobody"});
        }
        return run(words);
    };
    BOOST_TEST(printed("zone").status == 78);  // no key yet
    const auto made = key_command({"new", "mail.example", "--selector", "one"});
    BOOST_TEST(printed("zone").out == made.out, printed("zone").err);
    const auto update = printed("nsupdate").out;
    BOOST_TEST(update.find("update delete one._domainkey.mail.example. TXT\n"
                           "update add one._domainkey.mail.example. 3600 IN TXT \"v=DKIM1; ") == 0U,
               update);
    const auto json = nlohmann::json::parse(printed("json").out);
    BOOST_TEST(json.size() == 1U);
    BOOST_TEST(json.at(0).at("strings").size() == 2U);
    BOOST_TEST(json.at(0).at("strings").at(0).get<std::string>().size() == 255U);
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

BOOST_AUTO_TEST_CASE(a_selector_is_no_path) {
    for (const std::string selector : {"../one", "a b", "a..b", ".", "-a", "a/b"}) {
        const auto made = key_command({"new", "mail.example", "--selector=" + selector});
        BOOST_TEST(made.status == 65, selector);
        BOOST_TEST(made.err.starts_with("msa-milter: '" + selector + "' is not a selector: "),
                   made.err);
    }
    BOOST_TEST(fs::is_empty(keys));
}

BOOST_AUTO_TEST_CASE(no_key_is_written_behind_a_link) {
    const auto elsewhere = folder.path_of("elsewhere");
    fs::create_directory(elsewhere);
    fs::create_directory_symlink(elsewhere, keys + "/mail.example");
    const auto made = key_command({"new", "mail.example"});
    BOOST_TEST(made.status == 73);
    BOOST_TEST(made.err.find("/mail.example: not a folder") != std::string::npos, made.err);
    BOOST_TEST(fs::is_empty(elsewhere));
}

BOOST_AUTO_TEST_CASE(keys_are_made_where_chown_is_forbidden) {
    // As our systemd units do it: SystemCallFilter=~@privileged, SystemCallErrorNumber=EPERM.
    // Root becomes the owner of the keys first, with the program open: its folder may be private.
    constexpr const char* confined =
        "python3 -c 'import ctypes, os, sys\n"
        "program = os.open(sys.argv[1], os.O_RDONLY)\n"
        "if os.geteuid() == 0:\n"
        "    os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "lib = ctypes.CDLL(\"libseccomp.so.2\")\n"
        "lib.seccomp_init.restype = ctypes.c_void_p\n"
        "rules = ctypes.c_void_p(lib.seccomp_init(0x7fff0000))\n"
        "for name in (b\"chown\", b\"fchown\", b\"lchown\", b\"fchownat\"):\n"
        "    number = lib.seccomp_syscall_resolve_name(name)\n"
        "    assert number < 0 or lib.seccomp_rule_add(rules, 0x00050001, number, 0) == 0\n"
        "assert lib.seccomp_load(rules) == 0\n"
        "os.execve(program, sys.argv[1:], os.environ)' ";
    const auto made = folder.path_of("made");
    BOOST_TEST(shell(std::string(confined) + "\"$MSA_MILTER\" key new mail.example --folder " +
                     keys + " >" + made + " 2>&1"),
               contents(made));
    BOOST_TEST(fs::exists(keys + "/mail.example"));
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
    BOOST_TEST(key_command({"list"}).out.find("\n  revoke: " + revoked.out) != std::string::npos);
    BOOST_TEST(key_command({"retire", "mail.example", "none"}).status == 65);
}

BOOST_AUTO_TEST_CASE(a_daemon_signs_with_a_key_when_every_server_has_it) {
    NameServer server("");
    const Daemon daemon(
        {.settings = "resolver = [\"" + server.address() + "\"]\nresolver_timeout = 1\n",
         .rules = rules("servers = [\"" + server.address() + "\"]\n")});
    const auto made =
        key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519"});
    const auto early = rotate(daemon);
    BOOST_TEST(early.status == 0, early.err);
    BOOST_TEST(early.out == "publish: " + made.out);
    BOOST_TEST(status_of(daemon).at("keys").empty());
    server.replace(made.out);
    const auto later = rotate(daemon);
    BOOST_TEST(later.status == 0, later.err);
    BOOST_TEST(later.out ==
               "mail.example/one: generated -> published (all servers of the zone have it)\n"
               "mail.example/one: published -> active (nothing signed before it)\n");
    BOOST_TEST(status_of(daemon).at("keys").at(0).at("selector") == "one");
    BOOST_TEST(status_of(daemon).at("folder_keys").at(0).at("state") == "active");
    BOOST_TEST(daemon.logs("event=key domain=mail.example selector=one from=published to=active"));
    BOOST_TEST(contents(daemon.path("audit.jsonl")).find("\"event\":\"state\"") !=
               std::string::npos);
    server.stop();
    BOOST_TEST(rotate(daemon).status == 0);  // what signs needs nobody
}

BOOST_AUTO_TEST_CASE(what_commands_do_to_keys_is_recorded_by_the_daemon) {
    const Daemon daemon({.rules = rules("servers = [\"127.0.0.1@9\"]\n")});
    (void)rotate(daemon);
    const std::vector<std::string> first{"new",         "mail.example", "--selector", "one",
                                         "--algorithm", "ed25519",      "--active"};
    BOOST_TEST(key_command(first).status == 0);
    BOOST_TEST(rotate(daemon).status == 0);
    BOOST_TEST(key_command({"retire", "mail.example", "one", "--force"}).status == 0);
    BOOST_TEST(rotate(daemon).status == 0);
    BOOST_TEST(rotate(daemon).status == 0);
    const auto trail = contents(daemon.path("audit.jsonl"));
    BOOST_TEST(msa::occurrences(trail, "\"event\":\"state\"") == 2U, trail);
    BOOST_TEST(trail.find("\"from\":null,\"to\":\"active\"") != std::string::npos, trail);
    BOOST_TEST(trail.find("\"from\":\"active\",\"to\":\"retired\"") != std::string::npos, trail);
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_is_told) {
    for (const unsigned mode : {0777U, 0775U, 0700U}) {
        const auto domain = keys + "/d" + std::to_string(mode) + ".example";
        fs::create_directory(domain);
        fs::permissions(domain, fs::perms(mode));
        const auto made = key_command({"new", "d" + std::to_string(mode) + ".example"});
        BOOST_TEST(made.status == (mode == 0777U ? 77 : 0), made.err);
        BOOST_TEST((made.err.find("chmod g") != std::string::npos) == (mode != 0700U), made.err);
        BOOST_TEST(fs::is_empty(domain) == (mode == 0777U));
    }
    if (::geteuid() != 0) {  // root may write everywhere
        fs::permissions(keys, fs::perms(0500));
        const auto made = key_command({"new", "mail.example"});
        BOOST_TEST(made.status == 73);
        BOOST_TEST(made.err.find(keys) != std::string::npos, made.err);
        const auto retired = key_command({"retire", "d448.example", "one"});
        BOOST_TEST(retired.status == 73);
        fs::permissions(keys, fs::perms(0700));
    }
}

BOOST_AUTO_TEST_CASE(a_selector_that_was_revoked_is_not_used_again) {
    BOOST_TEST(key_command({"new", "mail.example", "--selector", "one"}).status == 0);
    BOOST_TEST(key_command({"retire", "mail.example", "one"}).status == 0);
    const auto again = key_command({"new", "mail.example", "--selector", "one"});
    BOOST_TEST(again.status == 73);
    BOOST_TEST(again.out.empty(), again.out);
    BOOST_TEST(again.err.find("mail.example/one is revoked") != std::string::npos, again.err);
}

BOOST_AUTO_TEST_CASE(a_key_that_was_half_written_is_made_anew) {
    const std::vector<std::string> words{"new", "mail.example", "--selector", "one"};
    BOOST_TEST(key_command(words).status == 0);
    fs::remove(keys + "/mail.example/one.pem");
    const auto again = key_command(words);
    BOOST_TEST(again.status == 0, again.err);
    BOOST_TEST(again.err.starts_with("made  "), again.err);
    BOOST_TEST(fs::exists(keys + "/mail.example/one.pem"));
}

BOOST_AUTO_TEST_CASE(rules_that_are_being_edited_do_not_come_into_force_by_a_new_key) {
    NameServer server("");
    const Daemon daemon({.rules = rules("servers = [\"" + server.address() + "\"]\n")});
    const auto hash = status_of(daemon).at("rules").at(0).at("hash");
    const auto made =
        key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519"});
    server.replace(made.out);
    daemon.write_rules("half = \"of a file");
    BOOST_TEST(rotate(daemon).status == 0);
    BOOST_TEST(status_of(daemon).at("keys").at(0).at("selector") == "one");
    BOOST_TEST(status_of(daemon).at("rules").at(0).at("hash") == hash);
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
