// `msa-milter setup`: everything that a daemon needs, made once and never changed.
#include "fakes/temporary_folder.h"
#include "system/program.h"
#include "wire/program.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

struct NewSite {
    NewSite() {
        fs::permissions(folder.path(), fs::perms(0755));
        fs::create_directory(folder.path_of("postfix"));
        (void)folder.write("postfix/main.cf",
                           "compatibility_level = 3.6\nqueue_directory = " + path("queue") + "\n");
        (void)folder.write("postfix/master.cf", "smtps inet n - y - - smtpd\n");
    }
    [[nodiscard]] Ended setup(std::vector<std::string> more) const {
        std::vector<std::string> words{"setup",   "--folder",          path("etc"),
                                       "--trail", path("log/a.jsonl"), "--user",
                                       "nobody",  "--examples",        "."};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    [[nodiscard]] std::string path(const std::string& name) const { return folder.path_of(name); }
    [[nodiscard]] Ended for_postfix(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"--domain", "Example.com", "--mta", "postfix", "--logins",
                                   "names", "--postfix-config", path("postfix")});
        return setup(more);
    }

    msa::TemporaryFolder folder;
};

bool holds(const std::string& text, const std::string& wanted) {
    return text.find(wanted) != std::string::npos;
}

fs::perms mode(const std::string& path) {
    return fs::status(path).permissions();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(setup_command)

BOOST_FIXTURE_TEST_CASE(makes_rules_keys_and_settings_that_are_valid, NewSite) {
    const auto ended = for_postfix();
    BOOST_TEST(ended.err == "");
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(holds(ended.out, "made        " + path("etc/rules/submission.toml") + "\n"));
    BOOST_TEST(holds(ended.out, "submission.toml: valid, version \"example.com-1\""));
    BOOST_TEST(holds(ended.out, "r._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; p="));
    BOOST_TEST(holds(ended.out, "e._domainkey.example.com. IN TXT ( \"v=DKIM1; k=ed25519; p="));
    BOOST_TEST(holds(ended.out, "/msa-milter/2"));  // the verifier's key
    BOOST_TEST(holds(ended.out, "    postconf -c " + path("postfix") + " -M 'submission/inet="));
    BOOST_TEST((mode(path("etc/audit.key")) == fs::perms(0400)));
    const auto rules = contents(path("etc/rules/submission.toml"));
    BOOST_TEST(holds(rules, "login_domain = \"example.com\""));
    BOOST_TEST(
        holds(rules, "[check.expand_domains]\naction = \"repair\"\ndomain = \"example.com\""));
    BOOST_TEST(holds(contents(path("etc/msa-milter.toml")),
                     "socket = \"unix:" + path("queue/msa-milter/milter.sock") + '"'));
}

BOOST_FIXTURE_TEST_CASE(changes_nothing_that_is_there, NewSite) {
    BOOST_REQUIRE(for_postfix().status == 0);
    const auto key = contents(path("etc/audit.key"));
    std::ofstream(path("etc/rules/submission.toml"), std::ios::app) << "# ours\n";
    const auto again = for_postfix();
    BOOST_TEST(again.status == 0);
    BOOST_TEST(!holds(again.out, "made "));
    BOOST_TEST(contents(path("etc/audit.key")) == key);
    BOOST_TEST(contents(path("etc/rules/submission.toml")).ends_with("# ours\n"));
    const auto other =
        setup({"--domain", "example.org", "--mta", "postfix", "--postfix-config", path("postfix")});
    BOOST_TEST(
        holds(other.err, "exists already and does not name " + path("etc/keys/example.org/")));
}

BOOST_FIXTURE_TEST_CASE(a_dry_run_makes_nothing, NewSite) {
    const auto ended = for_postfix({"--dry-run", "--apply"});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(holds(ended.out, "would make  " + path("etc/msa-milter.toml") + "\n"));
    BOOST_TEST(!fs::exists(path("etc")));
    BOOST_TEST(!holds(contents(path("postfix/main.cf")), "msa_milter"));
}

BOOST_FIXTURE_TEST_CASE(postfix_is_told_only_where_that_is_asked_for, NewSite) {
    BOOST_REQUIRE(for_postfix().status == 0);
    BOOST_TEST(!holds(contents(path("postfix/main.cf")), "msa_milter"));
    const auto ended = for_postfix({"--apply"});
    BOOST_TEST(ended.status == 0, ended.out + ended.err);
    BOOST_TEST(holds(ended.out, "What the doctor says about it:\n"));
    BOOST_TEST(!holds(ended.out, "default_action=accept"), ended.out);
    const auto main = contents(path("postfix/main.cf"));
    const auto master = contents(path("postfix/master.cf"));
    BOOST_TEST(holds(main, "msa_milter = { unix:msa-milter/milter.sock,"));
    BOOST_TEST(holds(master, "smtpd_milters=$msa_milter"));
    BOOST_TEST(!holds(master, "smtps"));
    BOOST_TEST(for_postfix({"--apply"}).err == "");
    BOOST_TEST(contents(path("postfix/master.cf")) == master);
}

BOOST_FIXTURE_TEST_CASE(services_that_give_way_can_be_had_back, NewSite) {
    (void)folder.write("postfix/main.cf",
                       "compatibility_level = 3.6\nqueue_directory = " + path("queue") +
                           "\nsmtpd_milters = inet:[::1]:8891\n");
    (void)folder.write("postfix/master.cf",
                       "submission inet n - y - - smtpd\n"
                       "  -o content_filter=amavis:[127.0.0.1]:10024\n"
                       "  -o { smtpd_milters = inet:[::1]:11332 }\nsmtps inet n - y - - smtpd\n");
    const auto asked = for_postfix();
    BOOST_TEST(holds(asked.out, "Services of master.cf give way. What brings them back:\n"));
    BOOST_TEST(holds(asked.out, "Other mail goes on to the milters in main.cf (inet:[::1]:8891)"));
    const auto done = for_postfix({"--apply"});
    const auto gone = done.out.find("Services of master.cf gave way. What brings them back:\n");
    const auto at = done.out.find(" -M 'submission/inet=submission", gone);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, done.out);
    BOOST_TEST(holds(done.out.substr(at), "content_filter=amavis:[127.0.0.1]:10024"));
    BOOST_TEST(holds(done.out.substr(gone), "-M 'smtps/inet=smtps"));
    const auto line = done.out.rfind("postconf -c", at);
    const auto undo = done.out.substr(line, done.out.find('\n', line) - line);
    const auto undone = msa::run_program({"sh", "-c", undo}, std::size_t{1} << 20U);
    BOOST_REQUIRE(undone);
    BOOST_TEST(undone->status == 0);
    BOOST_TEST(holds(contents(path("postfix/master.cf")), "-o smtpd_milters=inet:[::1]:11332"));
}

