#include "base/give_file.h"

#include <sys/stat.h>
#include <unistd.h>

namespace msa {

bool give_file(int descriptor, FileOwner owner) {
    constexpr auto same_user = static_cast<uid_t>(-1);
    constexpr auto same_group = static_cast<gid_t>(-1);
    struct stat found {};
    if (::fstat(descriptor, &found) != 0) {
        return false;
    }
    const bool is_theirs = (owner.user == same_user || owner.user == found.st_uid) &&
                           (owner.group == same_group || owner.group == found.st_gid);
    return is_theirs || ::fchown(descriptor, owner.user, owner.group) == 0;
}

}  // namespace msa
