// Runs the tests of a rule file: every message through the daemon's own core, every question of
// ownership through its own owners. Tables, DNS, keys, rates and the clock are given.
#pragma once

#include "config/rule_file.h"
#include "config/test_file.h"
#include "workbench/coverage.h"
#include "workbench/session_words.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace msa {

struct TestServices {
    RuleServices rules;  // no key is read; of tables only those with entries are opened
    std::function<Result<std::unique_ptr<const SenderPolicy>>(const Resolver&)> make_sender_policy;
};

struct TestResult {
    std::string title;
    std::string file;
    Place place;
    std::vector<std::string> failures{};  // `WHAT: expected ..., got ...`; empty: it passed
    std::string explanation{};            // of a message that failed
};

/// One test file, with the rule file that it is about.
class RuleTester {
public:
    RuleTester(std::string file, TestFile tests, TestServices services);

    /// The rule file, with the tables given. Without rules() nothing may be run.
    [[nodiscard]] const LoadedRules& loaded() const { return rules_; }
    /// All tests whose title holds `word`.
    [[nodiscard]] std::vector<TestResult> run(const std::string& word);
    /// Of what was run.
    [[nodiscard]] const Coverage& coverage() const { return coverage_; }

private:
    [[nodiscard]] Result<std::shared_ptr<const Table>> open(const TableSettings& settings,
                                                            const GivenWorld& world);
    [[nodiscard]] LoadedRules load(const GivenWorld& world);
    [[nodiscard]] Result<std::shared_ptr<const RuleSet>> rules_for(const MessageTest& test);
    [[nodiscard]] Explanation explained(const MessageTest& test, DescribedSubmission described,
                                        const std::shared_ptr<const RuleSet>& rules);
    [[nodiscard]] TestResult run(const MessageTest& test);
    [[nodiscard]] TestResult run(const OwnershipTest& test);

    std::string file_;
    TestFile tests_;
    TestServices services_;
    Moment now_;
    Evidence evidence_;
    LoadedRules rules_;
    Coverage coverage_;
};

}  // namespace msa
