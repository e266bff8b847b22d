// Checks read what they say and nothing else: one that is shown only that finds the same, in every
// case.
#include "cases/recorded.h"
#include "checks/all_checks.h"
#include "checks/check_reads.h"
#include "commands/services.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Choice = std::minstd_rand;

/// As long, with as many folds.
std::string stand_in(std::string value) {
    bool is_behind_fold = false;
    for (auto& c : value) {
        const bool is_fold = c == '\n';
        c = is_fold ? '\n' : is_behind_fold ? ' ' : 'x';
        is_behind_fold = is_fold;
    }
    return value;
}

bool is_named_by_conditions(const RuleSet& rules, const Rule& rule,
                            const std::vector<std::string> Condition::*domains) {
    return !(rule.when.*domains).empty() ||
           std::any_of(rules.exceptions.begin(), rules.exceptions.end(), [&](const auto& each) {
               return each.rule == rule.id && !(each.when.*domains).empty();
           });
}

/// What conditions and the identity need is not the check's affair.
Reads with_conditions(Reads read, const RuleSet& rules, const Rule& rule, bool is_proved) {
    if ((read & reads::strangers) != 0 && !is_proved) {
        read |= reads::recipients | reads::client;
    }
    const bool asks_client =
        !rule.when.network.empty() || !rules.identity.networks.empty() ||
        rules.identity.recent_logins.table != nullptr ||
        std::any_of(rules.exceptions.begin(), rules.exceptions.end(),
                    [](const auto& each) { return !each.when.network.empty(); });
    return read | reads::people | (asks_client ? reads::client : reads::nothing) |
           (is_named_by_conditions(rules, rule, &Condition::recipient_domain) ? reads::recipients
                                                                              : reads::nothing);
}

SubmittedMail reduced(SubmittedMail mail, Reads read) {
    HeaderList header;
    for (const auto& field : mail.message.header.fields()) {
        header.receive(field.name,
                       sees_field(read, field.name) ? field.value : stand_in(field.value));
    }
    mail.message.header = std::move(header);
    BodyScanner scanner;
    scanner.add(mail.message.body);
    const auto counted = scanner.facts();
    mail.known = KnownPart{.body = (read & reads::body) != 0 ? counted
                                                             : BodyFacts{.octets = counted.octets}};
    if ((read & reads::recipients) == 0) {
        for (auto& recipient : mail.recipients) {
            recipient = {.argument = "<somebody@stand-in.example>"};
        }
    }
    if ((read & reads::client) == 0 && !mail.session.client_address.empty()) {
        mail.session.client_address = "198.51.100.77";
    }
    return mail;
}

/// What became of it, in lines.
struct Judged {
    std::string text;
    bool is_proved = false;
};

Judged judged(const Case& tested, const std::shared_ptr<const RuleSet>& rules,
              const SubmittedMail& mail) {
    const auto record = judged_there(tested, rules, mail);
    std::string text = std::string(to_text(record.disposition)) + " at " + record.stage + '\n' +
                       (record.reply ? to_text(*record.reply) : "") + '\n';
    for (const auto& each : record.findings) {
        text += std::string(to_text(each.action)) + ' ' + each.what +
                (each.cannot_tell ? " cannot tell" : "") + '\n';
    }
    for (const auto& edit : record.edits) {
        text += std::string(to_text(edit.kind)) + ' ' + edit.name + ' ' +
                std::to_string(edit.occurrence) + edit.value + '\n';
    }
    return {std::move(text), record.identity.has_value()};
}

/// The rules of a case, of which one at a time is asked.
class OneRule {
public:
    explicit OneRule(const Case& tested)
        : rules_(rules_of(tested, rule_services().open_table)),
          // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): nobody else has them
          own_(const_cast<std::vector<Rule>&>(rules_->rules)) {
        for (auto& rule : own_) {
            actions_.push_back(rule.action);
            rule.action = Action::off;
        }
    }

    [[nodiscard]] std::size_t size() const { return own_.size(); }
    /// Only this one is asked, and has a say.
    Rule& ask(std::size_t place) {
        for (auto& rule : own_) {
            rule.action = Action::off;
        }
        auto& rule = own_[place];
        rule.action = actions_[place];
        if (rule.action == Action::off) {
            const auto& kinds = all_checks();
            const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& each) {
                return each.name == rule.check_name;
            });
            rule.action = kind->can_repair ? Action::repair : Action::reject;
        }
        return rule;
    }
    [[nodiscard]] const std::shared_ptr<const RuleSet>& rules() const { return rules_; }

private:
    std::shared_ptr<const RuleSet> rules_;
    std::vector<Rule>& own_;
    std::vector<Action> actions_{};
};

/// Calls `look(case, rules, rule)` for the rules of all checks, each with its own cases and some of
/// all others.
template <class Look>
void each_case_and_rule(const Look& look) {
    Choice choice(7);
    for (const auto& tested : all_cases()) {
        OneRule one(tested);
        for (std::size_t place = 0; place < one.size(); ++place) {
            const auto& rule = one.ask(place);
            const bool is_own = tested.path.find('/' + rule.check_name + '/') != std::string::npos;
            if (is_own || choice() % 16 == 0) {
                look(tested, one.rules(), rule);
            }
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reads_test)

BOOST_AUTO_TEST_CASE(a_check_that_is_shown_only_what_it_reads_finds_the_same) {
    each_case_and_rule([](const Case& tested, const auto& rules, const Rule& rule) {
        const auto mail = submission_of(tested);
        const auto whole = judged(tested, rules, mail);
        const auto read =
            with_conditions(reads_of_check(rule.check_name), *rules, rule, whole.is_proved);
        BOOST_TEST(judged(tested, rules, reduced(mail, read)).text == whole.text,
                   rule.check_name << " in " << tested.path);
    });
}

/// Otherwise the test above could not fail.
BOOST_AUTO_TEST_CASE(of_what_a_check_says_that_it_reads_no_part_may_be_left_out) {
    std::map<std::string, Reads> needed;
    each_case_and_rule([&](const Case& tested, const auto& rules, const Rule& rule) {
        const auto mail = submission_of(tested);
        const auto read = reads_of_check(rule.check_name);
        const auto whole = judged(tested, rules, mail);
        for (const auto part : single_reads()) {
            if ((read & part & ~needed[rule.check_name]) == 0) {
                continue;
            }
            // People belong to the addresses, and both to all fields.
            const auto rest = (read & ~part) & ~(part == reads::people ? reads::addresses : 0U);
            if (judged(tested, rules, reduced(mail, rest)).text != whole.text) {
                needed[rule.check_name] |= part;
            }
        }
    });
    for (const auto& kind : all_checks()) {
        for (const auto part : single_reads()) {
            const bool is_read = (reads_of_check(kind.name) & part) != 0;
            // The text is never kept, and few cases are about strangers.
            const bool is_shown = part != reads::text && part != reads::strangers;
            BOOST_TEST((!is_read || !is_shown || (needed[kind.name] & part) != 0),
                       kind.name << " need not read " << to_text(part));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
