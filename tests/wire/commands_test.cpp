// The commands that end by themselves: what they print, and their exit status.
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/daemon.h"
#include "wire/program.h"

#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace fs = std::filesystem;
using msa::whole_rules;
using namespace msa::wire;

namespace {

bool holds(const std::string& text, const std::string& wanted) {
    return text.find(wanted) != std::string::npos;
}

/// A rule file, and perhaps others, that anybody may look at unless a test has it otherwise.
struct Files {
    Files() { fs::permissions(folder.path(), fs::perms(0755)); }

    /// `check` as somebody who is not root.
    [[nodiscard]] Ended check(std::vector<std::string> options) const {
        options.insert(options.begin(), "check");
        if (::geteuid() == 0) {
            options.insert(options.end(), {"--user", "nobody"});
        }
        return run(options);
    }
    [[nodiscard]] std::string write(const std::string& text, const std::string& name = "r") const {
        return folder.write(name, text);
    }
    /// With what else a rule file needs.
    [[nodiscard]] std::string rules(const std::string& text, const std::string& name = "r") const {
        return write(whole_rules(text), name);
    }
    /// A file that nobody may read.
    [[nodiscard]] std::string hide(const std::string& name) const {
        auto path = folder.write(name, "a@example.com alice\n");
        fs::permissions(path, fs::perms::none);
        return path;
    }

    msa::TemporaryFolder folder;
};

constexpr const char* misspelt = "[owners]\nslef = true\nself = true\n";
constexpr const char* expired =
    "[[delegation]]\nid = \"d\"\nas = [\"a@example.com\"]\nwho = [\"x\"]\nuntil = 2020-01-01\n"
    "owner = \"o\"\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(commands, Files)

BOOST_AUTO_TEST_CASE(valid_rules_are_said_to_be_so_with_version_and_hash) {
    const auto path = rules(staff_rules());
    const auto ended = check({path});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(holds(ended.out, path + ": valid, version \"test\", sha256:"));
    BOOST_TEST(holds(ended.out, " enforced, 0 monitored, "));
    BOOST_TEST(holds(ended.out,
                     " off, 0 exceptions, 0 delegations; keys: none; owners' domains "
                     "without key: example.com\n"));
    BOOST_TEST(ended.err == "");
}

BOOST_AUTO_TEST_CASE(an_error_is_shown_with_its_line_and_a_caret) {
    const auto path = rules(misspelt);
    const auto ended = check({path});
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.out == path +
                                ":3:1: unknown key 'slef'; did you mean 'self'?\n"
                                "    slef = true\n    ^\n");
}

BOOST_AUTO_TEST_CASE(json_tells_the_same_to_programs) {
    const auto good = rules(staff_rules(), "good");
    const auto bad = rules(misspelt, "bad");
    const auto ended = check({"--format", "json", good, bad});
    BOOST_TEST(ended.status == 78);
    const auto files = nlohmann::json::parse(ended.out);
    BOOST_REQUIRE(files.size() == 2U);
    BOOST_TEST(files[0]["file"] == good);
    BOOST_TEST(files[0]["valid"] == true);
    BOOST_TEST(files[0]["version"] == "test");
    BOOST_TEST(files[0]["hash"].get<std::string>().size() == std::string("sha256:").size() + 64);
    BOOST_TEST(files[0]["diagnostics"].size() == 1U);
    BOOST_TEST(files[0]["diagnostics"][0]["accepted"] == true);
    BOOST_TEST(files[0]["summary"]["monitored"] == 0);
    BOOST_TEST(files[0]["summary"]["next_exception_ends"].is_null());
    BOOST_TEST(files[0]["summary"]["domains_without_key"] ==
               nlohmann::json::parse(R"(["example.com"])"));
    BOOST_TEST(files[1]["valid"] == false);
    BOOST_TEST(
        files[1]["diagnostics"] ==
        nlohmann::json::parse(R"([{"severity": "error", "line": 3, "column": 1, "accepted": false,
                   "message": "unknown key 'slef'; did you mean 'self'?"}])"));
}

BOOST_AUTO_TEST_CASE(github_gets_annotations_with_its_own_characters_escaped) {
    const auto path = rules("\"100%\" = 1\n");
    const auto ended = check({"--format", "github", path});
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.out.find("::error file=" + path + ",line=2,col=1::unknown key '100%25'") ==
               0U);
    BOOST_TEST(check({"--format", "github", rules(expired)}).out.find("::warning file=") == 0U);
}

