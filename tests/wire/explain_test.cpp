// What `explain` says of a message, held against what the daemon does with it over its socket.
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/any_mail.h"
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/program.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace bdata = boost::unit_test::data;
namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

std::string text_of(const Submission& mail) {
    std::string text;
    for (const auto& field : mail.header) {
        text += field.name + ':' + field.value + '\n';
    }
    return text + '\n' + mail.body;
}

/// A reply names its session, which is another one here.
std::string without_session(const std::string& reply) {
    return reply.substr(0, reply.rfind(", session "));
}

/// Values that are the daemon's own change from message to message.
std::string line_of(const std::string& name, const std::string& value, const Submission& mail) {
    const bool was_there =
        std::any_of(mail.header.begin(), mail.header.end(),
                    [&](const Field& field) { return field.name == name && field.value == value; });
    const bool is_made = name == "Date" || name == "Message-ID";
    return name + ':' + (is_made && !was_there ? " made" : value);
}

std::vector<std::string> header_of(const MessageModel& message, const Submission& mail) {
    std::vector<std::string> lines;
    for (const auto& field : message.delivered()) {
        lines.push_back(line_of(field.name, field.value, mail));
    }
    return lines;
}

std::vector<std::string> header_of(const nlohmann::json& explained, const Submission& mail) {
    std::vector<std::string> lines;
    for (const std::string line : explained["header"]) {
        const auto colon = line.find(':');
        std::string value = line.substr(colon + 1);
        for (auto fold = value.find("\\x0a"); fold != std::string::npos;
             fold = value.find("\\x0a")) {
            value.replace(fold, 4, "\n");
        }
        lines.push_back(line_of(line.substr(0, colon), value, mail));
    }
    return lines;
}

struct Explained {
    int status = 0;
    nlohmann::json json;
};

Explained explained(const Submission& mail, const Named& mta, const msa::TemporaryFolder& folder) {
    const auto& daemon = shared_daemon();
    std::vector<std::string> command{"explain",
                                     folder.write("m.eml", text_of(mail)),
                                     "--json",
                                     "--login",
                                     "alice",
                                     "--from",
                                     mail.sender,
                                     "--mta",
                                     mta.name,
                                     "--rules",
                                     daemon.path("rules.toml")};
    for (const auto& recipient : mail.recipients) {
        command.insert(command.end(), {"--to", recipient});
    }
    const auto ended = run(command);
    BOOST_REQUIRE_MESSAGE(ended.err.empty(), ended.err);
    return {ended.status, nlohmann::json::parse(ended.out)};
}

void expect_same(const Submission& mail, const Ending& ending, const Explained& explained) {
    BOOST_TEST_CONTEXT(text_of(mail) + explained.json.dump(1)) {
        const auto reply = explained.json["decision"]["reply"];
        BOOST_TEST(without_session(ending.answer) ==
                   (reply.is_null() ? "" : without_session(reply)));
        BOOST_TEST((explained.status == 0) == ending.is_accepted());
        if (ending.is_accepted()) {
            BOOST_TEST(header_of(ending.message, mail) == header_of(explained.json, mail),
                       boost::test_tools::per_element());
        }
    }
}

/// A rule file, and a message by alice to bob that has all it needs.
struct Desk {
    Desk() { fs::permissions(folder.path(), fs::perms(0755)); }

    [[nodiscard]] Ended explain(const std::string& rules, std::vector<std::string> more) const {
        std::vector<std::string> command{
            "explain", folder.write("m.eml", text_of(honest_mail())),
            "--rules", folder.write("rules.toml", msa::whole_rules(rules)),
            "--to",    "rcpt@example.net"};
        command.insert(command.end(), more.begin(), more.end());
        return run(command);
    }
    [[nodiscard]] Ended explain(const std::string& message) const {
        return run({"explain", folder.write("m.eml", message), "--rules",
                    folder.write("rules.toml", staff_rules())});
    }

    msa::TemporaryFolder folder;
};

/// Of what was printed, the line that has `word`, blanks between words made one.
std::string line_with(const std::string& text, const std::string& word) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find(word) != std::string::npos) {
            std::istringstream words(line);
            std::string result;
            for (std::string each; words >> each;) {
                result += (result.empty() ? "" : " ") + each;
            }
            return result;
        }
    }
    return {};
}

