// Limits of other rules, counted from a trail: what replay says is what a daemon with these rules
// would have said.
#include "workbench/counted_trail.h"

#include "audit/control_line.h"
#include "audit/record_json.h"
#include "checks/check_reads.h"
#include "commands/recorded_rules.h"
#include "fakes/submission.h"
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "limits/recent_events.h"
#include "workbench/given_world.h"
#include "workbench/replayed_trail.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <random>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace std::chrono_literals;

namespace {

using Choice = std::minstd_rand;
using Time = std::chrono::system_clock::time_point;

const Time noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h;

/// One that no limit puts off is refused at MAIL, since nobody there owns an address: of one that
/// goes further than it did nobody can tell how it ends.
struct Mail {
    std::chrono::milliseconds began{0};  // behind noon
    std::chrono::milliseconds took{100};
    std::string login = "alice";
    bool has_tls = true;
};

using Mails = std::vector<Mail>;

constexpr const char* five_a_minute =
    "[check.message_rate]\naction = \"reject\"\nmessages = 5\nper = 60\n";

std::string limit(int messages, int per, const std::string& action = "reject") {
    return "[check.message_rate]\naction = \"" + action +
           "\"\nmessages = " + std::to_string(messages) + "\nper = " + std::to_string(per) + '\n';
}

std::string limit_of_bulk(int messages, int per) {
    return "[[rule]]\nid = \"bulk\"\ncheck = \"message_rate\"\naction = \"reject\"\nmessages = " +
           std::to_string(messages) + "\nper = " + std::to_string(per) +
           "\nwhen = { login = [\"alice\", \"bob\"] }\n";
}

std::string id_of(std::size_t place) {
    return "s" + std::to_string(place) + ".1";
}

/// A daemon of its own clock, with these rules from the first mail to the last.
class Site {
public:
    explicit Site(const std::string& rules)
        : path_(folder_.write("rules.toml", whole_rules(rules))),
          rules_(RecordedRules::read({path_}).value()),
          sets_(rules_.load(answers_)) {}

    /// In the order in which they begin; what became of each, by its place among `mails`.
    std::vector<AuditRecord> judged(const Mails& mails) {
        std::vector<std::size_t> order(mails.size());
        for (std::size_t place = 0; place < order.size(); ++place) {
            order[place] = place;
        }
        std::stable_sort(order.begin(), order.end(),
                         [&mails](auto a, auto b) { return mails[a].began < mails[b].began; });
        std::vector<AuditRecord> records(mails.size());
        for (const auto place : order) {
            records[place] = record_of(mails[place], place);
        }
        return records;
    }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    AuditRecord record_of(const Mail& mail, std::size_t place) {
        now_ = std::chrono::steady_clock::time_point(mail.began + 1h);
        const auto at = noon + mail.began;
        const FixedClock clock({at, {}});
        FixedRandom random;
        SubmittedMail submission{.session = alices_session(),
                                 .mail = {.argument = "<" + mail.login + "@example.com>",
                                          .parameters = {},
                                          .mta_address = {}},
                                 .recipients = {{.argument = "<bob@example.org>"}},
                                 .message = {}};
        submission.session.sasl_login = mail.login;
        submission.session.id = "s" + std::to_string(place);
        if (!mail.has_tls) {
            submission.session.tls = {};
        }
        submission.message.header.receive("From", ' ' + mail.login + "@example.com");
        submission.message.header.receive("To", " bob@example.org");
        const auto choice = sets_->for_session(submission.session);
        auto record = judge(choice.rules, choice.governs, submission,
                            {.clock = clock,
                             .random = random,
                             .rates = rates_,
                             .host_name = "msa1.example.net",
                             .facts = {FactsKept::all, reads_of_check}})
                          .record;
        record.ended = at + mail.took;
        return record;
    }

    TemporaryFolder folder_{};
    std::string path_;
    RecordedRules rules_;
    RecordedAnswers answers_{};
    std::shared_ptr<const RuleSets> sets_;
    std::chrono::steady_clock::time_point now_{};
    RecentEvents rates_{[this] { return now_; }, 1000};
};

struct Line {
    Time time;
    std::string text;
};

/// As the daemon writes it: by when each ended.
std::string trail_of(std::vector<AuditRecord> records, bool has_start,
                     const std::vector<Line>& more = {}) {
    std::vector<Line> lines = more;
    for (const auto& record : records) {
        lines.push_back({record.ended, record_lines(record, "msa1.example.net")});
    }
    if (has_start) {
        lines.push_back(
            {noon - 1s, ControlLine("start", noon - 1s, "msa1.example.net").finished() + '\n'});
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& a, const Line& b) { return a.time < b.time; });
    std::string text;
    for (const auto& line : lines) {
        text += line.text;
    }
    return text;
}