BOOST_FIXTURE_TEST_CASE(what_asks_the_milter_already_stays_as_it_is, NewSite) {
    BOOST_REQUIRE(for_postfix({"--apply"}).status == 0);
    BOOST_TEST(holds(for_postfix().out, "Postfix knows all that it has to.\n"));
    BOOST_TEST(!holds(for_postfix().out, "give way"));
    std::ofstream(path("postfix/main.cf"), std::ios::app)
        << "msa_sender_login_maps = hash:/ours, regexp:/x\n";
    auto master = contents(path("postfix/master.cf"));
    const std::string asked = "smtpd_milters=$msa_milter";
    master.replace(master.find(asked), asked.size(), asked + ",inet:[::1]:11332");
    master.replace(master.rfind(asked), asked.size(), "smtpd_milters=unix:msa-milter/milter.sock");
    (void)folder.write("postfix/master.cf", master);
    const auto again = for_postfix({"--apply"});
    BOOST_TEST(holds(again.out,
                     "they stay: msa_sender_login_maps, submission/inet, "
                     "submissions/inet\n"),
               again.out);
    BOOST_TEST(contents(path("postfix/master.cf")) == master);
    BOOST_TEST(holds(contents(path("postfix/main.cf")), "hash:/ours"));
}

BOOST_FIXTURE_TEST_CASE(a_broken_postfix_is_told_of_before_anything_is_made, NewSite) {
    (void)folder.write("postfix/main.cf", "compatibility_level = 3.6\nno parameter\n");
    const auto ended = for_postfix();
    BOOST_TEST(ended.status == 69);
    BOOST_TEST(ended.err.starts_with("msa-milter: postconf(1): fatal: " + path("postfix/main.cf") +
                                     ", line 2: "),
               ended.err);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(!fs::exists(path("etc")));
}

