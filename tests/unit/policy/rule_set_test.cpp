// Rule sets, and their replacement.
#include "policy/rule_set.h"

#include "fakes/fake_signer.h"
#include "policy/rule_store.h"

#include <boost/test/unit_test.hpp>

namespace {

std::shared_ptr<const msa::RuleSets> sets_of(
    std::vector<std::shared_ptr<const msa::RuleSet>> sets) {
    return std::make_shared<const msa::RuleSets>(std::move(sets));
}

/// The rules of one file.
std::shared_ptr<const msa::RuleSet> rules_for(std::vector<std::string> listeners,
                                              const std::string& version) {
    auto rules = std::make_shared<msa::RuleSet>();
    rules->listeners = std::move(listeners);
    rules->version = version;
    rules->hash = "sha256:" + version;
    return rules;
}

msa::Session at(const std::string& listener) {
    msa::Session session;
    session.listener = listener;
    return session;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_set_test)

BOOST_AUTO_TEST_CASE(rules_without_listeners_govern_every_session) {
    BOOST_TEST(msa::RuleSet().governs(msa::Session()).value());
}

BOOST_AUTO_TEST_CASE(rules_with_listeners_govern_those_only) {
    msa::RuleSet rules;
    rules.listeners = {"submission", "submissions"};
    msa::Session session;
    session.listener = "smtp";
    BOOST_TEST(!rules.governs(session).value());
    session.listener = "submissions";
    BOOST_TEST(rules.governs(session).value());
}

BOOST_AUTO_TEST_CASE(rules_with_listeners_cannot_tell_without_the_name_of_the_listener) {
    msa::RuleSet rules;
    rules.listeners = {"submission"};
    const auto governed = rules.governs(msa::Session());
    BOOST_REQUIRE(!governed.has_value());
    BOOST_TEST(governed.error().what.find("{daemon_name}") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rules_with_conditions_on_listeners_cannot_tell_without_one_either) {
    msa::RuleSet rules;
    rules.exceptions.emplace_back();
    rules.exceptions.back().id = "scanner";
    rules.exceptions.back().when.listener = {"scan-in"};
    BOOST_TEST(rules.governs(msa::Session()).error().what ==
               "the MTA names no listener ({daemon_name}), and exception scanner depends on it");
    rules.rules.emplace_back();
    rules.rules.back().id = "of-scanners";
    rules.rules.back().when.listener = {"scan-in"};
    BOOST_TEST(rules.governs(msa::Session()).error().what ==
               "the MTA names no listener ({daemon_name}), and rule of-scanners depends on it");
    msa::Session session;
    session.listener = "smtp";
    BOOST_TEST(rules.governs(session).value());
}

BOOST_AUTO_TEST_CASE(who_holds_a_rule_set_keeps_it_when_it_is_replaced) {
    msa::RuleStore store(sets_of({}));
    const auto old = store.current();
    const auto fresh = sets_of({});
    store.replace(fresh);
    BOOST_TEST((store.current() == fresh));
    BOOST_TEST(old.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(each_listener_is_judged_by_the_file_that_governs_it) {
    const auto sets =
        sets_of({rules_for({"submission"}, "people"), rules_for({"scan-in"}, "devices")});
    const auto devices = sets->for_session(at("scan-in"));
    BOOST_TEST(devices.governs.value());
    BOOST_TEST(devices.rules->version == "devices");
    BOOST_TEST(sets->for_session(at("submission")).rules->version == "people");
    BOOST_TEST(sets->versions() == "people,devices");
    BOOST_TEST(sets->hashes() == "sha256:people,sha256:devices");
}

BOOST_AUTO_TEST_CASE(nobodys_listener_is_out_of_the_scope_of_all_files) {
    const auto one = sets_of({rules_for({"submission"}, "people")})->for_session(at("smtp"));
    BOOST_TEST(!one.governs.value());
    BOOST_TEST(one.rules->version == "people");
    const auto none =
        sets_of({rules_for({"submission"}, "people"), rules_for({"scan-in"}, "devices")})
            ->for_session(at("smtp"));
    BOOST_TEST(!none.governs.value());
    BOOST_TEST(none.rules->version == "");
    BOOST_TEST(none.rules->hash == "");
}

BOOST_AUTO_TEST_CASE(a_listener_without_a_name_is_in_no_known_scope) {
    const auto sets =
        sets_of({rules_for({"submission"}, "people"), rules_for({"scan-in"}, "devices")});
    BOOST_TEST(!sets->for_session(at("")).governs.has_value());
    BOOST_TEST(sets_of({rules_for({}, "all")})->for_session(at("")).governs.value());
}

BOOST_AUTO_TEST_CASE(a_file_that_has_lost_its_last_key_takes_nobodys_place_unless_it_says_so) {
    const auto rules_with = [](bool has_key, bool allow_none, const char* file = "r") {
        auto rules = std::make_shared<msa::RuleSet>();
        rules->file = file;
        rules->allow_none = allow_none;
        if (has_key) {
            rules->signer = std::make_unique<msa::FakeSigner>(std::set<std::string, std::less<>>());
        }
        return rules;
    };
    const auto signing = sets_of({rules_with(true, false)});
    BOOST_TEST(signing->may_become(*sets_of({rules_with(true, false)}), {}).has_value());
    BOOST_TEST(signing->may_become(*sets_of({rules_with(false, true)}), {}).has_value());
    BOOST_TEST(signing->may_become(*sets_of({rules_with(false, false)}), {}).error().what ==
               "r: has no key to sign with any more; allow_none = true at the top says that this "
               "is meant");
    BOOST_TEST(sets_of({rules_with(false, false)})
                   ->may_become(*sets_of({rules_with(false, false)}), {})
                   .has_value());
    BOOST_TEST(signing->may_become(*sets_of({rules_with(false, false, "s")}), {}).has_value());
    BOOST_TEST(signing->may_become(*sets_of({rules_with(false, false)}), {}, {"r"}).has_value());
    BOOST_TEST(!signing->may_become(*sets_of({rules_with(false, false)}), {}, {"s"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
