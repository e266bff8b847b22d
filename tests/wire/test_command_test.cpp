// `msa-milter test`: the tests beside rule files, run as a user would.
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/program.h"

#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

bool holds(const std::string& text, const std::string& wanted) {
    return text.find(wanted) != std::string::npos;
}

constexpr const char* rules = R"toml([identity]
sources = ["sasl"]
[owners]
self = true
tables = ["staff"]
[tables.staff]
type = "ldap"
server = "ldaps://ldap.example.com"
base = "dc=example,dc=com"
filter = "(mail={key})"
attributes = ["uid"]
[[delegation]]
id = "office"
as = ["ceo@example.com"]
who = ["carol@example.com"]
until = 2027-01-01
owner = "security@example.com"
[check.require_tls]
action = "reject"
[dkim]
[[dkim.key]]
domain = "example.com"
selector = "s1"
file = "/nowhere/key.pem"
)toml";

constexpr const char* given = R"(now = 2026-11-26T12:00:00Z
[tables.staff]
"sales@example.com" = ["alice@example.com"]
)";

constexpr const char* honest = R"([[case]]
title = "alice writes as sales"
login = "alice@example.com"
to = "bob@example.net"
message = "From: sales@example.com\nSubject: Hi\n\nHello\n"
[case.expect]
disposition = "accepted"
finds = ["add_date"]
passes = ["header_from_rights", "require_tls"]
adds = ["Date:", "to: undisclosed"]
signed = ["example.com"]
)";

/// A rule file, and a test file beside it.
struct Desk {
    Desk() {
        fs::permissions(folder.path(), fs::perms(0755));
        write_rules(rules);
    }

    void write_rules(const std::string& text) const {
        (void)folder.write("main.toml", msa::whole_rules(text));
    }
    [[nodiscard]] Ended test(const std::string& text, std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"test", folder.write("main.test.toml", text)});
        return run(more);
    }

    msa::TemporaryFolder folder;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(test_command)

BOOST_AUTO_TEST_CASE(the_shipped_rules_do_what_their_tests_say) {
    const auto ended = run({"test", "rules", "--fail-under", "100"});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(holds(ended.out, " passed, 0 failed\n"), ended.out);
}

BOOST_FIXTURE_TEST_CASE(servers_and_keys_are_not_needed, Desk) {
    const auto ended = test(std::string(given) + honest);
    BOOST_TEST(ended.err == "");
    BOOST_TEST(ended.out == "1 passed, 0 failed\n");
    BOOST_TEST(ended.status == 0);
}

BOOST_FIXTURE_TEST_CASE(a_table_without_entries_cannot_tell_and_says_which, Desk) {
    const auto ended = test(honest);
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(holds(ended.out, "main.test.toml:1: FAILED: alice writes as sales\n"));
    BOOST_TEST(holds(ended.out, "  disposition: expected \"accepted\", got \"deferred\"\n"));
    BOOST_TEST(holds(ended.out, "the test gives no entries of table staff ([tables.staff])"));
}

BOOST_FIXTURE_TEST_CASE(a_case_may_have_entries_and_names_of_its_own, Desk) {
    const std::string own = std::string(honest).replace(
        std::string(honest).find("[case.expect]"), 0,
        "tables.staff = { \"sales@example.com\" = \"bob@example.com\" }\n");
    const auto ended = test(std::string(given) + own);
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(holds(ended.out, "got \"rejected\"\n"));
    BOOST_TEST(holds(ended.out, "table staff: sales@example.com -> bob@example.com"));
}

BOOST_FIXTURE_TEST_CASE(every_expectation_can_fail, Desk) {
    const auto fails = [this](const std::string& expectation, const std::string& said) {
        const std::string head(honest);
        const auto ended = test(std::string(given) + head.substr(0, head.find("[case.expect]")) +
                                "expect = { " + expectation + " }\n");
        BOOST_TEST(ended.status == 1, expectation);
        BOOST_TEST(holds(ended.out, "  " + said + '\n'), ended.out);
    };
    fails("disposition = \"held\"", "disposition: expected \"held\", got \"accepted\"");
    fails("rule = \"require_tls\"", "rule: expected \"require_tls\", got none");
    fails("reply = \"550\"", "reply: expected \"550...\", got none");
    fails("finds = [\"valid_date\"]",
          "finds: expected \"valid_date\", got \"add_date\", \"add_message_id\", \"add_to\"");
    fails("adds = [\"Sender:\"]",
          "adds: expected \"Sender:...\", got \"Date: Thu, 26 Nov 2026 "
          "12:00:00 +0000\", \"Message-ID: <1795694400.7777777777777777@"
          "localhost>\", \"To: undisclosed-recipients:;\"");
    fails("removes = [\"Subject\"]", "removes: expected \"Subject...\", got none");
    fails("signed = []", "signed: expected none, got \"example.com\"");
}

