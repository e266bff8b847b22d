// What is recorded is judged again as it was: messages of all cases under the rules of all cases,
// behind both MTAs.
#include "audit/discretion.h"
#include "cases/recorded.h"
#include "checks/check_reads.h"
#include "commands/services.h"
#include "fakes/temporary_folder.h"
#include "submission/heard_limits.h"
#include "workbench/replayer.h"

#include <algorithm>
#include <random>
#include <set>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Choice = std::minstd_rand;

/// A message of one case, as its MTA or the other one brings it, under the rules of another.
struct Mixed {
    Case message;
    const Case* rules;
};

/// Of longer ones a record does not keep everything.
const std::vector<Case>& recordable_cases() {
    static const std::vector<Case> cases = [] {
        auto all = all_cases();
        std::erase_if(all, [](const Case& each) { return each.message.size() > 8000; });
        return all;
    }();
    return cases;
}

Mixed any_mix(Choice& choice) {
    const auto& all = recordable_cases();
    Mixed mixed{all[choice() % all.size()], nullptr};
    mixed.rules = choice() % 3 == 0 ? &all[choice() % all.size()] : nullptr;
    if (choice() % 2 == 0) {
        mixed.message.host = choice() % 2 == 0 ? "sendmail" : "postfix";
    }
    if (choice() % 4 == 0) {
        const auto& other = all[choice() % all.size()];
        mixed.message.mail = other.mail;
        mixed.message.recipients = other.recipients;
        mixed.message.login = other.login;
    }
    return mixed;
}

const Case& rules_case(const Mixed& mixed) {
    return mixed.rules == nullptr ? mixed.message : *mixed.rules;
}

/// The daemon's own tables; none of them is asked when it is judged again.
std::shared_ptr<const RuleSet> rules_of_daemon(const Case& tested) {
    return rules_of(tested, rule_services().open_table);
}

Replayer::Load recorded_tables(const Case& tested) {
    return [&tested](RecordedAnswers& answers) {
        return std::make_shared<const RuleSets>(
            std::vector{rules_of(tested, [&answers](const TableSettings& settings) {
                return Result<std::shared_ptr<const Table>>(answers.table(settings.name));
            })});
    };
}

std::string text_of(const Replayed& replayed) {
    std::string text = std::string(to_text(replayed.after.disposition)) + " by " +
                       replayed.after.rule + ": " + replayed.after.reply;
    for (const auto& doubt : replayed.doubts) {
        text += "\n  " + doubt.why + ": " + doubt.detail;
    }
    return text;
}

void expect_same(const RecordedMail& mail, const Replayed& replayed) {
    BOOST_TEST(replayed.doubts.empty(), text_of(replayed));
    BOOST_TEST((replayed.after.disposition == mail.ending.disposition),
               to_text(mail.ending.disposition) << " becomes " << text_of(replayed));
    const auto alike = compared(mail.ending, replayed.after);
    BOOST_TEST(alike.recipients);
    BOOST_TEST(alike.rule, mail.ending.reply << " becomes " << text_of(replayed));
    BOOST_TEST(alike.edits);
    BOOST_TEST(alike.signatures);
    BOOST_TEST(mail.ending.recipients.size() == replayed.after.recipients.size());
}

/// As a daemon with these rules writes it down, and a reader finds it.
RecordedMail written(const Mixed& mixed, FactsKept kept, Discretion& discretion) {
    const auto record = recorded(mixed.message, rules_of_daemon(rules_case(mixed)), kept);
    const auto shown = discretion.applied(record).value();
    return read_back(shown ? *shown : record);
}

/// A table was asked for the domain of a blind recipient, which was not kept: nobody can tell.
bool is_about_a_hidden_domain(const Replayed& replayed) {
    return std::any_of(replayed.doubts.begin(), replayed.doubts.end(), [](const Doubt& doubt) {
        return doubt.why.find("of which only the form is kept") != std::string::npos ||
               doubt.detail.find("of which only the form is kept") != std::string::npos;
    });
}

