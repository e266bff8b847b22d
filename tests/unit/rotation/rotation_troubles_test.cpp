// What keeps keys in a folder from their next state: it is told, and they go on when it is over.
#include "unit/rotation/rotation_site.h"

#include <filesystem>
#include <string>
#include <utility>

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
    const auto report = step();
    BOOST_TEST(has(report.troubles, "another process is changing these keys"));
    BOOST_TEST(report.is_put_off);
    BOOST_TEST(report.keys.size() == 1U);  // what is there is known all the same
}

BOOST_AUTO_TEST_CASE(a_server_that_is_away_keeps_no_other_from_its_record) {
    put_key();
    zone.one_is_away = true;
    now += days(90);
    (void)step();
    zone.first.erase("s20270219e._domainkey.mail.example");
    (void)step();
    BOOST_TEST(!zone.first["s20270219e._domainkey.mail.example"].empty());
    BOOST_TEST(states() == "old active, s20270219e generated");
    zone.one_is_away = false;
    pass(hours(3));
    BOOST_TEST(states() == "old retired, s20270219e active");
    zone.one_is_away = true;
    now += days(7);
    (void)step();
    BOOST_TEST(states() == "old revoked, s20270219e active");
    BOOST_TEST(zone.first["old._domainkey.mail.example"] == "v=DKIM1; k=ed25519; p=");
}

BOOST_AUTO_TEST_CASE(who_cannot_tell_of_one_key_is_not_asked_of_all) {
    settings.rotate.reset();
    for (const std::string domain : {"a.example", "b.example", "c.example"}) {
        fs::create_directory(folder.path() / domain);
        for (const auto& [selector, state] :
             {std::pair{"old", KeyState::active}, {"new", KeyState::published}}) {
            const auto pem = new_ed25519_key();
            auto key = new_folder_key(settings.path, domain, selector,
                                      *parse_private_key(pem, 1024), {}, now - days(1));
            key.life.state = state;
            BOOST_TEST(keep_new_key(key, pem).has_value());
            const auto name = key_record_name(selector, domain);
            zone.first[name] = zone.second[name] = key.life.record;
        }
    }
    is_referee_away = true;
    const auto report = step();
    BOOST_TEST(report.troubles.size() == 3U);
    BOOST_TEST(report.changes.empty());
    BOOST_TEST(asked_of_referee == 1);
}

BOOST_AUTO_TEST_CASE(a_state_of_the_future_is_told_and_what_waits_for_dns_waits_anew) {
    put_key();
    pass(days(90));
    BOOST_TEST(states() == "old active, s20270219e generated");
    now -= days(3000);  // it was wrong until now
    auto report = step();
    BOOST_TEST(
        has(report.troubles,
            "mail.example/old: active since 2026-11-21, but the clock says 2018-12-03: set "
            "the clock right; if it is, end this with `msa-milter key rotate mail.example`"));
    pass(hours(2));
    BOOST_TEST(states() == "old retired, s20270219e active");
    now -= days(30);
    report = step();
    BOOST_TEST(has(report.troubles, "`msa-milter key retire mail.example old --compromised`"));
    BOOST_TEST(states() == "old retired, s20270219e active");
    pass(days(38));
    BOOST_TEST(states() == "old revoked, s20270219e active");
}

BOOST_AUTO_TEST_CASE(a_private_key_that_cannot_be_deleted_is_a_trouble) {
    put_key();
    pass(days(90) + hours(2));
    fs::remove(folder.path() / "mail.example/old.pem");
    fs::create_directories(folder.path() / "mail.example/old.pem/full");
    now += days(7);
    BOOST_TEST(has(step().troubles, "mail.example/old.pem cannot be deleted: "));
    BOOST_TEST(states() == "old revoked, s20270219e active");
    fs::remove(folder.path() / "mail.example/old.pem/full");
    BOOST_TEST(step().troubles.empty());
    BOOST_TEST(!fs::exists(folder.path() / "mail.example/old.pem"));
}

BOOST_AUTO_TEST_CASE(a_key_that_was_put_there_is_followed_on_demand_alone) {
    settings.rotate.reset();
    put_key();
    (void)step({"mail.example"});
    BOOST_TEST(states() == "old active, s20261121e generated");
    pass(hours(2));
    BOOST_TEST(states() == "old retired, s20261121e active");
    pass(days(200));
    BOOST_TEST(states() == "old revoked, s20261121e active");  // nobody wants a third one
}

BOOST_AUTO_TEST_CASE(what_is_no_state_is_a_trouble_with_its_file) {
    put_key();
    (void)folder.write("mail.example/old.state", "{}");
    BOOST_TEST(
        has(rotation().step(now, {}).troubles, "mail.example/old.state: not the state of a key: "));
}

BOOST_AUTO_TEST_SUITE_END()