constexpr const char* rules_with_exception = R"([owners]
self = true
tables = ["staff"]
[tables.staff]
type = "inline"
entries = { "sales@example.com" = ["bob"] }
[identity]
sources = ["sasl"]
login_domain = "example.com"
[check.envelope_sender_rights]
mode = "monitor"
[[rule]]
id = "few"
check = "recipient_count"
maximum = 1
when = { login = ["nobody"] }
[[exception]]
id = "desk"
rule = "header_from_rights"
when = { login = ["carol"] }
action = "log"
until = 2099-01-01
owner = "security@example.com"
ticket = "SEC-1"
why = "the ticket system replies as agents"
)";

}  // namespace

BOOST_AUTO_TEST_SUITE(explain)

BOOST_FIXTURE_TEST_CASE(rules_are_shown_with_place_condition_and_what_became_of_them, Desk) {
    const auto ended = explain(rules_with_exception, {"--login", "carol", "--tls", "1.3"});
    BOOST_TEST(ended.err == "");
    BOOST_TEST(ended.status == 0);
    const auto line = [&](const std::string& word) { return line_with(ended.out, word); };
    BOOST_TEST(line("identity") == "identity carol@example.com, by sasl PLAIN");
    BOOST_TEST(line("client") == "client 127.0.0.1, TLSv1.3, behind postfix");
    BOOST_TEST(line("assumed") == "assumed MAIL FROM is <alice@example.com>, the author in From");
    BOOST_TEST(line("  few") == "rules.toml:13 few not for this one when login = \"nobody\"");
    BOOST_TEST(line("envelope_sender_rights") == "rules.toml:11 envelope_sender_rights reject");
    BOOST_TEST(line("only monitored") ==
               "reject, only monitored: MAIL FROM alice@example.com is not the identity's (in no "
               "table)");
    BOOST_TEST(line("table staff: alice@") == "table staff: alice@example.com -> not found");
    BOOST_TEST(
        line("by exception")
            .starts_with("log, by exception desk (owner security@example.com, ticket SEC-1): "));
    BOOST_TEST(line("rights     alice") == "rights alice@example.com: none, in no table");
    BOOST_TEST(line("decided") == "decided accepted");
    BOOST_TEST(line("+ Sender") == "+ Sender: carol@example.com");
    BOOST_TEST(line("unsigned") == "unsigned the rule file names no key");
}

BOOST_FIXTURE_TEST_CASE(the_deciding_rule_is_named_with_the_entry_that_answered, Desk) {
    const auto ended =
        explain(rules_with_exception, {"--login", "dave", "--from", "sales@example.com"});
    BOOST_TEST(ended.status == 1);
    const auto line = [&](const std::string& word) { return line_with(ended.out, word); };
    BOOST_TEST(line("table staff").starts_with("table staff: sales@example.com -> bob ("));
    BOOST_TEST(line("table staff").ends_with("rules.toml:7)"));
    BOOST_TEST(line("decided") ==
               "decided rejected by header_from_rights (default), later rules were not asked");
    BOOST_TEST(line("reply").starts_with("reply: 550 5.7.1 "));
}

BOOST_FIXTURE_TEST_CASE(exceptions_and_delegations_end_at_the_time_that_is_asked_about, Desk) {
    BOOST_TEST(explain(rules_with_exception, {"--login", "carol", "--at", "2099-01-01"}).status ==
               0);
    BOOST_TEST(explain(rules_with_exception, {"--login", "carol", "--at", "2099-01-02"}).status ==
               1);
}

BOOST_FIXTURE_TEST_CASE(what_is_no_message_is_said_in_one_line, Desk) {
    const auto says = [this](const std::string& message) {
        const auto ended = explain(message);
        BOOST_TEST(ended.status == 65);
        BOOST_TEST(ended.out == "");
        return ended.err.substr(ended.err.find("m.eml") + 5);
    };
    BOOST_TEST(says("") == ": is not a message: its first line, \"\", is not a header field\n");
    BOOST_TEST(says("\x7f"
                    "ELF\x01\n") ==
               ": is not a message: its first line, \"\\x7fELF\\x01\", is not a header field\n");
    BOOST_TEST(says("From alice Thu Nov 26\nFrom: a@b.example\n") ==
               ": begins with an mbox's \"From \" line; give it without that line\n");
    const auto nobody = explain(std::string("From: a@b.example\n\nHi\n"));
    BOOST_TEST(nobody.err == "msa-milter: " + folder.path_of("m.eml") +
                                 ": to whom? To, Cc and Bcc name nobody\n");
}

