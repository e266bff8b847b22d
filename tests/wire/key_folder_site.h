// A folder of keys for the daemon's user, rules of mail.example that name it, and the commands that
// tend it.
#pragma once

#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/key_site.h"
#include "wire/program.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace msa::wire {

struct KeyFolderSite {
    KeyFolderSite() {
        std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
        keys = folder.path_of("keys");
        std::filesystem::create_directory(keys);
        if (::geteuid() == 0 && ::chown(keys.c_str(), nobody, nobody) != 0) {
            throw std::runtime_error("the folder of keys cannot be given to nobody");
        }
    }

    /// For the daemon's user of tests.
    [[nodiscard]] Ended key_command(std::vector<std::string> words) const {
        words.insert(words.begin(), "key");
        words.insert(words.end(), {"--folder", keys});
        if (::geteuid() == 0) {
            words.insert(words.end(), {"--user", "nobody"});
        }
        return run(words);
    }
    /// `more`: lines of [dkim].
    [[nodiscard]] std::string rules(const std::string& more = {}) const {
        return KeySite::rules("folder = \"" + keys + "\"\naccept_risk = \"no key yet\"\n" + more);
    }
    /// Time passes for this key of mail.example.
    void age(const std::string& selector, std::chrono::seconds time) const {
        const auto file = keys + "/mail.example/" + selector + ".state";
        auto life = nlohmann::json::parse(std::ifstream(file));
        life["since"] = life["since"].get<std::int64_t>() - time.count();
        std::ofstream(file) << life.dump() << '\n';
    }
    /// `SELECTOR STATE ` of each key.
    [[nodiscard]] std::string states() const {
        std::string text;
        for (const auto& key : nlohmann::json::parse(key_command({"list", "--json"}).out)) {
            text += key.at("selector").get<std::string>() + ' ' +
                    key.at("state").get<std::string>() + ' ';
        }
        return text;
    }

    static constexpr uid_t nobody = 65534;
    TemporaryFolder folder;
    std::string keys;
};

/// What `key rotate` of this daemon does, with further words.
[[nodiscard]] inline Ended rotate(const Daemon& daemon, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"key", "rotate", "--config", daemon.path("settings.toml")};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
}

[[nodiscard]] inline nlohmann::json status_of(const Daemon& daemon) {
    return nlohmann::json::parse(
        run({"status", "--json", "--config", daemon.path("settings.toml")}).out);
}

}  // namespace msa::wire
