// Rules that judge beside those in force: what they would do is recorded, and nothing of it is
// done.
#include "fakes/whole_rules.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/program.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;
using Json = nlohmann::json;

namespace {

bool holds(const std::string& text, const std::string& wanted) {
    return text.find(wanted) != std::string::npos;
}

/// alice's address is not hers any more.
std::string without_alice() {
    auto rules = staff_rules();
    const std::string entry = R"("alice@example.com" = ["alice"], )";
    rules.erase(rules.find(entry), entry.size());
    return rules;
}

struct Rollout {
    explicit Rollout(const std::string& more = {})
        : daemon({.settings = "candidate = \"candidate.toml\"\n" + more}) {}

    void propose(const std::string& rules) const {
        const auto draft = daemon.path("draft");
        std::ofstream(draft) << msa::whole_rules(rules);
        std::filesystem::rename(draft, daemon.path("candidate.toml"));
    }
    [[nodiscard]] Ended command(std::vector<std::string> words) const {
        words.insert(words.end(), {"--config", daemon.path("settings.toml")});
        return run(words);
    }
    /// The record of a message that alice sends, which is accepted.
    [[nodiscard]] Json accepted() const {
        MilterClient client(daemon.socket());
        client.greet();
        const auto ended = client.submit({.header = {{"From", " alice@example.com"},
                                                     {"To", " bob@example.net"},
                                                     {"Date", " Fri, 21 Nov 2025 12:00:00 +0100"},
                                                     {"Message-ID", " <1@example.com>"}}});
        BOOST_TEST(ended.is_accepted(), ended.stage << ": " << ended.answer);
        return daemon.records(client.client_port(), 1).at(0);
    }
    [[nodiscard]] std::string status() const { return command({"status"}).out; }

