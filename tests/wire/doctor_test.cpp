// msa-milter doctor: what it prints of a Postfix or a Sendmail, and its exit status.
#include "fakes/environment.h"
#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/program.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

bool holds(const std::string& text, const std::string& wanted) {
    return text.find(wanted) != std::string::npos;
}

/// The example as its README has it set up, in files.
struct Site {
    [[nodiscard]] Ended doctor(std::vector<std::string> options) const {
        options.insert(options.begin(), {"doctor", "--config", "postfix-example/msa-milter.toml",
                                         "--rules", "rules/submission.toml"});
        return run(options);
    }
    [[nodiscard]] Ended of_files(const std::string& more_main,
                                 const std::vector<std::string>& options = {}) const {
        const auto main =
            folder.write("main.cf", "compatibility_level = 3.6\n" +
                                        contents("postfix-example/main.cf.submission") + more_main);
        const auto master =
            folder.write("master.cf", "cleanup unix n - y - 0 cleanup\nsmtp unix - - y - - smtp\n" +
                                          contents("postfix-example/master.cf.submission"));
        std::vector<std::string> line{"--main-cf", main, "--master-cf", master};
        line.insert(line.end(), options.begin(), options.end());
        return doctor(line);
    }
    /// With a program in front of PATH that stands in for postconf.
    [[nodiscard]] Ended of_postconf(const std::string& script) const {
        fs::permissions(folder.write("postconf", "#!/bin/sh\n" + script), fs::perms(0755));
        const auto path = msa::EnvironmentVariable::of("PATH").value_or("/usr/bin:/bin");
        const msa::EnvironmentVariable in_front("PATH", folder.path() + ':' + path);
        return doctor({"--postfix", "/etc/postfix"});
    }

    msa::TemporaryFolder folder;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(doctor_command, Site)

BOOST_AUTO_TEST_CASE(the_example_is_well_and_it_says_what_was_checked) {
    const auto ended = of_files("", {"--strict"});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.err == "");
    BOOST_TEST(holds(ended.out,
                     "checked: the daemon's socket: "
                     "unix:/var/spool/postfix/msa-milter/milter.sock\n"
                     "checked: rules: rules/submission.toml\n"
                     "checked: read: " +
                         folder.path_of("main.cf") + ", " + folder.path_of("master.cf") +
                         "\n"
                         "checked: sources of identity in the rule file: local, certificate, "
                         "network\n"
                         "checked: submission/inet, submissions/inet: is the milter asked"));
    BOOST_TEST(ended.out.ends_with("\nok: 0 problems, 0 warnings, 3 notes\n"));
}

BOOST_AUTO_TEST_CASE(names_are_printed_as_postfix_makes_them) {
    struct utsname names {};
    BOOST_REQUIRE(::uname(&names) == 0);
    const std::string host =
        std::string(names.nodename).substr(0, std::string(names.nodename).find('.'));
    const std::string local =
        "non_smtpd_milters = $msa_milter\ninternal_mail_filter_classes = bounce\nmyorigin = "
        "$myhostname\n"
        "milter_macro_daemon_name = $myorigin\ncontent_filter = scan:$mydomain\n";
    const auto ended = of_files(local);
    BOOST_TEST(!holds(ended.out, "$my"));
    BOOST_TEST(holds(ended.out, host + '.'));
    const auto named = of_files(local + "mydomain = example.com\nmyhostname = mx.$mydomain\n");
    BOOST_TEST(!holds(named.out, "$my"));
    BOOST_TEST(holds(named.out, "mx.example.com"));
}

BOOST_AUTO_TEST_CASE(a_problem_is_an_exit_status) {
    const auto ended =
        of_files("msa_milter = { unix:msa-milter/milter.sock, default_action=accept }\n");
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(holds(ended.out, ": problem: unix:msa-milter/milter.sock: default_action=accept\n"));
    BOOST_TEST(ended.out.ends_with("\nnot ok: 1 problem, 0 warnings, 3 notes\n"));
}

BOOST_AUTO_TEST_CASE(a_warning_is_one_where_strictness_is_asked_for) {
    const std::string warned = "smtp_generic_maps = hash:/etc/postfix/generic\n";
    BOOST_TEST(of_files(warned).status == 0);
    BOOST_TEST(of_files(warned, {"--strict"}).status == 1);
}

BOOST_AUTO_TEST_CASE(json_tells_the_same_to_programs) {
    const auto ended = of_files("milter_macro_defaults = auth_type=x\n", {"--format", "json"});
    BOOST_TEST(ended.status == 1);
    const auto told = nlohmann::json::parse(ended.out);
    BOOST_TEST(told["ok"] == false);
    BOOST_TEST(told["findings"].size() == 4U);
    BOOST_TEST(told["findings"][0]["severity"] == "problem");
    BOOST_TEST(told["findings"][0]["what"] == "milter_macro_defaults gives auth_type=x");
    BOOST_TEST(told["findings"][0]["fix"] == "milter_macro_defaults without auth_type");
    BOOST_TEST(told["checked"].size() == 11U);
}