BOOST_FIXTURE_TEST_CASE(folders_that_stand_in_the_way_are_told_of, NewSite) {
    fs::create_directory(path("log"));
    fs::permissions(path("log"), fs::perms(0777));
    const auto ended = for_postfix();
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(holds(ended.err, "warning: everybody may write to " + path("log")), ended.err);
    BOOST_TEST(holds(ended.err, "`chmod 2750 " + path("log") + "` ends that\n"), ended.err);
    BOOST_TEST(holds(ended.err, "is of another user") == (::geteuid() == 0), ended.err);
    fs::permissions(path("etc"), fs::perms(0700));
    BOOST_TEST(holds(for_postfix({"--dry-run"}).err,
                     "only its owner may look into " + path("etc") + ",") == (::geteuid() == 0));
    (void)folder.write("file", "");
    const auto refused = run({"setup", "--domain", "example.com", "--mta", "sendmail", "--folder",
                              path("file"), "--user", "nobody"});
    BOOST_TEST(refused.status == 73);
    BOOST_TEST(refused.err == "msa-milter: " + path("file") + " is there, but is no folder\n");
    const auto below = run({"setup", "--domain", "example.com", "--mta", "sendmail", "--folder",
                            path("file/etc"), "--user", "nobody"});
    BOOST_TEST(below.status == 73);
    BOOST_TEST(below.out == "");  // nothing was made
    BOOST_TEST(holds(below.err, path("file/etc") + ": "), below.err);
}

BOOST_FIXTURE_TEST_CASE(dovecot_tells_who_logs_in_where_nobody_does, NewSite) {
    const auto file = path("dovecot/99-msa-milter.conf");
    BOOST_TEST(holds(for_postfix().out, "dovecot-core and run\nthis again"));
    fs::create_directory(path("dovecot"));
    const auto shown = for_postfix({"--dovecot-config", path("dovecot")});
    BOOST_TEST(holds(shown.out, "would make  " + file + "\n# Postfix asks here"), shown.out);
    BOOST_TEST(holds(shown.out, "-e 'smtpd_sasl_type = dovecot'\n"), shown.out);
    BOOST_TEST(!fs::exists(file));
    const auto done = for_postfix({"--dovecot-config", path("dovecot"), "--apply"});
    BOOST_TEST(done.status == 0, done.out + done.err);
    BOOST_TEST(holds(done.out, "    systemctl restart dovecot\n"), done.out);
    BOOST_TEST(holds(contents(file), "unix_listener " + path("queue/private/auth") + " {"));
    BOOST_TEST(holds(contents(path("postfix/main.cf")), "smtpd_sasl_path = private/auth"));
    const auto again = for_postfix({"--dovecot-config", path("dovecot"), "--apply"});
    BOOST_TEST(!holds(again.out, "ovecot "), again.out);
}