    Daemon daemon;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(candidate)

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_no_candidate_and_that_is_said) {
    const Rollout rollout;
    BOOST_TEST(!rollout.accepted().contains("candidate"));
    BOOST_TEST(rollout.daemon.logs("event=candidate"));
    BOOST_TEST(rollout.daemon.logs("result=absent"));
    BOOST_TEST(holds(rollout.status(), "candidate.toml is not there"));
    BOOST_TEST(rollout.command({"rules", "--candidate"}).out == "no candidate judged there\n");
    const auto wrong =
        rollout.command({"rules", "--candidate", "--rules", rollout.daemon.path("candidate.toml")});
    BOOST_TEST(wrong.status == 64);
    BOOST_TEST(holds(wrong.err, "--rules excludes --candidate"), wrong.err);
}

BOOST_AUTO_TEST_CASE(what_it_would_refuse_is_accepted_recorded_counted_and_summed_up) {
    const Rollout rollout;
    (void)rollout.accepted();  // before there was one
    rollout.propose(without_alice());
    BOOST_TEST(rollout.command({"reload"}).status == 0);
    const auto record = rollout.accepted();
    BOOST_TEST(record.at("disposition") == "accepted");
    const auto& candidate = record.at("candidate");
    BOOST_TEST(candidate.at("disposition") == "rejected");
    BOOST_TEST(candidate.at("rule") == "envelope_sender_rights");
    BOOST_TEST(candidate.at("stage") == "mail");
    BOOST_TEST(candidate.at("hash") != record.at("rules").at("hash"));
    BOOST_TEST(rollout.daemon.logs("candidate=rejected:envelope_sender_rights"));

    const auto status = rollout.status();
    BOOST_TEST(holds(status, "candidate.toml, version test, sha256:"), status);
    BOOST_TEST(holds(status, "would have judged otherwise since start: 1"), status);

    const auto text = rollout.command({"rules", "--candidate"}).out;
    BOOST_TEST(holds(text, "1 transactions "), text);
    BOOST_TEST(holds(text, ", of which 1 would be different"), text);
    BOOST_TEST(holds(text, "accepted -> rejected  1  envelope_sender_rights  1 login: alice 1\n"),
               text);
    BOOST_TEST(holds(text, "    " + record.at("transaction").get<std::string>() + "  "), text);
    const auto sums =
        Json::parse(rollout.command({"rules", "--candidate", "--format", "json"}).out);
    BOOST_TEST(sums.at(0).at("hash") == candidate.at("hash"));
    BOOST_TEST(sums.at(0).at("transitions").at(0).at("logins").at("alice") == 1);
    const auto query =
        run({"audit", "query", rollout.daemon.path("audit.jsonl"), "--columns", "login,candidate"});
    BOOST_TEST(holds(query.out, "rejected, envelope_sender_rights"), query.out << query.err);
}

BOOST_AUTO_TEST_CASE(the_trail_tells_which_candidate_there_was) {
    const Rollout rollout;
    rollout.propose(staff_rules());
    BOOST_TEST(rollout.command({"reload"}).status == 0);
    BOOST_TEST(!rollout.accepted().contains("candidate"));
    std::filesystem::remove(rollout.daemon.path("candidate.toml"));
    BOOST_TEST(rollout.command({"reload"}).status == 0);
    const auto trail = contents(rollout.daemon.path("audit.jsonl"));
    BOOST_TEST(holds(trail, R"("record":"candidate","host":)"), trail);
    BOOST_TEST(holds(trail, R"("event":"begun")"));
    BOOST_TEST(holds(trail, R"("event":"ended")"));
    BOOST_TEST(run({"audit", "verify", rollout.daemon.path("audit.jsonl")}).status == 0);
}

BOOST_AUTO_TEST_CASE(one_that_does_not_load_is_said_and_the_rules_go_on) {
    const Rollout rollout;
    rollout.propose(without_alice() + "[check.nonsense]\n");
    rollout.daemon.write_rules(staff_rules() + "# new\n");
    const auto ended = rollout.command({"reload"});
    BOOST_TEST(ended.status == 0);  // the rules themselves are in force
    BOOST_TEST(holds(ended.err, "the candidate does not load: "), ended.err);
    BOOST_TEST(holds(ended.err, "nonsense"), ended.err);
    BOOST_TEST(!rollout.accepted().contains("candidate"));
    BOOST_TEST(rollout.daemon.logs("result=failed"));
    const auto status = rollout.command({"status"});
    BOOST_TEST(status.status == 1);
    BOOST_TEST(holds(status.out, "candidate    does not load: "), status.out);
}

BOOST_AUTO_TEST_CASE(a_daemon_starts_without_it_where_it_does_not_load) {
    Rollout rollout;
    rollout.propose("nonsense = 1\n");
    rollout.daemon.signal(15);
    BOOST_TEST(rollout.daemon.exit_status() == 0);
    rollout.daemon.start();
    BOOST_TEST(rollout.daemon.is_running());
    BOOST_TEST(!rollout.accepted().contains("candidate"));
}

BOOST_AUTO_TEST_CASE(a_table_of_its_own_that_is_away_delays_no_mail_but_is_said) {
    const Rollout rollout;
    rollout.propose(R"(version = "2"
[identity]
sources = ["sasl"]
[owners]
tables = ["far"]
[tables.far]
type = "socketmap"
server = "unix:/nowhere/socket"
map = "x"
)");
    BOOST_TEST(rollout.command({"reload"}).status == 0);
    const auto candidate = rollout.accepted().at("candidate");
    BOOST_TEST(candidate.at("disposition") == "deferred");
    BOOST_TEST(holds(candidate.at("trouble"), "far"), candidate);
    BOOST_TEST(holds(rollout.accepted().at("candidate").at("trouble"), "not asked again yet"));
}

BOOST_AUTO_TEST_CASE(its_limits_count_for_themselves_and_refuse_nothing) {
    const Rollout rollout;
    rollout.propose(staff_rules() +
                    "[[limit]]\nid = \"tight\"\ncount = \"messages\"\nrate = \"2/day\"\n");
    BOOST_TEST(rollout.command({"reload"}).status == 0);
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(!rollout.accepted().contains("candidate"));
    }
    const auto record = rollout.accepted();
    BOOST_TEST(record.at("candidate").at("disposition") == "deferred");
    BOOST_TEST(record.at("candidate").at("rule") == "tight");
    BOOST_TEST(record.at("candidate").at("stage") == "mail");
    BOOST_TEST(
        holds(rollout.command({"limit", "show", "alice"}).out, "no [[limit]] is of a login"));
    const auto text = rollout.command({"rules", "--candidate"}).out;
    BOOST_TEST(holds(text, "accepted -> deferred  1  tight  1 login: alice 1\n"), text);
}

BOOST_AUTO_TEST_CASE(limits_that_both_have_answer_it_as_they_answered) {
    const std::string limit = "[[limit]]\nid = \"daily\"\ncount = \"messages\"\nrate = \"2/day\"\n";
    const Rollout rollout;
    rollout.daemon.write_rules(staff_rules() + limit + "action = \"log\"\n");
    rollout.propose(staff_rules() + limit + "action = \"reject\"\n");
    BOOST_TEST(rollout.command({"reload"}).status == 0);
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(!rollout.accepted().contains("candidate"));
    }
    const auto record = rollout.accepted();
    BOOST_TEST(record.at("candidate").at("disposition") == "rejected");
    BOOST_TEST(record.at("candidate").at("rule") == "daily");
}

BOOST_AUTO_TEST_SUITE_END()