BOOST_FIXTURE_TEST_CASE(the_clock_stands_where_the_file_says, Desk) {
    const std::string office = "[[ownership]]\nlogin = \"carol@example.com\"\n";
    const std::string late = std::string(given).replace(6, 4, "2027");
    BOOST_TEST(test(given + office + "may = \"ceo@example.com\"\n").status == 0);
    BOOST_TEST(test(late + office + "may_not = \"ceo@example.com\"\n").status == 0);
    BOOST_TEST(test(late + office + "may = \"ceo@example.com\"\n").status == 1);
}

BOOST_FIXTURE_TEST_CASE(ownership_is_asked_as_who_and_can_ask, Desk) {
    const auto ended = test(std::string(given) + R"([[ownership]]
login = "alice@example.com"
can_list = ["alice@example.com", "sales@example.com"]
[[ownership]]
address = "sales@example.com"
who = ["alice@example.com", "sales@example.com"]
[[ownership]]
address = "sales@example.com"
who = []
)");
    BOOST_TEST(holds(ended.out, "main.test.toml:10: FAILED: who may use sales@example.com\n"),
               ended.out);
    BOOST_TEST(holds(ended.out, "2 passed, 1 failed\n"));
}

BOOST_FIXTURE_TEST_CASE(what_no_test_reached_is_listed, Desk) {
    const auto ended = test(std::string(given) + honest, {"--coverage"});
    BOOST_TEST(
        holds(ended.err, "main.toml:13: delegation office: no case in which it gives a right\n"),
        ended.err);
    BOOST_TEST(
        holds(ended.err, "main.toml:19: rule require_tls: no case in which it finds something\n"));
    BOOST_TEST(holds(ended.err, "coverage 33 % (1 of 3)\n"));
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(test(std::string(given) + honest, {"--fail-under", "34"}).status == 1);
}

BOOST_FIXTURE_TEST_CASE(mistakes_are_listed_with_a_caret_and_a_suggestion, Desk) {
    const auto ended = test(
        "[[case]]\ntitle = \"x\"\nmesage = \"From: a@example.com\"\n"
        "expect = { dispositon = \"accepted\" }\n");
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(holds(ended.err,
                     "main.test.toml:3:1: unknown key 'mesage'; did you mean 'message'?\n"
                     "    mesage = \"From: a@example.com\"\n    ^\n"),
               ended.err);
    BOOST_TEST(holds(ended.err, "4:12: unknown key 'dispositon'; did you mean 'disposition'?\n"));
    BOOST_TEST(holds(test("now = 2026-01-01\n").err,
                     "tests nothing: it has no [[case]] and no [[ownership]]"));
}

BOOST_FIXTURE_TEST_CASE(a_rule_file_that_is_not_valid_runs_nothing, Desk) {
    write_rules("[owners]\nslef = true\n");
    const auto ended = test(honest);
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(holds(ended.err, "main.toml:"));
    BOOST_TEST(holds(ended.err, "unknown key 'slef'; did you mean 'self'?"));
}

BOOST_FIXTURE_TEST_CASE(programs_read_the_results, Desk) {
    const std::string failing = std::string(given) + honest + "reply = \"550, <&>\"\n";
    const auto tap = test(failing, {"--format", "tap"});
    BOOST_TEST(holds(tap.out, "TAP version 14\n1..1\nnot ok 1 - alice writes as sales\n  ---\n"),
               tap.out);
    const auto junit = test(failing, {"--format", "junit"});
    BOOST_TEST(holds(junit.out, "tests=\"1\" failures=\"1\""));
    BOOST_TEST(holds(junit.out, "reply: expected &quot;550, &lt;&amp;&gt;...&quot;, got none"));
    const auto github = test(failing, {"--format", "github"});
    BOOST_TEST(holds(github.out, "::error file="));
    BOOST_TEST(holds(github.out, ",line=4,title=alice writes as sales::reply: expected"));
}