BOOST_FIXTURE_TEST_CASE(a_table_that_is_away_makes_it_cannot_tell, Desk) {
    const auto ended = explain(
        "[identity]\nsources = [\"sasl\"]\n[owners]\ntables = [\"far\"]\n[tables.far]\n"
        "type = \"socketmap\"\nserver = \"unix:/nowhere/map\"\nmap = \"x\"\n",
        {"--login", "alice"});
    BOOST_TEST(ended.status == 69);
    BOOST_TEST(line_with(ended.out, "table far: alice")
                   .starts_with("table far: alice@example.com -> cannot tell: "));
    BOOST_TEST(
        line_with(ended.out, "decided").starts_with("decided deferred by envelope_sender_rights"));
}

BOOST_FIXTURE_TEST_CASE(a_table_whose_file_is_not_there_cannot_tell_either, Desk) {
    const std::string rules =
        "[identity]\nsources = [\"sasl\"]\n[owners]\nself = true\ntables = [\"far\"]\n"
        "[tables.far]\ntype = \"file\"\npath = \"/nowhere/senders\"\n";
    const auto asked = explain(rules, {"--login", "alice"});
    BOOST_TEST(asked.status == 69);
    BOOST_TEST(asked.err ==
               "msa-milter: table far: /nowhere/senders: No such file or directory: cannot tell "
               "what it says\n");
    BOOST_TEST(
        asked.out.find("cannot tell: who owns alice@example.com: table far: ") != std::string::npos,
        asked.out);
    const auto needless = explain(rules, {"--login", "alice@example.com"});
    BOOST_TEST(needless.status == 0, needless.out << needless.err);
}

BOOST_FIXTURE_TEST_CASE(what_no_session_has_is_refused, Desk) {
    const auto client = explain(rules_with_exception, {"--client", "300.1.1.1"});
    BOOST_TEST(client.status == 64);
    BOOST_TEST(client.err.find("300.1.1.1 is no IP address") != std::string::npos, client.err);
    BOOST_TEST(explain(rules_with_exception, {"--client", "192.0.2.0/24"}).status == 64);
    const auto version = explain(rules_with_exception, {"--tls", "9.9"});
    BOOST_TEST(version.status == 64);
    BOOST_TEST(version.err.find("9.9 not in {1.0,1.1,1.2,1.3") != std::string::npos, version.err);
}

BOOST_FIXTURE_TEST_CASE(contradictory_words_are_refused, Desk) {
    BOOST_TEST(explain(rules_with_exception, {"--local", "--client", "192.0.2.1"}).status == 64);
    BOOST_TEST(explain(rules_with_exception, {"--at", "tomorrow"}).err ==
               "msa-milter: --at tomorrow: not a date and time: write 2026-11-26 or "
               "2026-11-26T19:30:00Z\n");
    BOOST_TEST(explain(rules_with_exception, {"--mta", "exim"}).status == 64);
}

BOOST_DATA_TEST_CASE(says_what_the_daemon_does, bdata::make(both_mtas), mta) {
    const msa::TemporaryFolder folder;
    MilterClient client(shared_daemon().socket(), mta.profile());
    client.greet();
    Choice choice(20);  // NOLINT(cert-msc*): the same messages each time
    int refused = 0;
    constexpr int messages = 40;
    for (int i = 0; i < messages; ++i) {
        const Submission mail = any_mail(choice);
        const Ending ending = client.submit(mail);
        expect_same(mail, ending, explained(mail, mta, folder));
        refused += ending.is_accepted() ? 0 : 1;
    }
    client.quit();
    BOOST_TEST(refused > messages / 8);  // both ends of the road were seen
    BOOST_TEST(refused < messages);
}

BOOST_AUTO_TEST_SUITE_END()