BOOST_FIXTURE_TEST_CASE(who_tells_already_who_logs_in_goes_on_doing_so, NewSite) {
    fs::create_directories(path("dovecot"));
    fs::create_directories(path("postfix/sasl"));
    (void)folder.write("postfix/sasl/smtpd.conf", "pwcheck_method: saslauthd\n");
    const auto done = for_postfix({"--dovecot-config", path("dovecot"), "--apply"});
    BOOST_TEST(done.status == 0, done.out + done.err);
    BOOST_TEST(!fs::exists(path("dovecot/99-msa-milter.conf")));
    BOOST_TEST(!holds(contents(path("postfix/main.cf")), "smtpd_sasl_type"));
}

BOOST_FIXTURE_TEST_CASE(sendmail_gets_its_lines, NewSite) {
    const auto ended =
        setup({"--domain", "example.com", "--mta", "sendmail", "--logins", "addresses"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(holds(ended.out, "include(`/etc/mail/submission.m4')dnl"));
    const auto rules = contents(path("etc/rules/submission.toml"));
    BOOST_TEST(!holds(rules, "login_domain"));
    BOOST_TEST(holds(rules, "sendmail_maximum = 998"));
    BOOST_TEST(setup({"--domain", "example.com", "--mta", "sendmail", "--apply"}).status == 65);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_is_said_and_nothing_is_left_half_done, NewSite) {
    const auto refused = [this](std::vector<std::string> words, int status,
                                const std::string& said) {
        const auto ended = setup(std::move(words));
        BOOST_TEST(ended.status == status, ended.err);
        BOOST_TEST(holds(ended.err, said), ended.err);
    };
    refused({"--mta", "postfix"}, 65, "(--domain) is not given");
    refused({"--domain", "localhost", "--mta", "postfix"}, 65, "is not an Internet domain");
    refused({"--domain", "a..b", "--mta", "postfix"}, 65, "is not an Internet domain");
    refused({"--domain", "example.com", "--mta", "exim"}, 65, "--mta is postfix or sendmail");
    refused({"--domain", "example.com", "--mta", "postfix", "--postfix-config", path("nowhere"),
             "--apply"},
            69, "postconf(1): ");
    BOOST_TEST(!fs::exists(path("etc")));
    BOOST_REQUIRE(for_postfix().status == 0);
    std::ofstream(path("etc/rules/submission.toml")) << "version = 1\n";
    refused({"--domain", "example.com", "--mta", "postfix", "--postfix-config", path("postfix")},
            78, "submission.toml");
}

BOOST_FIXTURE_TEST_CASE(limits_that_hosts_share_get_their_secret_once, NewSite) {
    const auto secret = path("etc/limits.secret");
    BOOST_TEST(!holds(for_postfix({"--dry-run"}).out, secret));
    BOOST_TEST(holds(for_postfix({"--dry-run", "--redis", "redis://127.0.0.1"}).out, secret));
    BOOST_TEST(!fs::exists(secret));
    BOOST_TEST(for_postfix({"--redis", "127.0.0.1"}).status == 64);
    const auto ended = for_postfix({"--redis", "redis://127.0.0.1:6379/0"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(holds(ended.out, "made        " + secret + "\n"), ended.out);
    BOOST_TEST(holds(ended.out, "the same on all hosts"), ended.out);
    BOOST_TEST((mode(secret) == fs::perms(0400)));
    const auto made = contents(secret);
    BOOST_TEST(made.size() == 45U);
    const auto settings = contents(path("etc/msa-milter.toml"));
    BOOST_TEST(holds(settings, "store = \"redis\"\nredis = \"redis://127.0.0.1:6379/0\""),
               settings);
    BOOST_TEST(for_postfix().status == 0);
    BOOST_TEST(contents(secret) == made);
    fs::remove(secret);  // it is missed where the settings that are there name it
    const auto again = for_postfix();
    BOOST_TEST(holds(again.out, "made        " + secret + "\n"), again.out);
    BOOST_TEST(contents(secret) != made);
}

BOOST_AUTO_TEST_SUITE_END()
