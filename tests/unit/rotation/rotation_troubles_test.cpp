// What keeps keys in a folder from their next state: it is told, and they go on when it is over.
#include "unit/rotation/rotation_site.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace msa;
using std::chrono::days;
using std::chrono::hours;

BOOST_FIXTURE_TEST_SUITE(rotation_troubles, RotationSite)

BOOST_AUTO_TEST_CASE(a_key_whose_file_was_not_written_any_more_is_made_again) {
    put_key();
    pass(days(90));
    fs::remove(folder.path() / "mail.example/s20270219e.pem");
    pass(hours(3));
    BOOST_TEST(states() == "old retired, s20270219e active");
}

BOOST_AUTO_TEST_CASE(a_change_that_cannot_be_recorded_is_not_made) {
    put_key();
    pass(days(90));
    refuses_records = true;
    now += hours(1);
    const auto report = step();
    BOOST_TEST(has(report.troubles, "the trail is full"));
    BOOST_TEST(states() == "old active, s20270219e generated");
}

BOOST_AUTO_TEST_CASE(a_publisher_that_is_refused_is_a_trouble_and_is_tried_again) {
    put_key();
    zone.fails = true;
    pass(days(91));
    BOOST_TEST(has(step().troubles, "mail.example/s20270219e: refused (TSIG)"));
    BOOST_TEST(states() == "old active, s20270219e generated");
    zone.fails = false;
    pass(hours(3));
    BOOST_TEST(states() == "old retired, s20270219e active");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_replaced_before_it_signs_is_a_trouble) {
    put_key();
    pass(days(90) + hours(1));
    BOOST_TEST(states() == "old active, s20270219e published");
    const auto good = contents_of(keys().back().file);
    for (const auto& other : {rsa_pem(2048), std::string("no key")}) {
        (void)folder.write("mail.example/s20270219e.pem", other);
        pass(hours(3));
        BOOST_TEST(has(step().troubles, "mail.example/s20270219e.pem: "));
        BOOST_TEST(states() == "old active, s20270219e published");
    }
    (void)folder.write("mail.example/s20270219e.pem", good);
    pass(hours(1));
    BOOST_TEST(states() == "old retired, s20270219e active");
}

BOOST_AUTO_TEST_CASE(a_key_that_verifiers_refuse_does_not_sign) {
    put_key();
    pass(days(90) + hours(1));
    refused = keys().back().life.record;
    pass(hours(3));
    BOOST_TEST(has(step().troubles, "mail.example/s20270219e: libopendkim refuses it"));
    BOOST_TEST(states() == "old active, s20270219e published");
    refused.clear();
    pass(hours(1));
    BOOST_TEST(states() == "old retired, s20270219e active");
}

BOOST_AUTO_TEST_CASE(a_key_that_nobody_can_prove_does_not_sign_yet) {
    put_key();
    pass(days(90) + hours(1));
    is_referee_away = true;
    pass(hours(3));
    BOOST_TEST(has(step().troubles, "mail.example/s20270219e: nobody can tell"));
    BOOST_TEST(states() == "old active, s20270219e published");
    is_referee_away = false;
    pass(hours(1));
    BOOST_TEST(states() == "old retired, s20270219e active");
}

BOOST_AUTO_TEST_CASE(a_zone_that_does_not_follow_its_updates_is_a_trouble_after_an_hour) {
    settings.publish = KeyFolderSettings::Publish::nsupdate;
    put_key();
    zone.ignores = true;
    pass(days(90));
    BOOST_TEST(step().troubles.empty());
    now += hours(1);
    BOOST_TEST(has(step().troubles, "mail.example/s20270219e: DNS: a server has it not"));
    BOOST_TEST(states() == "old active, s20270219e generated");
    zone.ignores = false;
    pass(hours(3));
    BOOST_TEST(states() == "old retired, s20270219e active");
    zone.ignores = true;
    pass(days(8));
    BOOST_TEST(has(step().troubles, "mail.example/old: DNS: a server still has its record"));
    zone.ignores = false;
    pass(hours(2));
    BOOST_TEST(step().troubles.empty());
}

BOOST_AUTO_TEST_CASE(a_server_that_lags_is_a_trouble_after_a_day) {
    put_key();
    zone.lags = true;
    pass(days(90) + hours(23));
    BOOST_TEST(step().troubles.empty());
    pass(hours(1));
    BOOST_TEST(has(step().troubles, "mail.example/s20270219e: DNS: a server has it not"));
    zone.catch_up();
    BOOST_TEST(step().troubles.empty());
}

BOOST_AUTO_TEST_CASE(only_one_process_changes_keys) {
    put_key();
    const auto lock = KeyFolderLock::take(settings.path);
    BOOST_TEST_REQUIRE(lock.has_value());
    BOOST_TEST(has(step().troubles, "another process is changing these keys"));
}

BOOST_AUTO_TEST_CASE(what_is_no_state_is_a_trouble_with_its_file) {
    put_key();
    (void)folder.write("mail.example/old.state", "{}");
    BOOST_TEST(
        has(rotation().step(now, {}).troubles, "mail.example/old.state: not the state of a key: "));
}

BOOST_AUTO_TEST_SUITE_END()