/// What a replay makes of each transaction.
std::map<std::string, Replayed> replayed(const std::string& trail, const std::string& rules) {
    const TemporaryFolder folder;
    const auto path = folder.write("audit.jsonl", trail);
    const auto recorded = RecordedRules::read({rules}).value();
    const auto files = record_files({path}).value();
    const Replayer::Load load = [&](RecordedAnswers& answers) { return recorded.load(answers); };
    const Replayer::Others others;
    ReplayWorkers workers(load, others);
    const auto counted =
        count_rates(files, std::numeric_limits<std::int64_t>::max(), workers, [](auto, auto) {
        }).value();
    std::map<std::string, Replayed> found;
    for (int place = 0;; ++place) {
        auto mail = find_recorded(files, id_of(static_cast<std::size_t>(place)), [](auto, auto) {});
        if (!mail) {
            return found;
        }
        auto worker = workers.take();
        worker->replayer.count(&counted, nullptr);
        found.emplace(mail->transaction, worker->replayer.judge_again(*mail));
        workers.give_back(std::move(worker));
    }
}

struct Agreement {
    std::size_t decided = 0;
    std::vector<std::size_t> doubtful{};
};

/// Mails judged under `before`, recorded, and judged again under `after`; nothing may be said of
/// them that a daemon with `after` would not have said.
Agreement agreement(const Mails& mails, const std::string& before, const std::string& after,
                    bool has_start = true) {
    Site then(before);
    Site truth(after);
    const auto again = replayed(trail_of(then.judged(mails), has_start), truth.path());
    const auto wanted = truth.judged(mails);
    Agreement agreement;
    for (std::size_t place = 0; place < mails.size(); ++place) {
        const auto& each = again.at(id_of(place));
        if (!each.doubts.empty()) {
            agreement.doubtful.push_back(place);
            continue;
        }
        ++agreement.decided;
        BOOST_TEST((each.after.disposition == wanted[place].disposition),
                   place << " is " << to_text(each.after.disposition) << ", not "
                         << to_text(wanted[place].disposition));
        BOOST_TEST(each.after.rule == ending_of(wanted[place]).rule);
    }
    return agreement;
}

void expect_all_decided(const Mails& mails, const std::string& before, const std::string& after) {
    BOOST_TEST(agreement(mails, before, after).doubtful.empty());
}

/// One each second.
Mails one_a_second(int count, std::chrono::milliseconds from = 0ms) {
    Mails mails;
    for (int i = 0; i < count; ++i) {
        mails.push_back({.began = from + i * 1000ms});
    }
    return mails;
}

