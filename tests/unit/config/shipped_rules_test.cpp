// What the files in rules/ promise.
#include "base/file.h"
#include "unit/config/rule_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

constexpr std::size_t longest = 1U << 20U;

msa::LoadedRules shipped(const std::string& name) {
    return msa::load_text(msa::read_file("rules/" + name, longest).value());
}

/// The rules with this action, in the order of evaluation.
std::vector<std::string> rules_that(msa::Action action, const msa::RuleSet& rules) {
    std::vector<std::string> ids;
    for (const auto& rule : rules.rules) {
        if (rule.action == action) {
            ids.push_back(rule.id);
        }
    }
    return ids;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shipped_rules)

BOOST_AUTO_TEST_CASE(strict_ones_add_what_nobody_types_and_mend_nothing_else) {
    const auto loaded = shipped("strict.toml");
    BOOST_REQUIRE(loaded.rules);
    BOOST_TEST(rules_that(msa::Action::repair, *loaded.rules) ==
               (std::vector<std::string>{"add_date", "add_message_id", "add_mime_version",
                                         "sendmail_form"}));
}

BOOST_AUTO_TEST_CASE(strict_ones_refuse_all_that_those_of_a_submission_service_refuse) {
    const auto strict = shipped("strict.toml");
    const auto usual = shipped("submission.toml");
    BOOST_REQUIRE((strict.rules && usual.rules));
    const auto refused = rules_that(msa::Action::reject, *strict.rules);
    for (const auto& id : rules_that(msa::Action::reject, *usual.rules)) {
        BOOST_TEST((std::find(refused.begin(), refused.end(), id) != refused.end()), id);
    }
}

BOOST_AUTO_TEST_CASE(strict_ones_refuse_what_those_of_a_submission_service_mend) {
    const auto strict = shipped("strict.toml");
    const auto usual = shipped("submission.toml");
    BOOST_REQUIRE((strict.rules && usual.rules));
    auto allowed = rules_that(msa::Action::reject, *strict.rules);
    const auto mended = rules_that(msa::Action::repair, *strict.rules);
    allowed.insert(allowed.end(), mended.begin(), mended.end());
    for (const auto& id : rules_that(msa::Action::repair, *usual.rules)) {
        BOOST_TEST((std::find(allowed.begin(), allowed.end(), id) != allowed.end()), id);
    }
}

BOOST_AUTO_TEST_CASE(monitoring_ones_act_on_nothing) {
    const auto loaded = shipped("monitor.toml");
    BOOST_REQUIRE(loaded.rules);
    BOOST_TEST(std::all_of(loaded.rules->rules.begin(), loaded.rules->rules.end(), [](auto& rule) {
        return rule.mode == msa::Mode::monitor && !rule.monitor_until;
    }));
    BOOST_TEST((loaded.rules->signer == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
