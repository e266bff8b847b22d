// Keys in a folder, with a clock and a DNS of the test.
#pragma once

#include "crypto/new_key.h"
#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"
#include "rotation/rotation.h"
#include "unit/rotation/fake_zone.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace msa {

struct Killed : std::runtime_error {
    Killed() : std::runtime_error("killed") {}
};

struct RotationSite {
    RotationSite() {
        settings.path = folder.path().string();
        settings.rotate = std::chrono::days(90);
        std::filesystem::create_directory(folder.path() / "mail.example");
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
                 },
                 .objection = [this](const FolderKey&,
                                     const std::string& record) -> Result<std::string> {
                     ++asked_of_referee;
                     if (is_referee_away) {
                         return Error{"nobody can tell"};
                     }
                     return std::string(record == refused ? "libopendkim refuses it" : "");
                 }}};
    }
    RotationReport step(const std::set<std::string>& due = {}) {
        auto report = rotation().step(now, signing(), due);
        return report;
    }
    /// Steps an hour apart at the end, a day before; each time all that signs can be verified at
    /// all servers.
    void pass(std::chrono::hours time) {
        constexpr std::chrono::hours last_day{26};
        while (time > std::chrono::hours(0)) {
            const std::chrono::hours apart{time > last_day ? 24 : 1};
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
        const auto& pem = ed25519_pem();
        (void)folder.write("mail.example/old.pem", pem);
        publish("old", key_record(parse_private_key(pem, 1024).value()));
        const auto written =
            std::chrono::file_clock::from_sys(std::chrono::floor<std::chrono::seconds>(now));
        std::filesystem::last_write_time(folder.path() / "mail.example/old.pem", written);
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
    std::string refused;  // a record
    bool is_referee_away = false;
    int asked_of_referee = 0;
    int kill_at = 0;
};

inline bool has(const std::vector<std::string>& lines, const std::string& part) {
    return std::any_of(lines.begin(), lines.end(),
                       [&part](const auto& each) { return each.find(part) != std::string::npos; });
}

}  // namespace msa