template <class Change>
void expect_no_difference(FactsKept kept, unsigned seed, int rounds, const Change& change,
                          int most_hidden = 0) {
    const TemporaryFolder folder;
    Discretion discretion({}, folder.path());
    Choice choice(seed);
    int hidden = 0;
    for (int round = 0; round < rounds; ++round) {
        auto mixed = any_mix(choice);
        change(mixed, choice);
        const auto& rules = rules_case(mixed);
        BOOST_TEST_CONTEXT(mixed.message.path << " under " << rules.path << ", "
                                              << mixed.message.host << '\n'
                                              << mixed.message.message) {
            const auto mail = written(mixed, kept, discretion);
            Replayer replayer(recorded_tables(rules));
            const auto replayed = replayer.judge_again(mail);
            if (is_about_a_hidden_domain(replayed)) {
                ++hidden;
                continue;
            }
            expect_same(mail, replayed);
        }
    }
    BOOST_TEST(hidden <= most_hidden);
}

void as_it_is(Mixed& /*mixed*/, Choice& /*choice*/) {}

const std::string& one_of(const std::vector<std::string>& all, Choice& choice) {
    return all[choice() % all.size()];
}

/// A field of blind recipients, as programs and people write them.
std::string any_bcc(Choice& choice) {
    static const std::vector<std::string> names{"Bcc", "Bcc", "bcc", "Resent-Bcc"};
    static const std::vector<std::string> addresses{
        "hidden@example.net",
        "Bob Secret <Bob.7@Example.ORG>",
        "secret",
        "bob@sales",
        "\"Secret, Bob\" <bob@example.com> (at home)",
        "the board: a@example.com, b@example.com;",
        "=?utf-8?Q?J=C3=BCrgen_O=27Hara?= <j@example.net>",
        "bob@@example.org",
        "J\xC3\xBCrgen <j@m\xC3\xBCnchen.example>",
        "bob@xn--mnchen-3ya.example",
        "bob@[192.0.2.77]",
        "dr.no <no@example.net>",
        "undisclosed-recipients:;",
        "<>",
        "b@9.9",
        "Bob <bob@example.net",
        "bob@alias.example",
        std::string(300, 'n') + " <n@example.net>",
        "< bob@example.net >",
        "=?utf-8?Q?bob?=@example.net",
        "bob\x01@example.net"};
    std::string value;
    for (auto more = choice() % 4; more != 0; --more) {
        static const std::vector<std::string> between{", ", ",",   ",\r\n ",
                                                      "; ", ", ,", ",\r\n \r\n "};
        value += (value.empty() ? "" : one_of(between, choice)) + one_of(addresses, choice);
    }
    return one_of(names, choice) + ": " + value + (choice() % 8 == 0 ? ",\r\n" : "\r\n");
}

void with_blind_recipients(Mixed& mixed, Choice& choice) {
    auto& text = mixed.message.message;
    for (auto more = 1 + choice() % 3; more != 0; --more) {
        text.insert(0, any_bcc(choice));
    }
}

/// Leaves on only some of them.
std::shared_ptr<const RuleSet> some_of(std::shared_ptr<const RuleSet> rules, Choice& choice,
                                       unsigned one_in) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): nobody else has them
    for (auto& rule : const_cast<std::vector<Rule>&>(rules->rules)) {
        rule.action = choice() % one_in == 0 ? rule.action : Action::off;
    }
    return rules;
}

/// Which rules that count read, while a message is judged with everything.
class ReadParts final : public JudgeObserver {
public:
    explicit ReadParts(Moment now) : now_(now) {}
    void begins(Stage /*stage*/) override {}
    void asked(const AskedRule& asked) override {
        if (!asked.is_meant || asked.rule.is_monitored(now_)) {
            return;
        }
        const auto read = reads_of_check(asked.rule.check_name);
        if (asked.stage == Stage::headers || asked.stage == Stage::message) {
            of_fields |= read;
        }
        if (asked.stage == Stage::message) {
            of_body |= read & reads::body;
        }
    }

