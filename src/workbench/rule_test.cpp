#include "workbench/rule_test.h"

#include "policy/rule_sets.h"
#include "workbench/comparison.h"
#include "workbench/given_world.h"
#include "workbench/naming_signer.h"
#include "workbench/ownership_answers.h"
#include "workbench/session_words.h"

#include <utility>

namespace msa {
namespace {

bool is_wanted(const std::string& title, const std::string& word) {
    return title.find(word) != std::string::npos;
}

SessionWords words_of(const MessageTest& test) {
    return {.id = "test",
            .login = test.login,
            .method = test.method,
            .client = test.client,
            .tls = test.tls,
            .listener = test.listener,
            .is_local = test.is_local,
            .mta = test.is_sendmail ? MtaKind::sendmail : MtaKind::postfix,
            .from = test.from,
            .to = test.to};
}

}  // namespace

RuleTester::RuleTester(std::string file, TestFile tests, TestServices services)
    : file_(std::move(file)),
      tests_(std::move(tests)),
      services_(std::move(services)),
      now_{.time = tests_.now.value_or(std::chrono::system_clock::now())},
      rules_(load(tests_.world)) {
    if (rules_.rules) {
        coverage_.expect(*rules_.rules, tests_.silent, file_);
    }
}

Result<std::shared_ptr<const Table>> RuleTester::open(const TableSettings& settings,
                                                      const GivenWorld& world) {
    const auto given = world.tables.find(settings.name);
    TableSettings own = settings;
    if (given != world.tables.end()) {
        own = {.name = settings.name, .use = settings.use, .groups = settings.groups};
        own.entries = given->second;
    } else if (!settings.is_in_rules()) {
        return watched(settings.name, table_without_entries(settings.name), evidence_);
    }
    auto table = services_.rules.open_table(own);
    return table ? watched(settings.name, *std::move(table), evidence_) : std::move(table);
}

LoadedRules RuleTester::load(const GivenWorld& world) {
    const RuleServices given{
        .read_file = services_.rules.read_file,
        .open_table = [this,
                       &world](const TableSettings& settings) { return open(settings, world); },
        .make_signer =
            [](const SigningSettings& settings) {
                return Result<std::unique_ptr<const Signer>>(naming_signer(settings));
            },
        .sha256 = services_.rules.sha256,
        .table_kinds = services_.rules.table_kinds,
        .review = services_.rules.review};
    return load_rules(tests_.rules, given, now_.time);
}

Result<std::shared_ptr<const RuleSet>> RuleTester::rules_for(const MessageTest& test) {
    if (test.world.tables.empty()) {
        return rules_.rules;
    }
    auto loaded = load(with_tables(tests_.world, test.world));
    if (!loaded.rules) {
        const auto errors = loaded.diagnostics.sorted();
        return Error{"with the tables of this case the rule file is not valid: " +
                     loaded.diagnostics.line_of(errors.front())};
    }
    return std::move(loaded.rules);
}

Explanation RuleTester::explained(const MessageTest& test, DescribedSubmission described,
                                  const std::shared_ptr<const RuleSet>& rules) {
    const auto resolver = resolver_of(tests_.world, test.world);
    const auto sender_policy = services_.make_sender_policy(resolver);
    const FixedClock clock(now_);
    FixedRandom random;
    GivenRates rates(test.is_over_rate ? 0 : unlimited);
    GivenLimits limits(test.is_over_rate ? 0 : unlimited, now_.time);
    (void)evidence_.take();
    Explainer explainer(evidence_);
    Explanation explanation{.submission = std::move(described.submission),
                            .assumed = std::move(described.assumed)};
    const auto choice = RuleSets({rules}).for_session(explanation.submission.session);
    explanation.judgement = judge(
        choice.rules, choice.governs, explanation.submission,
        {clock,
         random,
         rates,
         "localhost",
         {.resolver = &resolver, .sender_policy = sender_policy ? sender_policy->get() : nullptr},
         &explainer,
         {},
         &limits});
    explanation.identity_facts = explainer.identity_facts();
    explanation.rules = explainer.rules();
    return explanation;
}

TestResult RuleTester::run(const MessageTest& test) {
    TestResult result{.title = test.title, .file = file_, .place = test.place};
    const auto text = with_crlf(test.message);
    auto described = described_submission(words_of(test), text);
    const auto rules = rules_for(test);
    if (!described || !rules) {
        result.failures.push_back(described ? rules.error().what : described.error().what);
        return result;
    }
    const auto explanation = explained(test, *std::move(described), *rules);
    coverage_.add(explanation);
    result.failures = differences(test.expected, explanation);
    if (!result.failures.empty()) {
        result.explanation = explanation_text(explanation);
    }
    return result;
}

TestResult RuleTester::run(const OwnershipTest& test) {
    return {.title = title_of(test),
            .file = file_,
            .place = test.place,
            .failures = differences(test, *rules_.rules, now_, coverage_)};
}

std::vector<TestResult> RuleTester::run(const std::string& word) {
    std::vector<TestResult> results;
    for (const auto& test : tests_.messages) {
        if (is_wanted(test.title, word)) {
            results.push_back(run(test));
        }
    }
    for (const auto& test : tests_.ownership) {
        if (is_wanted(title_of(test), word)) {
            results.push_back(run(test));
        }
    }
    return results;
}

}  // namespace msa
