// What an auditor asks, over a trail that a daemon wrote: the questions are read from the manual,
// and the numbers of a report are counted again by the commands that it names.
#include "audit/note_key.h"
#include "base/text.h"
#include "fakes/manual.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/program.h"
#include "wire/signed_trail.h"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

std::string auditors_rules() {
    return R"(version = "audited"
[identity]
sources = ["sasl"]
login_domain = "example.com"
[owners]
self = true
[[delegation]]
id = "ceo-office"
as = ["ceo@example.com"]
who = ["alice@example.com"]
until = 2099-06-30
owner = "security@example.com"
ticket = "SEC-4411"
[[exception]]
id = "helpdesk"
rule = "header_from_rights"
when = { login = ["carol@example.com"] }
action = "log"
until = 2099-03-01
owner = "security@example.com"
ticket = "SEC-4502"
why = "the ticket system replies as agents"
)";
}

std::string today() {
    const auto now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::string text(16, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts));
    return text;
}

std::vector<Field> header_of(const std::string& from, const std::string& id) {
    auto header = honest_header();
    header[0].value = " " + from;
    header[4].value = " " + id;
    return header;
}

/// A trail with something to say on each question.
struct AuditedSite {
    AuditedSite() : daemon({.rules = auditors_rules()}) {
        end();
        with_key();
        for (const auto* name :
             {"audit.jsonl", "audit.checkpoint", "audit.checkpoints", "audit.state"}) {
            std::filesystem::remove(daemon.path(name));  // of the run without a key
        }
        daemon.start();
        submit("alice", {.sender = "<alice@example.com>",
                         .header = header_of("alice@example.com", "<m1@example.com>")});
        auto without_date = header_of("alice@example.com", "<m1@example.com>");
        without_date.erase(without_date.begin() + 3);
        submit("alice", {.sender = "<alice@example.com>", .header = without_date});
        submit("alice", {.sender = "<alice@example.com>",
                         .header = header_of("ceo@example.com", "<m2@example.com>")});
        submit("bob", {.sender = "<bob@example.com>",
                       .header = header_of("ceo@example.com", "<m3@example.com>")});
        submit("carol", {.sender = "<carol@example.com>",
                         .recipients = {"<a@example.org>", "<b@example.org>"},
                         .header = header_of("agent@example.com", "<m4@example.com>")});
        end();
        std::istringstream all(contents(daemon.path("audit.jsonl")));
        for (std::string line; std::getline(all, line);) {
            const auto record = Json::parse(line);
            if (record.at("record") == "transaction" && session.empty()) {
                session = record.at("session");
            }
        }
    }

    void end() {
        daemon.signal(SIGTERM);
        const int status = daemon.exit_status();
        BOOST_REQUIRE_MESSAGE(status == 0, daemon.log());
    }

    void with_key() {
        const auto settings = daemon.path("settings.toml");
        const auto key = daemon.path("audit.key");
        const auto made = run({"audit", "key", "new", "--config", settings, "--file", key});
        BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
        verifier = made.out.substr(0, made.out.find('\n'));
        auto text = contents(settings);
        const auto at = text.find("audit = ");
        text.erase(at, text.find('\n', at) + 1 - at);
        std::ofstream(settings) << text << "[audit]\nfile = \"" << daemon.path("audit.jsonl")
                                << "\"\nkey = \"" << key << "\"\n";
    }

    void submit(const std::string& login, const Submission& submission) const {
        MilterClient client(daemon.socket());
        client.login = login;
        client.greet();
        (void)client.submit(submission);  // the trail tells how it ended
    }

    /// As the manual has it, about this trail.
    [[nodiscard]] Ended ask(std::string command) const {
        const std::map<std::string, std::string> here{
            {"\"$VERIFIER_KEY\"", verifier},
            {"5d0c8a33e1b70f42", session},
            {"2026-11-20T12:00:00Z", last_time()},
            {"-o message", "-o " + daemon.path("message")},
        };
        for (const auto& [general, own] : here) {
            if (const auto at = command.find(general); at != std::string::npos) {
                command.replace(at, general.size(), own);
            }
        }
        return ask_plainly(command + " --config " + daemon.path("settings.toml"));
    }
    static Ended ask_plainly(const std::string& command) {
        const std::string name = "msa-milter";
        BOOST_REQUIRE(command.starts_with(name));
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes it
        return ask_shell(in_quotes(std::getenv("MSA_MILTER")) + command.substr(name.size()));
    }

    [[nodiscard]] std::string last_time() const {
        std::string time;
        std::istringstream all(contents(daemon.path("audit.jsonl")));
        for (std::string line; std::getline(all, line);) {
            const auto record = Json::parse(line);
            if (record.at("record") == "transaction") {
                time = record.at("time");
            }
        }
        return time;
    }