BOOST_AUTO_TEST_CASE(warnings_count_where_strictness_is_asked_for) {
    const auto path = rules(expired);
    const auto ended = check({path});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(holds(ended.out, path + ":6:9: warning: delegation 'd' has expired\n"));
    BOOST_TEST(holds(ended.out, ": valid, "));
    const auto strict = check({"--strict", path});
    BOOST_TEST(strict.status == 1);
    BOOST_TEST(holds(strict.out, path + ":6:9: delegation 'd' has expired\n"));
    BOOST_TEST(!holds(strict.out, ": valid, "));
    BOOST_TEST(holds(check({"--strict", "--format", "github", path}).out, "::error file="));
    BOOST_TEST(nlohmann::json::parse(
                   check({"--strict", "--format", "json", path}).out)[0]["valid"] == false);
    BOOST_TEST(check({"--strict", rules(staff_rules())}).status == 0);
    BOOST_TEST(check({"--strict", path, rules(misspelt, "bad")}).status == 78);
}

BOOST_AUTO_TEST_CASE(files_of_one_daemon_may_not_govern_the_same_listener) {
    const auto people = rules("[scope]\nlistener = [\"submission\", \"submissions\"]\n", "people");
    const auto devices = rules("[scope]\nlistener = [\"scan-in\", \"submissions\"]\n", "devices");
    const auto scans = rules("[scope]\nlistener = [\"scan-in\"]\n", "scans");
    BOOST_TEST(check({people, devices}).status == 0);
    BOOST_TEST(check({"--together", people, scans}).status == 0);
    const auto overlap = check({"--together", people, devices});
    BOOST_TEST(overlap.status == 78);
    BOOST_TEST(holds(overlap.out, devices + ":3:12: listener 'submissions' is governed by " +
                                      people + " already\n"));
    const auto all = rules("", "all");
    BOOST_TEST(holds(check({"--together", people, all}).out,
                     all + ": listener 'submission' is governed by " + people + " already\n"));
    BOOST_TEST(holds(check({"--together", all, all}).out, ": every listener is governed by "));
}

BOOST_AUTO_TEST_CASE(without_files_those_of_the_settings_are_checked_together) {
    const auto people = rules("version = \"people\"\n[scope]\nlistener = [\"a\"]\n", "people");
    const auto devices = rules("version = \"devices\"\n[scope]\nlistener = [\"b\"]\n", "devices");
    const auto settings = write("rules = [\"" + people + "\", \"" + devices + "\"]\n", "settings");
    const auto ended = check({"--config", settings});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(holds(ended.out, people + ": valid, version \"people\""));
    BOOST_TEST(holds(ended.out, devices + ": valid, version \"devices\""));
    (void)rules("version = \"devices\"\n[scope]\nlistener = [\"a\"]\n", "devices");
    BOOST_TEST(check({"--config", settings}).status == 78);
    BOOST_TEST(check({"--config", write("rules = 1\n", "settings")}).status == 78);
}

BOOST_AUTO_TEST_CASE(a_table_that_the_daemon_may_not_read_is_a_matter_of_permissions) {
    const auto ended =
        check({rules("[owners]\ntables = [\"t\"]\n[tables.t]\ntype = \"file\"\n"
                     "path = \"" +
                     hide("table") + "\"\n")});
    BOOST_TEST(ended.status == 77);
    BOOST_TEST(holds(ended.out, ":6:8: table t: "));
    BOOST_TEST(holds(ended.out, "Permission denied"));
}

BOOST_AUTO_TEST_CASE(a_key_that_the_daemon_may_not_read_is_a_matter_of_permissions) {
    const auto key = rules("[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"\nfile = \"" +
                           hide("key") + "\"\n");
    const auto ended = check({key});
    BOOST_TEST(ended.status == 77);
    BOOST_TEST(holds(ended.out, ":5:8: "));
    BOOST_TEST(holds(ended.out, "Permission denied"));
    // Beside any other error it is not what has to be mended first.
    BOOST_TEST(check({key, rules(misspelt, "bad")}).status == 78);
}

