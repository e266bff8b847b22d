#include "commands/audit_key_file.h"

#include "base/file.h"
#include "config/daemon_settings.h"
#include "crypto/key_file.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace msa {
namespace {

struct Place {
    std::string path;
    bool is_credential = false;
};

/// The folder that systemd has made for this process (LoadCredential=); empty: there is none.
std::string credentials() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
    return folder == nullptr ? "" : folder;
}

Result<Place> place_of(const std::string& named) {
    const auto folder = credentials();
    if (!named.starts_with(credential_prefix)) {
        const auto parent = std::filesystem::path(named).parent_path();
        return Place{named, !folder.empty() && parent == std::filesystem::path(folder)};
    }
    if (folder.empty()) {
        return Error{
            "systemd hands over no credentials here: the unit of the daemon has "
            "LoadCredential=" +
                named.substr(credential_prefix.size()) + ":FILE",
            ErrorKind::bad_config};
    }
    return Place{folder + '/' + named.substr(credential_prefix.size()), true};
}

using Loaded = Result<std::shared_ptr<const PrivateKey>>;

Loaded load(const Place& place) {
    auto key = load_private_key(place.path, {.is_credential = place.is_credential});
    return key ? Loaded(std::make_shared<const PrivateKey>(*std::move(key))) : key.error();
}

}  // namespace

std::string old_audit_key(const std::string& named) {
    return named + ".old";
}

Loaded load_audit_key(const std::string& named) {
    if (named.empty()) {
        return std::shared_ptr<const PrivateKey>();
    }
    const auto place = place_of(named);
    auto key = place ? load(*place) : place.error();
    return key ? std::move(key) : within("audit key " + named, key.error());
}

Loaded load_old_audit_key(const std::string& named) {
    const auto old = old_audit_key(named);
    const auto place = place_of(old);
    if (named.empty() || !place || !may_exist(place->path)) {
        return std::shared_ptr<const PrivateKey>();
    }
    auto key = load(*place);
    return key ? std::move(key) : within("audit key " + old, key.error());
}

}  // namespace msa
