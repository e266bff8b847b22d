// The life of keys in a folder, with a clock and a DNS of the test: whenever somebody is killed,
// and whatever DNS does, what signs can be verified.
#include "rotation/rotation.h"

#include "crypto/new_key.h"
#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"
#include "rotation/record_forms.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;

namespace {

using namespace msa;
using std::chrono::days;
using std::chrono::hours;

/// Two servers, of which the second may lag or both be away.
struct FakeZone final : ZoneLook, Publisher {
    std::map<std::string, std::string> first;
    std::map<std::string, std::string> second;
    bool lags = false;
    bool is_away = false;
    bool by_people = false;
    bool fails = false;

    [[nodiscard]] ZoneSight look(const std::string& name, const std::string& record) override {
        ZoneSight sight{.can_tell = !is_away};
        for (const auto* server : {&first, &second}) {
            const auto found = server->find(name);
            const bool has = found != server->end() && found->second == record;
            sight.with += !is_away && has ? 1U : 0U;
            sight.without += !is_away && !has ? 1U : 0U;
        }
        sight.why = is_away ? "nobody answers" : "";
        return sight;
    }
    [[nodiscard]] Result<bool> put(const std::string& name, const std::string& record,
                                   bool /*is_revoked*/) override {
        if (fails) {
            return Error{"refused (TSIG)"};
        }
        if (!by_people) {
            first[name] = record;
            if (!lags) {
                second[name] = record;
            }
        }
        return !by_people;
    }
    void catch_up() { second = first; }
};

struct Killed : std::runtime_error {
    Killed() : std::runtime_error("killed") {}
};

struct Site {
    Site() {
        settings.path = folder.path().string();
        settings.rotate = days(90);
        fs::create_directory(folder.path() / "mail.example");
    }

    [[nodiscard]] Rotation rotation() {
        return {settings,
                {.dns = zone,
                 .publisher = zone,
                 .make_key = [](KeyAlgorithm, int) { return new_ed25519_key(); },
                 .announce = [this](const KeyChange& change) -> Result<void> {
                     if (kill_at != 0 && --kill_at == 0) {
                         throw Killed();
                     }
                     if (refuses_records) {
                         return Error{"the trail is full"};
                     }
                     told.push_back(change.key.selector + ' ' + to_text(change.key.life.state));
                     return {};
                 }}};
    }
    RotationReport step(const std::set<std::string>& due = {}) {
        auto report = rotation().step(now, signing(), due);
        return report;
    }
    /// Steps an hour apart at the end, a day before; each time all that signs can be verified at
    /// all servers.
    void pass(hours time) {
        constexpr hours last_day{26};
        while (time > hours(0)) {
            const hours apart{time > last_day ? 24 : 1};
            time -= apart;
            now += apart;
            (void)step();
            check_signing();
        }
    }
    /// What a daemon that reads the folder at once would sign with.
    [[nodiscard]] std::set<std::string> signing() const {
        std::set<std::string> names;
        for (const auto& key : keys()) {
            if (key.life.state == KeyState::active) {
                names.insert(key.name());
            }
        }
        return names;
    }
    [[nodiscard]] std::vector<FolderKey> keys() const {
        auto read = keys_in(settings.path);
        BOOST_TEST_REQUIRE(read.has_value());
        return *std::move(read);
    }
    [[nodiscard]] std::string states() const {
        std::string text;
        for (const auto& key : keys()) {
            text += (text.empty() ? "" : ", ") + key.selector + ' ' + to_text(key.life.state);
        }
        return text;
    }
    void check_signing() {
        bool is_any = false;
        for (const auto& key : keys()) {
            if (key.life.state != KeyState::active) {
                continue;
            }
            is_any = true;
            const auto read = parse_private_key(contents_of(key.file), 1024);
            BOOST_TEST_REQUIRE(read.has_value());
            const auto name = key_record_name(key.selector, key.domain);
            BOOST_TEST(zone.first[name] == key_record(*read));
            BOOST_TEST(zone.second[name] == key_record(*read));
        }
        BOOST_TEST(is_any);
    }
    /// A key that somebody put there, and its record.
    void put_key() {
        const auto pem = ed25519_pem();
        (void)folder.write("mail.example/old.pem", pem);
        publish("old", key_record(parse_private_key(pem, 1024).value()));
        const auto written =
            std::chrono::file_clock::from_sys(std::chrono::floor<std::chrono::seconds>(now));
        fs::last_write_time(folder.path() / "mail.example/old.pem", written);
    }
    void publish(const std::string& selector, const std::string& record) {
        const auto name = key_record_name(selector, "mail.example");
        zone.first[name] = zone.second[name] = record;
    }
    [[nodiscard]] static std::string contents_of(const std::string& file) {
        return read_file(file, 65536).value();
    }

    KeyDirectory folder;
    FakeZone zone;
    KeyFolderSettings settings;
    Rotation::Instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
    std::vector<std::string> told;
    bool refuses_records = false;
    int kill_at = 0;
};

bool has(const std::vector<std::string>& lines, const std::string& part) {
    return std::any_of(lines.begin(), lines.end(),
                       [&part](const auto& each) { return each.find(part) != std::string::npos; });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rotation, Site)

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
        Site site;
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
    settings.rotate.reset();
    put_key();
    (void)step({"other.example"});
    BOOST_TEST(states() == "old active");
    settings.rotate = days(3650);
    (void)step({"mail.example"});
    BOOST_TEST(states() == "old active, s20261121e generated");
    (void)step({"mail.example"});
    BOOST_TEST(states() == "old active, s20261121e published");
}

BOOST_AUTO_TEST_CASE(the_first_key_of_a_domain_signs_as_soon_as_it_is_everywhere) {
    const auto pem = ed25519_pem();
    const auto key = parse_private_key(pem, 1024);
    BOOST_TEST_REQUIRE(
        keep_new_key(new_folder_key(settings.path, "new.example", "one", *key, {}, now), pem)
            .has_value());
    BOOST_TEST(states() == "one generated");
    (void)step();
    (void)step();
    BOOST_TEST(states() == "one active");
}

BOOST_AUTO_TEST_CASE(only_one_process_changes_keys) {
    put_key();
    const auto lock = KeyFolderLock::take(settings.path);
    BOOST_TEST_REQUIRE(lock.has_value());
    BOOST_TEST(has(step().troubles, "another process is changing these keys"));
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

BOOST_AUTO_TEST_CASE(what_is_no_state_is_a_trouble_with_its_file) {
    put_key();
    (void)folder.write("mail.example/old.state", "{}");
    BOOST_TEST(
        has(rotation().step(now, {}).troubles, "mail.example/old.state: not the state of a key: "));
}

BOOST_AUTO_TEST_SUITE_END()