Mails any_mails(Choice& choice) {
    static const std::vector<std::string> logins{"alice", "bob", "carol"};
    Mails mails;
    for (int i = 0; i < 60; ++i) {
        mails.push_back({.began = std::chrono::milliseconds(choice() % 300'000),
                         .took = std::chrono::milliseconds(1 + choice() % 20'000),
                         .login = logins[choice() % logins.size()],
                         .has_tls = choice() % 4 != 0});
    }
    return mails;
}

std::string any_rules(Choice& choice) {
    const auto number = [&choice](unsigned below) {
        return 1 + static_cast<int>(choice() % below);
    };
    static const std::vector<std::string> actions{"reject", "reject", "log"};
    std::string rules = choice() % 2 == 0 ? "[check.require_tls]\naction = \"off\"\n" : "";
    if (choice() % 4 != 0) {
        rules += limit(number(8), number(120), actions[choice() % actions.size()]);
    }
    if (choice() % 2 == 0) {
        rules += limit_of_bulk(number(8), number(120));
    }
    return rules;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(counted_trail_test)

BOOST_AUTO_TEST_CASE(lower_and_higher_numbers_are_counted_from_a_start) {
    expect_all_decided(one_a_second(20), five_a_minute, limit(3, 60));
    expect_all_decided(one_a_second(20), five_a_minute, limit(10, 60));
}

BOOST_AUTO_TEST_CASE(another_window_is_counted) {
    expect_all_decided(one_a_second(40), five_a_minute, limit(5, 10));
    expect_all_decided(one_a_second(40), five_a_minute, limit(5, 3600));
}

BOOST_AUTO_TEST_CASE(a_limit_may_be_new_or_gone) {
    expect_all_decided(one_a_second(20), {}, limit(3, 60));
    expect_all_decided(one_a_second(20), five_a_minute, {});
    expect_all_decided(one_a_second(20), five_a_minute, limit(5, 60) + limit_of_bulk(2, 60));
}

BOOST_AUTO_TEST_CASE(the_same_limit_counts_what_it_is_asked_now) {
    auto mails = one_a_second(20);
    for (std::size_t place = 0; place < mails.size(); place += 2) {
        mails[place].has_tls = false;
    }
    const std::string lax = "[check.require_tls]\naction = \"off\"\n";
    expect_all_decided(mails, five_a_minute, lax + five_a_minute);
    expect_all_decided(mails, lax + five_a_minute, five_a_minute);
}

BOOST_AUTO_TEST_CASE(logins_are_counted_apart) {
    auto mails = one_a_second(30);
    for (std::size_t place = 0; place < mails.size(); ++place) {
        mails[place].login = place % 3 == 0 ? "bob" : "alice";
    }
    expect_all_decided(mails, five_a_minute, limit(3, 20));
}

BOOST_AUTO_TEST_CASE(what_ended_later_may_have_begun_earlier) {
    auto mails = one_a_second(20);
    for (std::size_t place = 0; place < mails.size(); ++place) {
        mails[place].took = (place % 5) * 7000ms + 1ms;
    }
    expect_all_decided(mails, five_a_minute, limit(3, 10));
}

BOOST_AUTO_TEST_CASE(whatever_comes_what_is_said_is_true) {
    Choice choice(1);
    for (int round = 0; round < 60; ++round) {
        const auto mails = any_mails(choice);
        const auto before = any_rules(choice);
        const auto after = any_rules(choice);
        BOOST_TEST_CONTEXT(round << '\n' << before << "then\n" << after) {
            expect_all_decided(mails, before, after);
            BOOST_TEST(agreement(mails, before, after, false).decided > 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(without_a_start_the_first_window_is_not_known) {
    auto mails = one_a_second(10);
    const auto later = one_a_second(10, 70s);
    mails.insert(mails.end(), later.begin(), later.end());
    const auto found = agreement(mails, five_a_minute, limit(3, 60), false);
    // Three at once, and nothing known of what came before; behind a window all is.
    const std::vector<std::size_t> wanted{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    BOOST_TEST(found.doubtful == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_doubt_says_what_is_not_known) {
    Site then(five_a_minute);
    const Site now(limit(3, 60));
    const auto again = replayed(trail_of(then.judged(one_a_second(1)), false), now.path());
    BOOST_REQUIRE(!again.at("s0.1").doubts.empty());
    BOOST_TEST(again.at("s0.1").doubts.front().why ==
               "what a limit of 3 in 60 s counted before the trail begins is not known");
}

BOOST_AUTO_TEST_CASE(behind_a_gap_a_window_is_not_known) {
    Site then(five_a_minute);
    const Site now(limit(1, 60));
    auto mails = one_a_second(1);
    mails.push_back({.began = 100s});
    mails.push_back({.began = 300s});
    const Line gap{noon + 99s,
                   ControlLine("gap", noon + 99s, "msa1.example.net").finished() + '\n'};
    const auto again = replayed(trail_of(then.judged(mails), true, {gap}), now.path());
    BOOST_TEST(again.at("s0.1").doubts.empty());
    BOOST_REQUIRE(!again.at("s1.1").doubts.empty());
    BOOST_TEST(again.at("s1.1").doubts.front().why.find("where the trail has a gap") !=
               std::string::npos);
    BOOST_TEST(again.at("s2.1").doubts.empty());
}

BOOST_AUTO_TEST_CASE(a_daemon_that_starts_has_counted_nothing) {
    Site then(five_a_minute);
    Site later(five_a_minute);
    auto records = then.judged(one_a_second(3));
    auto more = later.judged({{}, {}, {}, {.began = 4s}, {.began = 5s}});
    records.insert(records.end(), more.begin() + 3, more.end());
    const Site now(limit(3, 60));
    const Line start{noon + 3500ms,
                     ControlLine("start", noon + 3500ms, "msa1.example.net").finished() + '\n'};
    for (const auto& [id, each] : replayed(trail_of(records, true, {start}), now.path())) {
        BOOST_TEST(each.doubts.empty());
        BOOST_TEST((each.after.disposition == Disposition::rejected), id);
    }
}

BOOST_AUTO_TEST_CASE(a_replay_counts_where_it_has_to) {
    Site then(five_a_minute);
    const TemporaryFolder folder;
    const auto trail = folder.write("audit.jsonl", trail_of(then.judged(one_a_second(20)), true));
    const auto files = record_files({trail}).value();
    const auto sums_under = [&](const std::string& rules) {
        const Site now(rules);
        const auto recorded = RecordedRules::read({now.path()}).value();
        return replay_trail(
                   files, {}, [&](RecordedAnswers& answers) { return recorded.load(answers); }, {},
                   [](auto, auto) {})
            .value()
            .sums;
    };
    BOOST_TEST(sums_under(five_a_minute).same() == 20U);
    const auto lower = sums_under(limit(3, 60));
    BOOST_TEST(lower.all() == 20U);
    BOOST_TEST(lower.undecidable() == 0U);
    BOOST_TEST(lower.transitions().at({Disposition::rejected, Disposition::deferred}).count == 3U);
    BOOST_TEST(
        sums_under({}).transitions().at({Disposition::deferred, Disposition::rejected}).count ==
        14U);
}

BOOST_AUTO_TEST_SUITE_END()