BOOST_AUTO_TEST_CASE(a_sendmail_is_examined_from_either_file) {
    const auto mc = folder.write("sendmail.mc", "MAILER(`smtp')\n");
    const auto ended = doctor({"--sendmail", mc});
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(
        holds(ended.out, mc + ": problem: no filter has S=local:/var/spool/postfix/msa-milter/"));
    const auto cf = folder.write("sendmail.cf",
                                 "V10/Berkeley\nO DaemonPortOptions=Name=MSA, Port=587, M=Ea\n"
                                 "O InputMailFilters=m\nO MustQuoteChars\nO AuthOptions=p,y\n"
                                 "Xm, S=inet:8891@localhost, F=T\n");
    BOOST_TEST(doctor({"--sendmail", cf, "--socket", "inet:8891@localhost", "--strict"}).status ==
               0);
}

BOOST_AUTO_TEST_CASE(postconf_is_asked_without_a_shell) {
    const auto ended = of_postconf(
        "case \"$1 $2 $3\" in\n"
        "'-c /etc/postfix -n') cat postfix-example/main.cf.submission;\n"
        "    echo 'postconf: warning: main.cf: unused parameter: odd' >&2;;\n"
        "'-c /etc/postfix -M') cat postfix-example/master.cf.submission;;\n"
        "'-c /etc/postfix -d') echo 'mail_version = 3.9.1';;\n"
        "*) exit 1;; esac\n");
    BOOST_TEST(ended.status == 0, ended.out + ended.err);
    BOOST_TEST(holds(ended.out, "checked: parameters that are not set: as in Postfix 3.9.1\n"));
    BOOST_TEST(
        holds(ended.out, "postconf: warning: postconf: warning: main.cf: unused parameter: odd\n"));
}

BOOST_AUTO_TEST_CASE(a_postconf_that_fails_is_unavailable) {
    const auto ended = of_postconf("echo 'fatal: no main.cf' >&2; exit 3\n");
    BOOST_TEST(ended.status == 69);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(ended.err ==
               "msa-milter: postconf -c /etc/postfix -n: exit status 3: fatal: no main.cf\n");
}

BOOST_AUTO_TEST_CASE(a_postconf_that_prints_nothing_is_no_postfix) {
    const auto ended = of_postconf("exit 0\n");
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.err == "msa-milter: main.cf: holds no Postfix parameter\n");
}

BOOST_AUTO_TEST_CASE(files_that_are_none_of_the_mtas_are_refused) {
    const auto empty = folder.write("empty", "");
    const auto binary = folder.write("binary", std::string("\x7f"
                                                           "ELF\0\1",
                                                           6));
    const auto huge = folder.path_of("huge");
    std::ofstream(huge).put('a');
    fs::resize_file(huge, (16U << 20U) + 1);
    const auto missing = folder.path_of("missing");
    for (const auto& [file, why] : std::vector<std::pair<std::string, std::string>>{
             {empty, ": neither a sendmail.cf nor a .mc file of Sendmail\n"},
             {binary, ": is not a text file\n"},
             {huge, ""},
             {missing, ": No such file or directory\n"}}) {
        const auto ended = doctor({"--sendmail", file});
        BOOST_TEST(ended.status == 78);
        BOOST_TEST(ended.out == "");
        BOOST_TEST(holds(ended.err, std::string("msa-milter: ").append(file).append(why)),
                   ended.err);
        BOOST_TEST(doctor({"--main-cf", file, "--master-cf", file}).status == 78);
    }
}

BOOST_AUTO_TEST_CASE(rules_and_settings_that_cannot_be_used_are_refused) {
    const auto bad = folder.write("bad", "slef = true\n");
    for (const char* const option : {"--rules", "--config"}) {
        const auto ended = run({"doctor", "--postfix", option, bad});
        BOOST_TEST(ended.status == 78);
        BOOST_TEST(holds(ended.err, bad + ":1:1: "), ended.err);
    }
}

BOOST_AUTO_TEST_CASE(one_mta_must_be_named) {
    const std::vector<std::vector<std::string>> lines{
        {},
        {"--main-cf", "x"},
        {"--master-cf", "x"},
        {"--postfix", "--sendmail", "x"},
        {"--postfix", "/etc/postfix", "--main-cf", "x", "--master-cf", "x"},
        {"--sendmail"},
        {"--sendmail", "x", "--format", "xml"}};
    for (const auto& line : lines) {
        const auto ended = doctor(line);
        BOOST_TEST(ended.status == 64);
        BOOST_TEST(ended.out == "");
        BOOST_TEST(ended.err != "");
    }
}

BOOST_AUTO_TEST_CASE(it_tells_what_a_daemon_that_runs_may_use) {
    Setup setup;
    setup.before = "ulimit -n 300";
    const Daemon few(setup);
    const Daemon usual;
    const auto warned = of_files("", {"--socket", few.socket()});
    BOOST_TEST(holds(warned.out, ": warning: may have 300 descriptors\n"));
    BOOST_TEST(holds(warned.out, "checked: the daemon's limits: 300 descriptors, "));
    const auto well = of_files("", {"--socket", usual.socket()});
    BOOST_TEST(holds(well.out, "checked: the daemon's limits: "));
    BOOST_TEST(!holds(well.out, "may have"));
    const auto unknown = of_files("", {"--socket", "inet:8899@localhost"});
    BOOST_TEST(!holds(unknown.out, "limits"));
}

BOOST_AUTO_TEST_SUITE_END()