    Daemon daemon;
    std::string verifier;
    std::string session;
};

const AuditedSite& site() {
    static const AuditedSite audited;
    return audited;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

struct Question {
    std::string words;
    std::string command;
};

std::vector<Question> questions() {
    std::istringstream manual(contents("src/man/msa-milter-audit.5"));
    std::vector<Question> all;
    bool is_there = false;
    std::string words;
    for (std::string line; std::getline(manual, line);) {
        if (line.starts_with(".SH ")) {
            is_there = line == ".SH QUESTIONS OF AN AUDITOR";
        } else if (is_there && line.starts_with(".I ")) {
            words = line.substr(3);
        } else if (is_there && line.starts_with(".B msa\\-milter") && !words.empty()) {
            all.push_back({words, msa::without_roff(line.substr(3))});
            words.clear();
        }
    }
    return all;
}

/// What the answer of each holds; by words of the question.
const std::map<std::string, Words>& answers() {
    static const std::map<std::string, Words> all{
        {"Who sent as",
         {"alice@example.com", "ceo@example.com, in From, on_behalf", "delegation ceo-office",
          "owner security@example.com", "ticket SEC-4411", "bob@example.com",
          "ceo@example.com, in From, none"}},
        {"left unsigned", {"alice@example.com", "unsigned"}},
        {"refused to bob", {"You may not use ceo@example.com in From", "5.7.1"}},
        {"in force", {"version audited", "[[delegation]]", "id = \"ceo-office\"", "sha256:"}},
        {"exceptions were used", {"carol@example.com", "helpdesk"}},
        {"altered",
         {"integrity: given, signed with the key that was given",
          "completeness: given up to the last checkpoint"}},
        {"tried addresses", {"bob@example.com", "ceo@example.com, in From, none", "rejected"}},
        {"to a domain", {"rcpt@", "accepted"}},
        {"changed in a message", {"+Date: "}},
        {"found nothing", {"require_tls", "hop_count"}},
        {"did a message go", {"4Tq1Z", "rcpt@"}},
        {"proved to somebody", {}},
    };
    return all;
}

// A page of a report as text.

std::string unescaped(std::string text) {
    for (const auto& [entity, plain] : std::vector<std::pair<std::string, std::string>>{
             {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
        for (auto at = text.find(entity); at != std::string::npos;
             at = text.find(entity, at + plain.size())) {
            text.replace(at, entity.size(), plain);
        }
    }
    return text;
}

struct Shown {
    std::string before;  // what stands in front of the command, from the one before on
    std::string command;
};

std::vector<Shown> commands_of(const std::string& page) {
    const std::string begin = "<p class=\"query\">";
    std::vector<Shown> all;
    std::size_t from = 0;
    for (auto at = page.find(begin); at != std::string::npos; at = page.find(begin, from)) {
        const auto code = page.find("<code>", at) + 6;
        const auto end = page.find("</code>", code);
        all.push_back({page.substr(from, at - from), unescaped(page.substr(code, end - code))});
        from = end;
    }
    return all;
}

/// Of tables of values with bars: `VALUE,COUNT`.
Words bars_in(const std::string& html) {
    const std::regex row(
        "<tr><th scope=\"row\">([^<]*)</th><td class=\"bar\">.*?</td><td "
        "class=\"n\">([0-9,]*)</td>");
    Words rows;
    for (std::sregex_iterator each(html.begin(), html.end(), row), end; each != end; ++each) {
        auto count = (*each)[2].str();
        std::erase(count, ',');
        rows.push_back(unescaped((*each)[1].str()) + ',' + count);
    }
    return rows;
}

/// The rows that a query prints as CSV.
Words counted(const std::string& command) {
    std::istringstream out(AuditedSite::ask_plainly(command + " --csv").out);
    Words rows;
    for (std::string line; std::getline(out, line);) {
        std::erase(line, '\r');
        std::erase(line, '"');
        rows.push_back(line);
    }
    if (!rows.empty()) {
        rows.erase(rows.begin());
    }
    return rows;
}

/// The table of days, each cell beside its name.
void expect_dispositions(const Shown& shown) {
    std::map<std::string, std::string> counts;
    for (const auto& line : counted(shown.command)) {
        const auto values = msa::split(line, ',');
        counts[std::string(values.at(1))] = values.at(2);
    }
    BOOST_TEST(counts.size() == 2U);
    for (const auto& [disposition, count] : counts) {
        std::string cell = "data-label=\"";
        cell.append(disposition).append("\">").append(count).append("</td>");
        BOOST_TEST(holds(shown.before, cell), cell);
    }
}

/// A table of names, each with its number of messages.
void expect_messages(const Shown& shown) {
    for (const auto& line : counted(shown.command)) {
        const auto values = msa::split(line, ',');
        BOOST_TEST(holds(shown.before, ">" + std::string(values.at(0)) +
                                           "</th><td class=\"n\" data-label=\"messages\">" +
                                           std::string(values.at(1)) + "</td>"));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(auditor)

BOOST_AUTO_TEST_CASE(each_question_of_the_manual_has_one_command_that_answers_it) {
    BOOST_REQUIRE(!site().daemon.path("").empty());
    const auto asked = questions();
    BOOST_TEST(asked.size() == 12U);
    std::size_t known = 0;
    for (const auto& question : asked) {
        const auto answer = std::find_if(answers().begin(), answers().end(), [&](const auto& each) {
            return holds(question.words, each.first);
        });
        BOOST_REQUIRE_MESSAGE(answer != answers().end(), question.words);
        ++known;
        const auto said = site().ask(question.command);
        BOOST_TEST_INFO_SCOPE(question.command << '\n' << said.out);
        BOOST_TEST(said.status == 0);
        for (const auto& part : answer->second) {
            BOOST_TEST(holds(said.out, part), part);
        }
    }
    BOOST_TEST(known == answers().size());
}

BOOST_AUTO_TEST_CASE(a_proof_that_an_auditor_was_given_is_good_alone) {
    const auto made = site().ask("msa-milter audit proof 5d0c8a33e1b70f42.1 -o message");
    BOOST_TEST(made.status == 0);
    const auto verified =
        AuditedSite::ask_plainly("msa-milter audit verify --key " + site().verifier + " --proof " +
                                 site().daemon.path("message.tlog-proof"));
    BOOST_TEST(verified.status == 0);
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_not_found_and_what_cannot_be_is_refused) {
    BOOST_TEST(site().ask("msa-milter audit query --login nobody").status == 1);
    BOOST_TEST(site().ask("msa-milter audit query --exception '*' --late").status == 1);
    BOOST_TEST(site().ask("msa-milter audit rules --at 2020-01-01").status == 1);
    const auto refused = site().ask("msa-milter audit query --rule heder_from_rights");
    BOOST_TEST(refused.status == 65);
    BOOST_TEST(holds(refused.out, "did you mean 'header_from_rights'?"));
    for (const auto* command :
         {"query --top 3", "query --record start --login x", "query --count-by logn",
          "query --since 2026-11-02 --until 2026-11-01", "query --record strat",
          "report --from yesterday --to 2026-11-01", "rules --at never"}) {
        BOOST_TEST(site().ask("msa-milter audit " + std::string(command)).status == 65, command);
    }
}

BOOST_AUTO_TEST_CASE(every_number_of_a_report_is_counted_again_by_its_command) {
    const auto day = today();
    const auto written = site().ask("msa-milter audit report --from 2026-01-01 --to " + day +
                                    " --key \"$VERIFIER_KEY\"");
    BOOST_TEST(written.status == 0);
    std::size_t compared = 0;
    std::size_t run_well = 0;
    for (const auto& shown : commands_of(written.out)) {
        BOOST_TEST_INFO_SCOPE(shown.command);
        const auto answer = AuditedSite::ask_plainly(shown.command);
        BOOST_TEST((answer.status == 0 || (answer.status == 1 && answer.out.empty())), answer.out);
        ++run_well;
        if (const auto bars = bars_in(shown.before); !bars.empty()) {
            BOOST_TEST(counted(shown.command) == bars, boost::test_tools::per_element());
            ++compared;
        }
    }
    BOOST_TEST(run_well == 15U);
    BOOST_TEST(compared == 5U);  // rules, sources, TLS, unsigned, refused logins
}

BOOST_AUTO_TEST_CASE(days_delegations_and_rule_files_of_a_report_are_counted_again_too) {
    const auto day = today();
    const auto page = site().ask("msa-milter audit report --from " + day + " --to " + day).out;
    for (const auto& shown : commands_of(page)) {
        BOOST_TEST_INFO_SCOPE(shown.command);
        if (holds(shown.command, "--count-by day,disposition")) {
            expect_dispositions(shown);
        } else if (holds(shown.command, "--count-by delegation") ||
                   holds(shown.command, "--count-by exception")) {
            expect_messages(shown);
        }
    }
    BOOST_TEST(holds(page, "SEC-4411"));
    BOOST_TEST(holds(page, "in force"));
}

BOOST_AUTO_TEST_SUITE_END()
