// The life of keys in a folder: whenever somebody is killed, and whatever DNS does, what signs can
// be verified.
#include "unit/rotation/rotation_site.h"

#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace msa;
using std::chrono::days;
using std::chrono::hours;

BOOST_FIXTURE_TEST_SUITE(rotation, RotationSite)

BOOST_AUTO_TEST_CASE(a_key_is_followed_by_the_next_and_its_record_taken_back_a_week_later) {
    put_key();
    pass(days(89));
    BOOST_TEST(states() == "old active");
    pass(days(1));
    BOOST_TEST(states() == "old active, s20270219e generated");
    pass(hours(1));
    BOOST_TEST(states() == "old active, s20270219e published");
    pass(hours(1));
    BOOST_TEST(states() == "old retired, s20270219e active");
    pass(days(7) - hours(1));
    BOOST_TEST(states() == "old retired, s20270219e active");
    BOOST_TEST(zone.first["old._domainkey.mail.example"].ends_with('=') == true);
    pass(hours(1));
    BOOST_TEST(states() == "old revoked, s20270219e active");
    BOOST_TEST(zone.first["old._domainkey.mail.example"] == "v=DKIM1; k=ed25519; p=");
    BOOST_TEST(!fs::exists(folder.path() / "mail.example/old.pem"));
    pass(hours(1));
    BOOST_TEST(keys().front().life.is_gone);
    BOOST_TEST(
        (told == std::vector<std::string>{"s20270219e generated", "s20270219e published",
                                          "s20270219e active", "old retired", "old revoked"}));
}

BOOST_AUTO_TEST_CASE(a_server_that_lags_keeps_the_old_key_signing) {
    put_key();
    zone.lags = true;
    pass(days(91));
    pass(hours(30));
    BOOST_TEST(states() == "old active, s20270219e generated");
    zone.catch_up();
    pass(hours(2));
    BOOST_TEST(states() == "old retired, s20270219e active");
}

BOOST_AUTO_TEST_CASE(dns_that_is_away_keeps_every_state) {
    put_key();
    for (const auto& until : {days(90), days(1), days(3)}) {
        pass(until);
        const auto before = states();
        const auto kept = zone.is_away;
        zone.is_away = true;
        for (int i = 0; i < 3; ++i) {
            const auto report = step();  // no time passes: nothing is due by itself
            BOOST_TEST(states() == before);
            BOOST_TEST(report.changes.empty());
        }
        zone.is_away = kept;
    }
}

BOOST_AUTO_TEST_CASE(whoever_is_killed_goes_on_where_he_was) {
    for (int moment = 1; moment <= 5; ++moment) {
        RotationSite site;
        site.put_key();
        bool was_killed = false;
        site.pass(days(89));
        site.kill_at = moment;
        for (int hour = 0; hour < 24 * 10; ++hour) {
            site.now += hours(1);
            try {
                (void)site.step();
            } catch (const Killed&) {
                was_killed = true;
            }
            site.check_signing();
        }
        BOOST_TEST(was_killed);
        BOOST_TEST(site.states() == "old revoked, s20270219e active", moment);
    }
}

BOOST_AUTO_TEST_CASE(people_are_told_what_to_publish_and_what_to_take_back) {
    put_key();
    zone.by_people = true;
    pass(days(90));
    now += hours(1);
    const auto waiting = step();
    BOOST_TEST(
        has(waiting.to_do, "publish: s20270219e._domainkey.mail.example. IN TXT ( \"v=DKIM1"));
    BOOST_TEST(states() == "old active, s20270219e generated");
    publish("s20270219e", keys().back().life.record);
    pass(hours(2));
    BOOST_TEST(states() == "old retired, s20270219e active");
    pass(days(8));
    const auto revoked = step();
    BOOST_TEST(has(revoked.to_do,
                   "revoke: old._domainkey.mail.example. IN TXT ( \"v=DKIM1; k=ed25519; p=\""));
}

BOOST_AUTO_TEST_CASE(a_key_that_still_signs_keeps_its_record) {
    put_key();
    pass(days(90) + hours(2));
    BOOST_TEST(states() == "old retired, s20270219e active");
    for (int i = 0; i < 4 * 20; ++i) {
        now += hours(6);
        (void)rotation().step(now, {"mail.example/old"});
    }
    BOOST_TEST(states() == "old retired, s20270219e active");
    pass(days(7));
    BOOST_TEST(states() == "old revoked, s20270219e active");
}

BOOST_AUTO_TEST_CASE(a_record_that_vanishes_before_its_key_signs_is_published_again) {
    put_key();
    pass(days(90) + hours(1));
    BOOST_TEST(states() == "old active, s20270219e published");
    zone.first.erase("s20270219e._domainkey.mail.example");
    zone.second.clear();
    publish("old", zone.first["old._domainkey.mail.example"]);
    pass(hours(1));
    BOOST_TEST(states() == "old active, s20270219e generated");
    pass(hours(2));
    BOOST_TEST(states() == "old retired, s20270219e active");
}

BOOST_AUTO_TEST_CASE(a_domain_that_is_named_need_not_wait_for_its_day) {
    settings.rotate = days(3650);
    put_key();
    (void)step({"other.example"});
    BOOST_TEST(states() == "old active");
    (void)step({"mail.example"});
    BOOST_TEST(states() == "old active, s20261121e generated");
    (void)step({"mail.example"});
    BOOST_TEST(states() == "old active, s20261121e published");
}

BOOST_AUTO_TEST_CASE(the_first_key_of_a_domain_signs_as_soon_as_it_is_everywhere) {
    const auto& pem = ed25519_pem();
    const auto key = parse_private_key(pem, 1024);
    BOOST_TEST_REQUIRE(
        keep_new_key(new_folder_key(settings.path, "new.example", "one", *key, {}, now), pem)
            .has_value());
    BOOST_TEST(states() == "one generated");
    (void)step();
    (void)step();
    BOOST_TEST(states() == "one active");
}

BOOST_AUTO_TEST_CASE(a_folder_without_lives_is_left_alone) {
    settings.rotate.reset();
    put_key();
    const auto report = step();
    BOOST_TEST(report.troubles.empty());
    BOOST_TEST(report.keys.size() == 1U);
    BOOST_TEST(!fs::exists(folder.path() / ".lock"));
    BOOST_TEST(!fs::exists(folder.path() / "mail.example/old.state"));
}

BOOST_AUTO_TEST_SUITE_END()
