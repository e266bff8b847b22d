#include "limits/limit_keys.h"

#include <set>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

Charge charge(std::string key) {
    Charge made;
    made.key = std::move(key);
    made.quota = {500, std::chrono::seconds(86400), 500};
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limit_keys)

BOOST_AUTO_TEST_CASE(keys_of_one_login_share_a_tag_and_those_of_others_do_not) {
    const LimitNames names("a secret of the site");
    const auto daily = names.keys(charge("daily|500/86400|login:alice@example.org"));
    const auto hourly = names.keys(charge("hourly|90/3600|login:alice@example.org"));
    const auto bob = names.keys(charge("daily|500/86400|login:bob@example.org"));
    BOOST_TEST(daily.tag == hourly.tag);
    BOOST_TEST(daily.rates == hourly.rates);
    BOOST_TEST(daily.name != hourly.name);
    BOOST_TEST(daily.name == bob.name);
    BOOST_TEST(daily.tag != bob.tag);
    BOOST_TEST(daily.rates == "msa2:{" + daily.tag + "}");
}

BOOST_AUTO_TEST_CASE(a_limit_that_changed_starts_afresh) {
    const LimitNames names("a secret of the site");
    std::set<std::string> found;
    auto each = charge("daily|500|login:alice");
    found.insert(names.keys(each).name);
    each.quota.events = 501;
    found.insert(names.keys(each).name);
    each.quota.burst = 20;
    found.insert(names.keys(each).name);
    each.quota.window = std::chrono::seconds(3600);
    found.insert(names.keys(each).name);
    each.counting = Counting::distinct;
    found.insert(names.keys(each).name);
    each.key = "weekly|500|login:alice";
    found.insert(names.keys(each).name);
    BOOST_TEST(found.size() == 6U);
    const auto whole = names.keys(charge("of no form"));
    BOOST_TEST(whole.tag != names.keys(charge("of another")).tag);
}

BOOST_AUTO_TEST_CASE(nothing_is_told_in_clear_and_another_secret_makes_other_names) {
    const LimitNames names("a secret of the site");
    auto each = charge("new|200/86400|login:" + std::string(1024, 'x'));
    each.counting = Counting::newcomers;
    const auto keys = names.keys(each);
    BOOST_TEST(keys.key.starts_with(keys.rates));
    BOOST_TEST(keys.key.size() < 30U);
    BOOST_TEST(keys.key.find('=') == std::string::npos);
    BOOST_TEST(keys.name.size() == 4U);
    const auto member = names.member("bob@example.com");
    BOOST_TEST(member.size() == 12U);
    BOOST_TEST(member == names.member("bob@example.com"));
    BOOST_TEST(member != LimitNames("another secret").member("bob@example.com"));
    BOOST_TEST(member.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789-_") == std::string::npos);
    BOOST_TEST(names.member("") == "");
}

BOOST_AUTO_TEST_CASE(slots_are_those_of_the_specification) {
    BOOST_TEST(cluster_slot("123456789") == 0x31c3U % 16384U);
    BOOST_TEST(cluster_slot("") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
