#include "commands/privileges.h"

#include "config/daemon_settings.h"

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace msa {
namespace {

constexpr std::size_t passwd_buffer = 16384;

Error cannot(const std::string& what) {
    return {"cannot " + what + ": " + std::generic_category().message(errno),
            ErrorKind::no_permission};
}

std::optional<UserIds> find_user(const std::string& name) {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, passwd_buffer> buffer{};
    const int status = getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (status != 0 || found == nullptr) {
        return std::nullopt;
    }
    return UserIds{.name = entry.pw_name, .id = entry.pw_uid, .group = entry.pw_gid};
}

}  // namespace

bool is_root() {
    return geteuid() == 0;
}

std::optional<uid_t> user_id(const std::string& user) {
    const auto found = find_user(user);
    return found ? std::optional(found->id) : std::nullopt;
}

Result<UserIds> user_to_become(const std::string& user) {
    auto found = find_user(user);
    if (!found) {
        return Error{"user '" + user + "' does not exist; name another one or create it",
                     ErrorKind::bad_config};
    }
    if (found->id == 0) {
        return Error{"user '" + user + "' is root; rules are never judged as root",
                     ErrorKind::bad_config};
    }
    return *std::move(found);
}

Result<void> become(const std::string& user) {
    const auto found = user_to_become(user);
    if (!found) {
        return found.error();
    }
    if (initgroups(found->name.c_str(), found->group) != 0) {
        return cannot("take on the groups of user '" + user + '\'');
    }
    if (setgid(found->group) != 0 || setuid(found->id) != 0) {
        return cannot("become user '" + user + '\'');
    }
    if (setuid(0) == 0 || geteuid() == 0) {
        return Error{"user '" + user + "' could become root again", ErrorKind::no_permission};
    }
    return {};
}

Result<void> look_as_daemon(const std::optional<std::string>& user) {
    const std::string name = user.value_or(DaemonSettings().user);
    if (!is_root() || (!user && !user_id(name))) {
        return {};
    }
    return become(name);
}

}  // namespace msa
