#include "commands/privileges.h"

#include <array>
#include <cerrno>
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

}  // namespace

bool is_root() {
    return geteuid() == 0;
}

bool user_exists(const std::string& user) {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, passwd_buffer> buffer{};
    return getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found) == 0 &&
           found != nullptr;
}

Result<void> become(const std::string& user) {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, passwd_buffer> buffer{};
    const int status = getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (status != 0 || found == nullptr) {
        return Error{"user '" + user + "' does not exist; name another one or create it",
                     ErrorKind::bad_config};
    }
    if (entry.pw_uid == 0) {
        return Error{"user '" + user + "' is root; rules are never judged as root",
                     ErrorKind::bad_config};
    }
    if (initgroups(entry.pw_name, entry.pw_gid) != 0) {
        return cannot("take on the groups of user '" + user + '\'');
    }
    if (setgid(entry.pw_gid) != 0 || setuid(entry.pw_uid) != 0) {
        return cannot("become user '" + user + '\'');
    }
    if (setuid(0) == 0 || geteuid() == 0) {
        return Error{"user '" + user + "' could become root again", ErrorKind::no_permission};
    }
    return {};
}

}  // namespace msa