BOOST_AUTO_TEST_CASE(rules_that_are_not_there_are_named) {
    const auto path = folder.path_of("missing");
    const auto ended = check({path});
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.out == path + ": No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(root_looks_as_a_user_that_exists_and_is_not_root) {
    if (::geteuid() != 0) {
        BOOST_TEST(run({"check", "--user", "no-such-user", rules("")}).status == 0);
        return;  // who is not root stays who he is
    }
    const auto nobody = run({"check", "--user", "no-such-user", rules("")});
    BOOST_TEST(nobody.status == 78);
    BOOST_TEST(nobody.out == "");
    BOOST_TEST(holds(nobody.err, "user 'no-such-user' does not exist"));
    const auto root = run({"check", "--user", "root", rules("")});
    BOOST_TEST(root.status == 78);
    BOOST_TEST(holds(root.err, "user 'root' is root"));
}

BOOST_AUTO_TEST_CASE(the_reference_is_a_rule_file_and_a_manual) {
    const auto toml = run({"reference"});
    BOOST_TEST(toml.status == 0);
    BOOST_TEST(holds(toml.out, "\n[check.header_from_rights]\n"));
    BOOST_TEST(check({"--strict", write(toml.out)}).status == 0);
    const auto man = run({"reference", "--format", "man"});
    BOOST_TEST(man.status == 0);
    BOOST_TEST(holds(man.out, "\n.SS \"[check.header_from_rights]\"\n"));
}

BOOST_AUTO_TEST_CASE(what_is_no_command_line_is_wrong_usage) {
    const std::vector<std::vector<std::string>> lines{{},
                                                      {"sign"},
                                                      {"check", "--format", "xml"},
                                                      {"check", "--strickt"},
                                                      {"reference", "--format"},
                                                      {"run", "--log", "file"},
                                                      {"run", "more"}};
    for (const auto& line : lines) {
        const auto ended = run(line);
        BOOST_TEST(ended.status == 64);
        BOOST_TEST(ended.out == "");
        BOOST_TEST(ended.err != "");
    }
}

BOOST_AUTO_TEST_CASE(it_suggests_commands_and_options) {
    const auto said = [](std::vector<std::string> arguments) {
        const auto ended = run(std::move(arguments));
        BOOST_TEST(ended.status == 64);
        BOOST_TEST(ended.out == "");
        return ended.err.substr(0, ended.err.find('\n'));
    };
    BOOST_TEST(said({"chek"}) == "msa-milter: no command 'chek'; did you mean 'check'?");
    BOOST_TEST(said({"chek", "--strict", "x"}) ==
               "msa-milter: no command 'chek'; did you mean 'check'?");
    BOOST_TEST(said({"table", "qurey", "x"}) ==
               "msa-milter: no command 'qurey'; did you mean 'query'?");
    BOOST_TEST(said({"key", "show"}) ==
               "msa-milter: no command 'show'; known: dns, check, new, list, "
               "retire, rotate");
    BOOST_TEST(said({"dance"}).starts_with("msa-milter: no command 'dance'; known: run, check, "));
    BOOST_TEST(said({"help"}) == "msa-milter: no command 'help'; --help shows what there is");
    BOOST_TEST(said({"--versoin"}) ==
               "msa-milter: no option '--versoin'; did you mean '--version'?");
    BOOST_TEST(said({"check", "--strct", "x"}) ==
               "msa-milter: no option '--strct'; did you mean '--strict'?");
    BOOST_TEST(said({"who"}) == "ADDRESS is required");
    BOOST_TEST(said({"check", "--format", "jsn"}) == "--format: jsn not in {text,json,github}");
    BOOST_TEST(said({}) == "A subcommand is required");
}

BOOST_AUTO_TEST_CASE(it_tells_its_version_and_its_commands) {
    const auto version = run({"--version"});
    BOOST_TEST(version.status == 0);
    BOOST_TEST(version.out == "msa-milter " MSA_MILTER_VERSION "\n");
    const auto help = run({"--help"});
    BOOST_TEST(help.status == 0);
    for (const char* command : {"run", "check", "who", "can", "table", "doctor", "reference"}) {
        BOOST_TEST(holds(help.out, std::string("\n  ") + command + ' '), help.out);
        BOOST_TEST(run({command, "--help"}).status == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
