#include "commands/setup_limits.h"

#include "commands/services.h"
#include "crypto/new_key.h"

#include <iostream>
#include <string>

#include <unistd.h>

namespace msa {
namespace {

constexpr mode_t secret = 0400;

bool is_there(const std::string& path) {
    return ::access(path.c_str(), F_OK) == 0;
}

/// Where limits need a secret: of the settings that are there, or that would be made.
std::string wanted_secret(const SetupSite& site, bool is_dry_run) {
    if (is_dry_run && !is_there(site.settings_file())) {
        return site.redis.empty() ? std::string() : site.limits_secret();
    }
    const auto loaded = load_settings(site.settings_file());
    const bool is_shared = loaded.settings && loaded.settings->limits.store == "redis";
    return is_shared ? loaded.settings->limits.secret_file : std::string();
}

}  // namespace

Result<void> make_limits_secret(const SetupSite& site, const SetupOwner& daemon, SetupWork& work) {
    const auto path = wanted_secret(site, work.is_dry_run());
    if (path.empty()) {
        return {};
    }
    const bool is_new = !is_there(path);
    auto made = work.file(path, secret, daemon, new_secret);
    if (made && is_new) {
        std::cout << "            the same on all hosts that share the store: copy it to them, or "
                     "put theirs here\n";
    }
    return made;
}

}  // namespace msa
