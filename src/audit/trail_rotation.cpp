#include "audit/trail_rotation.h"

#include "audit/timestamp.h"
#include "audit/trail_lines.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include <fcntl.h>

namespace msa {

namespace {

constexpr std::chrono::minutes pause{1};
constexpr std::size_t day_length = 10;  // 2026-11-27

std::string day_of(std::string_view time) {
    return std::string(time.substr(0, day_length));
}

/// Whether the name is used, perhaps of a file that was compressed since.
bool is_used(const std::string& path) {
    constexpr std::array<const char*, 5> endings{"", ".gz", ".zst", ".xz", ".bz2"};
    return std::any_of(endings.begin(), endings.end(),
                       [&path](const char* ending) { return may_exist(path + ending); });
}

/// Where nothing is; 0: it is done. Otherwise errno.
int move_file(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    const bool is_unknown = errno == EINVAL || errno == ENOSYS;  // to this file system
    return is_unknown && std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

}  // namespace

void TrailRotation::look_at(const AuditFile& file) {
    const auto& place = file.place();
    if (known_ && known_->device == place.device && known_->inode == place.inode &&
        !first_day_.empty()) {
        return;
    }
    known_ = place;
    first_day_ = day_of(first_time(file.descriptor()));
}

bool TrailRotation::is_due(const AuditFile& file, std::size_t octets, Wall now, Steady steady) {
    const auto end = static_cast<std::uint64_t>(file.place().end);
    if (end == 0 || steady < not_before_) {
        return false;
    }
    if (settings_.octets != 0 && end + octets > settings_.octets) {
        return true;
    }
    if (!settings_.is_daily) {
        return false;
    }
    look_at(file);
    return !first_day_.empty() && first_day_ != day_of(timestamp(now));
}

Result<std::string> TrailRotation::rotate(AuditFile& file, Wall now, Steady steady) {
    look_at(file);
    auto day = first_day_.empty() ? day_of(timestamp(now)) : first_day_;
    std::erase(day, '-');
    const auto base = file.path() + '-' + day;
    auto name = base;
    for (unsigned i = 2;; ++i) {
        const int code = is_used(name) ? EEXIST : move_file(file.path(), name);
        if (code == 0) {
            break;
        }
        if (code != EEXIST) {
            put_off(steady);
            return file_error(name, code);
        }
        name = base + '.' + std::to_string(i);
    }
    if (const auto opened = file.reopen(); !opened) {
        put_off(steady);
        (void)move_file(name, file.path());  // else the next line goes into a new file all the same
        return opened.error();
    }
    return std::filesystem::path(name).filename().string();
}

void TrailRotation::put_off(Steady steady) {
    not_before_ = steady + pause;
}

}  // namespace msa