BOOST_FIXTURE_TEST_CASE(nothing_to_run_is_an_error, Desk) {
    fs::create_directory(folder.path_of("empty"));
    const auto ended = run({"test", folder.path_of("empty")});
    BOOST_TEST(ended.status == 65);
    BOOST_TEST(ended.err ==
               "msa-milter: no NAME.test.toml, and no case, in " + folder.path_of("empty") + '\n');
    BOOST_TEST(test(std::string(given) + honest, {"--run", "carol"}).status == 65);
    BOOST_TEST(test(std::string(given) + honest, {"--run", "sales"}).status == 0);
}

BOOST_FIXTURE_TEST_CASE(a_rule_that_is_to_be_silent_is_a_gap_where_it_is_not, Desk) {
    const std::string silent = "silent = [\"require_tls\", \"nonsense\"]\n";
    const auto quiet = test(silent + given + honest, {"--coverage"}).err;
    BOOST_TEST(holds(quiet, "rule nonsense: `silent` names a rule that the file does not have"),
               quiet);
    BOOST_TEST(!holds(quiet, "rule require_tls"), quiet);
    auto clear = std::string(honest);
    clear.replace(clear.find("[case.expect]"), std::string::npos,
                  "tls = \"none\"\n[case.expect]\nrule = \"require_tls\"\n");
    const auto loud = test(silent + given + honest + clear, {"--coverage"}).err;
    BOOST_TEST(holds(loud, "rule require_tls: finds something, though `silent` names it"), loud);
}

BOOST_AUTO_TEST_CASE(a_rule_file_stands_for_the_tests_beside_it) {
    const auto ended = run({"test", "rules/submission.toml"});
    BOOST_TEST(ended.status == 0, ended.err);
    BOOST_TEST(ended.out == run({"test", "rules/submission.test.toml"}).out);
}

BOOST_AUTO_TEST_CASE(cases_of_the_project_run_as_files_and_as_folders) {
    const auto one = run({"test", "tests/cases/header_from_rights/alias.toml"});
    BOOST_TEST(one.status == 0, one.out << one.err);
    BOOST_TEST(one.out.find("1 passed") != std::string::npos, one.out);
    const auto folder = run({"test", "tests/cases/rfc/dkim", "--format", "tap"});
    BOOST_TEST(folder.status == 0, folder.out << folder.err);
    BOOST_TEST(folder.out.find("\nok 2 - ") != std::string::npos, folder.out);
    const auto named = run({"test", "tests/cases/header_from_rights", "--run", "alias"});
    BOOST_TEST(named.out.find("1 passed") != std::string::npos, named.out);
}

BOOST_AUTO_TEST_CASE(a_case_that_ends_otherwise_shows_the_line_and_what_came) {
    const msa::TemporaryFolder folder;
    (void)folder.write("rules.toml", contents("tests/cases/rules.toml"));
    auto text = contents("tests/cases/header_from_rights/alias.toml");
    text.replace(text.find("accepted at message"), 8, "rejected");
    const auto path = folder.write("alias.toml", text);
    const auto ended = run({"test", path});
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.out.find(path + ":1: FAILED: an alias from the table") != std::string::npos,
               ended.out);
    BOOST_TEST(ended.out.find("expected \"rejected at message\", got \"accepted at message\"") !=
                   std::string::npos,
               ended.out);
    BOOST_TEST(ended.out.find("    | mail: go on") != std::string::npos, ended.out);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_case_is_said_with_its_place) {
    const msa::TemporaryFolder folder;
    const auto alone = folder.write("alone.toml", "title = \"x\"\nexpect = \"y\"\n");
    const auto ended = run({"test", alone});
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.err.find("by which rules? There is no rules.toml") != std::string::npos,
               ended.err);
    (void)folder.write("rules.toml", contents("tests/cases/rules.toml"));
    const auto odd = folder.write(
        "odd.toml", "title = \"x\"\nlogn = \"a\"\nmessage = 'a\\xg0'\nexpect = \"y\"\n");
    const auto err = run({"test", odd}).err;
    BOOST_TEST(
        err.find("odd.toml:2:1: unknown key 'logn'; did you mean 'login'?") != std::string::npos,
        err);
    BOOST_TEST(err.find("two hexadecimal digits") != std::string::npos, err);
}

BOOST_AUTO_TEST_SUITE_END()