    Reads of_fields = reads::nothing;
    Reads of_body = reads::nothing;

private:
    Moment now_;
};

/// Everything that rules with these facts kept would lack.
bool lacks(const AuditRecord& kept, const ReadParts& read) {
    const bool lacks_field = std::any_of(
        kept.facts.header.begin(), kept.facts.header.end(), [&](const HeaderFact& field) {
            return !field.value && sees_field(read.of_fields, field.name);
        });
    return lacks_field || (read.of_body != reads::nothing && !kept.facts.body);
}

bool is_about_what_was_not_asked(const Doubt& doubt) {
    return doubt.why.ends_with("was not asked then") || doubt.why.starts_with("it ended at");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replay_test)

BOOST_AUTO_TEST_CASE(under_its_own_rules_nothing_differs_and_nothing_is_undecidable) {
    expect_no_difference(FactsKept::all, 1, 400, as_it_is);
}

BOOST_AUTO_TEST_CASE(what_the_rules_of_then_read_is_enough_for_them) {
    expect_no_difference(FactsKept::judged, 2, 400, as_it_is);
}

BOOST_AUTO_TEST_CASE(blind_recipients_are_judged_again_though_nobody_knows_them) {
    expect_no_difference(FactsKept::all, 5, 800, with_blind_recipients, 8);
    expect_no_difference(FactsKept::judged, 6, 400, with_blind_recipients, 4);
}

BOOST_AUTO_TEST_CASE(under_other_rules_undecidable_is_what_reads_something_that_is_not_kept) {
    Choice choice(3);
    std::size_t undecidable = 0;
    std::size_t decided = 0;
    for (int round = 0; round < 400; ++round) {
        const auto mixed = any_mix(choice);
        const auto& message = mixed.message;
        const auto& all = recordable_cases();
        const auto& other = all[choice() % all.size()];
        BOOST_TEST_CONTEXT(message.path << " under " << rules_case(mixed).path << ", then "
                                        << other.path) {
            const auto before = some_of(rules_of_daemon(rules_case(mixed)), choice, 12);
            const auto after = some_of(rules_of_daemon(other), choice, 6);
            const auto record = recorded(message, before, FactsKept::judged);
            const auto mail = read_back(record);
            Replayer replayer([&](RecordedAnswers& /*answers*/) {
                return std::make_shared<const RuleSets>(std::vector{after});
            });
            const auto replayed = replayer.judge_again(mail);
            if (std::any_of(replayed.doubts.begin(), replayed.doubts.end(),
                            is_about_what_was_not_asked)) {
                continue;
            }
            ReadParts read(mail.now);
            const auto truth = recorded(message, after, FactsKept::all, &read);
            if (lacks(record, read)) {
                ++undecidable;
                BOOST_TEST(!replayed.doubts.empty());
                continue;
            }
            ++decided;
            BOOST_TEST(replayed.doubts.empty(), text_of(replayed));
            BOOST_TEST((replayed.after.disposition == truth.disposition), text_of(replayed));
            BOOST_TEST(replayed.after.rule == ending_of(truth).rule);
        }
    }
    BOOST_TEST(undecidable > 20U);
    BOOST_TEST(decided > 20U);
}

