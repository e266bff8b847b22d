// What a daemon has recorded is judged again: by `replay`, and one by one by `explain`.
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/any_mail.h"
#include "wire/audit_settings.h"
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/program.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace bdata = boost::unit_test::data;
using namespace msa::wire;
using Words = std::vector<std::string>;

namespace {

/// Of tests/story/trail, which tests/cases/story_test.cpp writes.
constexpr const char* story_key =
    "mx.example.com/msa-milter/2026+0b49e053+ARzmKzvP0lPGuSMEjw+J2b5Aw7K5CeVlK6SSzgF15l6u";

/// `who` may write as sales.
std::string rules_with_desk(const std::string& who) {
    return staff_rules() + R"([[delegation]]
id = "desk"
as = ["sales@example.com"]
who = [")" +
           who + R"("]
right = "send_as"
owner = "security@example.com"
ticket = "SEC-1"
)";
}

/// A daemon that keeps facts, and what it has recorded once it has ended.
struct Site {
    explicit Site(const std::string& facts, const std::string& rules = staff_rules())
        : daemon({.rules = rules}) {
        end();
        write_audit_settings(daemon, "facts = \"" + facts + "\"\n");
        daemon.start();
    }
    void end() {
        daemon.signal(SIGTERM);
        BOOST_TEST(daemon.exit_status() == 0);
    }
    [[nodiscard]] std::string trail() const { return daemon.path("audit.jsonl"); }
    [[nodiscard]] std::string rules() const { return daemon.path("rules.toml"); }
    [[nodiscard]] Ended replay(const std::string& rules, const Words& more = {}) const {
        Words words{"replay", rules, "--trail", trail()};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    [[nodiscard]] std::vector<nlohmann::json> transactions() const {
        std::vector<nlohmann::json> found;
        std::istringstream lines(contents(trail()));
        for (std::string line; std::getline(lines, line);) {
            if (line.find(R"("record":"transaction")") != std::string::npos) {
                found.push_back(nlohmann::json::parse(line));
            }
        }
        return found;
    }

    Daemon daemon;
};

void submit_any(const Site& site, const Named& mta, int messages) {
    MilterClient client(site.daemon.socket(), mta.profile());
    client.greet();
    Choice choice(20);  // NOLINT(cert-msc*): the same messages each time
    for (int i = 0; i < messages; ++i) {
        (void)client.submit(any_mail(choice));
    }
    client.quit();
}

void submit_as(const Site& site, const std::string& address) {
    MilterClient client(site.daemon.socket());
    client.greet();
    auto mail = honest_mail();
    mail.sender = '<' + address + '>';
    for (auto& field : mail.header) {
        if (field.name == "From") {
            field.value = ' ' + address;
        }
    }
    BOOST_TEST(client.submit(mail).answer == "");
    client.quit();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replay)

BOOST_DATA_TEST_CASE(under_its_own_rules_a_trail_shows_no_difference,
                     bdata::make(both_mtas) * bdata::make({"all", "judged"}), mta, facts) {
    Site site(facts);
    constexpr int messages = 40;
    submit_any(site, mta, messages);
    site.end();
    const auto ended = site.replay(
        site.rules(), {"--json", "--fail-on", "different>0", "--fail-on", "undecidable>0"});
    BOOST_TEST(ended.status == 0, ended.out << ended.err);
    const auto json = nlohmann::json::parse(ended.out);
    BOOST_TEST(json.at("transactions") == site.transactions().size());
    BOOST_TEST(json.at("same") == json.at("transactions"), ended.out);
}

BOOST_AUTO_TEST_CASE(a_delegation_that_is_gone_is_named_with_its_login) {
    Site site("all", rules_with_desk("alice"));
    submit_as(site, "sales@example.com");
    submit_as(site, "alice@example.com");
    site.end();
    const msa::TemporaryFolder folder;
    const auto rules = folder.write("new.toml", msa::whole_rules(rules_with_desk("bob")));
    const auto ended = site.replay(rules, {"--fail-on", "accepted->rejected>0"});
    BOOST_TEST(ended.status == 2, ended.err);
    BOOST_TEST(ended.out.find("accepted -> rejected    1\n") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("logins  alice 1\n") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("same 1, undecidable 0\n") != std::string::npos, ended.out);
    BOOST_TEST(site.replay(rules, {"--fail-on", "accepted->rejected>1"}).status == 0);
    BOOST_TEST(site.replay(rules, {"--until", "2020-01-01"}).err ==
               "msa-milter: the trail has no transaction in that time\n");
}

BOOST_AUTO_TEST_CASE(answers_of_a_table_are_those_of_another_one_never) {
    Site site("all");
    site.end();
    const msa::TemporaryFolder folder;
    const auto rules_with_file = [](const std::string& path) {
        return "[owners]\ntables = [\"desk\"]\n[tables.desk]\ntype = \"file\"\npath = \"" + path +
               "\"\n";
    };
    std::ofstream(site.daemon.path("desk")) << "sales@example.com alice\n";
    site.daemon.write_rules(rules_with_file(site.daemon.path("desk")));
    site.daemon.start();
    submit_as(site, "sales@example.com");
    site.end();
    std::ofstream(site.daemon.path("desk")) << "sales@example.com bob\n";
    const auto same =
        site.replay(site.rules(), {"--fail-on", "different", "--fail-on", "undecidable"});
    BOOST_TEST(same.status == 0, same.out << same.err);
    const auto other =
        site.replay(folder.write("new.toml", msa::whole_rules(rules_with_file("/elsewhere"))));
    BOOST_TEST(
        other.out.find("same 0, undecidable 1\n"
                       "    1  table desk is another one in these rules\n") != std::string::npos,
        other.out << other.err);
}

BOOST_AUTO_TEST_CASE(a_limit_with_other_numbers_is_counted_from_the_trail) {
    const auto limited = [](int messages) {
        return staff_rules() +
               "[check.message_rate]\naction = \"reject\"\nmessages = " + std::to_string(messages) +
               "\nper = 3600\n";
    };
    Site site("judged", limited(5));
    MilterClient client(site.daemon.socket());
    client.greet();
    for (int i = 0; i < 8; ++i) {
        (void)client.submit(honest_mail());
    }
    client.quit();
    site.end();
    const msa::TemporaryFolder folder;
    const auto counted = [&](const char* name, const std::string& rules) {
        return site.replay(folder.write(name, msa::whole_rules(rules))).out;
    };
    const auto lower = counted("lower.toml", limited(2));
    BOOST_TEST(lower.find("accepted -> deferred    3\n") != std::string::npos, lower);
    BOOST_TEST(lower.find("same 5, undecidable 0\n") != std::string::npos, lower);
    const auto higher = counted("higher.toml", limited(7));
    // What was put off at MAIL has no recipients and no header that could be judged.
    const std::string unknown =
        "  it ended at the stage mail, and what would have followed is not known";
    BOOST_TEST(higher.find("same 6, undecidable 2\n    2" + unknown) != std::string::npos, higher);
    const auto none = counted("none.toml", staff_rules());
    BOOST_TEST(none.find("same 5, undecidable 3\n    3" + unknown) != std::string::npos, none);
}

BOOST_AUTO_TEST_CASE(a_limit_that_the_trail_does_not_know_is_counted_from_it) {
    const auto limited = [](const std::string& limit) {
        return staff_rules() + "[[limit]]\n" + limit;
    };
    const std::string known = "id = \"known\"\ncount = \"messages\"\nrate = \"4/day\"\n";
    Site site("judged", limited(known));
    MilterClient client(site.daemon.socket());
    client.greet();
    for (int i = 0; i < 5; ++i) {
        (void)client.submit(honest_mail());
    }
    client.quit();
    site.end();
    const msa::TemporaryFolder folder;
    const auto counted = [&](const char* name, const std::string& limit) {
        return site.replay(folder.write(name, msa::whole_rules(limited(limit)))).out;
    };
    BOOST_TEST(site.replay(site.rules()).out.find("same 5, undecidable 0\n") != std::string::npos);
    // Of those below, the fifth was put off at MAIL: nobody knows what would have followed.
    const auto other =
        counted("other.toml", "id = \"other\"\ncount = \"messages\"\nrate = \"2/day\"\n");
    BOOST_TEST(other.find("accepted -> deferred    2\n") != std::string::npos, other);
    const auto of_recipients = counted(
        "recipients.toml",
        "id = \"recipients\"\ncount = \"new_recipients\"\nrate = \"1/day\"\naction = \"log\"\n");
    BOOST_TEST(of_recipients.find("same 4, undecidable 1\n") != std::string::npos, of_recipients);
    const auto strict = counted(
        "strict.toml",
        "id = \"recipients\"\ncount = \"recipients\"\nrate = \"3/day\"\naction = \"reject\"\n");
    BOOST_TEST(strict.find("limit recipients") == std::string::npos, strict);
    const auto share = counted(
        "share.toml", "id = \"share\"\ncount = \"refused_recipients\"\nrate = \"30%/hour\"\n");
    BOOST_TEST(
        share.find("whom limit share would have seen refused is not known") != std::string::npos,
        share);
    const auto changed = counted("changed.toml", known + "when = { tls = true }\n");
    BOOST_TEST(changed.find("undecidable") != std::string::npos, changed);
}

BOOST_AUTO_TEST_CASE(a_table_is_not_asked_for_a_blind_recipient_whom_nobody_knows) {
    const auto aliases = [](const std::string& table) {
        return staff_rules() + "[check.alias_domains]\naction = \"repair\"\ntable = \"aliases\"\n" +
               table;
    };
    const auto written = aliases(
        "[tables.aliases]\ntype = \"inline\"\nentries = { \"old.example\" = [\"example.net\"] }\n");
    Site site("all");
    MilterClient client(site.daemon.socket(), sendmail());  // Postfix shows no Bcc
    client.greet();
    auto mail = honest_mail();
    mail.header.push_back({"Bcc", " hidden.person@old.example"});
    BOOST_TEST(client.submit(mail).answer == "");
    client.quit();
    site.end();
    BOOST_TEST(contents(site.trail()).find("hidden.person") == std::string::npos);
    BOOST_TEST(contents(site.trail()).find("old.example") == std::string::npos);
    const auto same =
        site.replay(site.rules(), {"--fail-on", "different", "--fail-on", "undecidable"});
    BOOST_TEST(same.status == 0, same.out);
    const msa::TemporaryFolder folder;
    const auto other = site.replay(folder.write("new.toml", msa::whole_rules(written)));
    BOOST_TEST(other.out.find("table aliases is asked for a domain in Bcc, of which only the form "
                              "is kept") != std::string::npos,
               other.out);
    const auto session = site.transactions().front().at("session").get<std::string>();
    const auto explained = run({"explain", session, "--trail", site.trail()});
    BOOST_TEST(explained.status == 0, explained.err);
    BOOST_TEST(explained.out.find("not kept   whom Bcc named") != std::string::npos, explained.out);
}

BOOST_AUTO_TEST_CASE(what_an_alias_was_asked_is_known_of_blind_recipients_too) {
    Site site("all", staff_rules() +
                         "[check.alias_domains]\naction = \"repair\"\ntable = \"aliases\"\n"
                         "[check.remove_bcc]\naction = \"off\"\n"
                         "[tables.aliases]\ntype = \"inline\"\n"
                         "entries = { \"old.example\" = [\"example.net\"] }\n");
    MilterClient client(site.daemon.socket(), sendmail());  // Postfix shows no Bcc
    client.greet();
    auto mail = honest_mail();
    mail.header.push_back({"Bcc", " hidden.person@old.example, other@else.example"});
    BOOST_TEST(client.submit(mail).answer == "");
    client.quit();
    site.end();
    BOOST_TEST(contents(site.trail()).find("hidden.person") == std::string::npos);
    const auto same =
        site.replay(site.rules(), {"--fail-on", "different", "--fail-on", "undecidable"});
    BOOST_TEST(same.status == 0, same.out);
}

BOOST_AUTO_TEST_CASE(the_trail_of_the_story_is_verified) {
    const auto verified = run({"audit", "verify", "--key", story_key, "tests/story/trail"});
    BOOST_TEST(verified.status == 0, verified.out << verified.err);
    BOOST_TEST(verified.out.find("integrity: given") != std::string::npos, verified.out);
}

BOOST_AUTO_TEST_CASE(a_recorded_message_is_explained_by_its_session_or_queue_id) {
    Site site("all");
    submit_as(site, "alice@example.com");
    site.end();
    const auto record = site.transactions().front();
    for (const auto* key : {"session", "transaction", "queue_id"}) {
        const auto ended =
            run({"explain", record.at(key).get<std::string>(), "--trail", site.trail()});
        BOOST_TEST(ended.status == 0, ended.err);
        BOOST_TEST(
            ended.out.starts_with("recorded   " + record.at("transaction").get<std::string>()),
            ended.out);
        BOOST_TEST(ended.out.find("header_from_rights") != std::string::npos);
        BOOST_TEST(ended.out.find("not kept   the body itself") != std::string::npos);
        BOOST_TEST(ended.out.find("\ndecided    accepted\n") != std::string::npos, ended.out);
    }
    BOOST_TEST(run({"explain", "nobody", "--trail", site.trail()}).status == 65);
    BOOST_TEST(run({"explain", "", "--trail", site.trail()}).err ==
               "msa-milter: which transaction? Its id, or that of its session or of the queue, is "
               "empty\n");
    BOOST_TEST(run({"explain", "x", "--trail", site.rules()}).err ==
               "msa-milter: no line of the trail is a record that can be read\n");
    BOOST_TEST(run({"explain", "x", "--trail", site.trail(), "--login", "alice"}).status == 64);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_judged_again_is_said_in_one_line) {
    Site site("none");
    submit_as(site, "alice@example.com");
    site.end();
    const auto ended = site.replay(site.rules());
    BOOST_TEST(ended.status == 65);
    BOOST_TEST(
        ended.err ==
        "msa-milter: no transaction can be judged again: of 1, no facts are kept of it; "
        "from now on, facts = \"judged\" under [audit] in msa-milter.toml keeps what is needed\n");
    const msa::TemporaryFolder folder;
    const auto older = folder.write(
        "old.jsonl",
        R"({"time":"2025-11-21T19:31:22.104211Z","v":1,"began":"2025-11-21T19:31:22.1Z"})"
        "\n");
    BOOST_TEST(run({"replay", site.rules(), "--trail", older}).err.find("of the old format") !=
               std::string::npos);
    BOOST_TEST(run({"replay", site.rules(), "--trail", folder.path_of("none")}).status != 0);
    std::ofstream(site.trail(), std::ios::app) << "{\"no record\n";
    BOOST_TEST(site.replay(site.rules()).status == 65);
    BOOST_TEST(site.replay(site.rules(), {"--fail-on", "different>101%"}).err ==
               "msa-milter: --fail-on: different>101%: there never is more than 100 %\n");
    BOOST_TEST(site.replay(site.rules(), {"--examples", "-1"}).status == 64);
    const auto unknown = site.replay(site.rules(), {"--fail-on", "accepted->rejectd>0"});
    BOOST_TEST(unknown.status == 64);
    BOOST_TEST(unknown.err ==
               "msa-milter: --fail-on: accepted->rejectd>0: no disposition "
               "'rejectd'; did you mean 'rejected'?\n");
}

BOOST_AUTO_TEST_SUITE_END()