BOOST_AUTO_TEST_CASE(where_people_are_kept_as_pseudonyms_nothing_is_guessed) {
    const TemporaryFolder folder;
    Choice choice(4);
    std::size_t undecidable = 0;
    std::size_t decided = 0;
    for (int round = 0; round < 400; ++round) {
        const auto mixed = any_mix(choice);
        const auto rules = some_of(rules_of_daemon(rules_case(mixed)), choice, 4);
        Discretion discretion(
            {.recipients = choice() % 2 == 0 ? RecipientsKept::pseudonym : RecipientsKept::count,
             .client = choice() % 2 == 0 ? ClientKept::clear : ClientKept::network},
            folder.path());
        BOOST_TEST_CONTEXT(mixed.message.path << " under " << rules_case(mixed).path) {
            const auto record = recorded(mixed.message, rules, FactsKept::all);
            const auto mail = read_back(discretion.applied(record).value().value());
            Replayer replayer([&](RecordedAnswers& /*answers*/) {
                return std::make_shared<const RuleSets>(std::vector{rules});
            });
            const auto replayed = replayer.judge_again(mail);
            ++(replayed.doubts.empty() ? decided : undecidable);
            if (replayed.doubts.empty()) {
                expect_same(mail, replayed);
            }
        }
    }
    BOOST_TEST(undecidable > 50U);
    BOOST_TEST(decided > 20U);
}

BOOST_AUTO_TEST_CASE(a_sender_that_a_rule_rewrote_is_judged_again_as_it_came) {
    const auto& all = all_cases();
    const auto found = std::find_if(all.begin(), all.end(), [](const Case& each) {
        return each.path == "tests/cases/rewrite_senders/rewritten.toml";
    });
    BOOST_REQUIRE((found != all.end()));
    auto rewritten = *found;
    rewritten.mta_sender = "alice@example.com";
    const auto mail = read_back(recorded(rewritten, rules_of_daemon(rewritten), FactsKept::all));
    const auto without_rewriting = [&] {
        auto rules = rules_of_daemon(rewritten);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): nobody else has them
        for (auto& rule : const_cast<std::vector<Rule>&>(rules->rules)) {
            rule.action = rule.id == "rewrite_senders" ? Action::off : rule.action;
        }
        return rules;
    }();
    Replayer replayer([&](RecordedAnswers& /*answers*/) {
        return std::make_shared<const RuleSets>(std::vector{without_rewriting});
    });
    const auto replayed = replayer.judge_again(mail);
    const auto truth = recorded(rewritten, without_rewriting, FactsKept::all);
    BOOST_TEST(mail.submission.mail.mta_address == rewritten.mta_sender);
    BOOST_TEST(to_text(replayed.after.disposition) == to_text(truth.disposition));
    BOOST_TEST(replayed.after.reply == ending_of(truth).reply);
}

BOOST_AUTO_TEST_CASE(a_field_that_was_too_long_for_its_record_is_not_guessed) {
    const auto& all = all_cases();
    const auto longest = std::find_if(all.begin(), all.end(), [](const Case& each) {
        return each.path == "tests/cases/line_lengths/near_cut.toml";
    });
    BOOST_REQUIRE((longest != all.end()));
    const auto mail = read_back(recorded(*longest, rules_of_daemon(*longest), FactsKept::all));
    Replayer replayer(recorded_tables(*longest));
    const auto replayed = replayer.judge_again(mail);
    BOOST_REQUIRE(!replayed.doubts.empty());
    BOOST_TEST(replayed.doubts.front().why ==
               "control_characters reads every field, which was too long to be kept whole");
    BOOST_TEST(replayed.doubts.front().detail == "X-Long");
}

BOOST_AUTO_TEST_CASE(what_one_host_counted_alone_is_heard_as_such) {
    const auto& any = all_cases().front();
    auto record = recorded(any, rules_of_daemon(any), FactsKept::all);
    record.facts.limits = {{.key = "daily|4/86400|login:alice", .left = 3, .is_local = true},
                           {.key = "hourly|4/3600|login:alice", .left = 3}};
    const auto limits = read_back(record).facts.limits;
    BOOST_REQUIRE(limits.size() == 2U);
    BOOST_TEST(limits[0].is_local);
    BOOST_TEST(!limits[1].is_local);
    HeardLimits heard(&limits, [](std::string_view, const Charge&) {
        return Result<LimitAnswer>(Error{"not asked"});
    });
    BOOST_TEST(heard.reserve("t", {{.key = limits[0].key}}).value().front().is_local);
}

BOOST_AUTO_TEST_SUITE_END()
