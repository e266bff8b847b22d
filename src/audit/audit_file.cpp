// A file to which lines are only ever appended, see audit_file.h.
#include "audit/audit_file.h"

#include "audit/trail_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

/// Where the last of `size` octets' lines begins, if it is to be found: a file that is no trail may
/// be one line.
std::optional<off_t> last_line_begin(const FileDescriptor& file, off_t size) {
    constexpr off_t longest = off_t{4} * 1024 * 1024;  // above max_record_octets
    std::array<char, 65536> chunk{};
    for (off_t end = size; end > std::max<off_t>(0, size - longest);) {
        const off_t begin = std::max<off_t>(0, end - static_cast<off_t>(chunk.size()));
        const auto wanted = static_cast<std::size_t>(end - begin);
        if (::pread(file.get(), chunk.data(), wanted, begin) != static_cast<ssize_t>(wanted)) {
            return std::nullopt;
        }
        const auto found = std::string_view(chunk.data(), wanted).rfind('\n');
        if (found != std::string_view::npos) {
            return begin + static_cast<off_t>(found) + 1;
        }
        end = begin;
        if (end == 0) {
            return 0;
        }
    }
    return std::nullopt;
}

/// Whether the path still leads to the open file.
Result<bool> is_in_place(const std::string& path, const struct stat& open_file) {
    struct stat at_path {};
    if (::stat(path.c_str(), &at_path) != 0) {
        return errno == ENOENT ? Result<bool>(false) : file_error(path, errno);
    }
    return at_path.st_dev == open_file.st_dev && at_path.st_ino == open_file.st_ino;
}

}  // namespace

Result<AuditFile> AuditFile::open(std::string path) {
    if (path.empty() || path == "-" || path.find('\0') != std::string::npos) {
        return Error{"no audit file is named", ErrorKind::bad_config};
    }
    AuditFile file(std::move(path));
    if (const auto opened = file.reopen(); !opened) {
        return opened.error();
    }
    return file;
}

Result<void> AuditFile::reopen() {
    auto opened = open_trail_file(path_);
    if (!opened) {
        return opened.error();
    }
    struct stat status {};
    if (::fstat(opened->get(), &status) != 0) {
        return file_error(path_, errno);
    }
    file_ = *std::move(opened);
    place_ = {.device = status.st_dev, .inode = status.st_ino, .end = 0};
    is_torn_ = false;
    must_cut_ = false;
    const auto measured = measure();
    return measured ? Result<void>() : measured.error();
}

/// Looks at the end of the open file, which somebody else may have moved.
Result<std::string> AuditFile::measure() {
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) {
        return file_error(path_, errno);
    }
    if (status.st_size == place_.end) {
        return std::string();
    }
    const off_t before = std::exchange(place_.end, status.st_size);
    char last = '\n';
    if (place_.end > 0 && ::pread(file_.get(), &last, 1, place_.end - 1) != 1) {
        return file_error(path_, errno);
    }
    is_torn_ = last != '\n';
    return "the end of the file moved from octet " + std::to_string(before) + " to " +
           std::to_string(place_.end);
}

std::string AuditFile::torn_line() const {
    if (!is_torn_) {
        return {};
    }
    const auto begin = last_line_begin(file_, place_.end);
    return "the last line has no end: " +
           (begin ? std::to_string(place_.end - *begin) + " octets from octet " +
                        std::to_string(*begin) + " on"
                  : "it ends at octet " + std::to_string(place_.end));
}

Result<void> AuditFile::cut_torn_line(off_t begin) {
    if (!is_torn_ || begin >= place_.end) {
        return {};
    }
    place_.end = begin;
    is_torn_ = false;
    return cut();
}

/// Takes away what stands behind the last good line.
Result<void> AuditFile::cut() {
    must_cut_ = ::ftruncate(file_.get(), place_.end) != 0;
    return must_cut_ ? file_error(path_, errno) : Result<void>();
}

/// Follows what happened to the file since the last line.
Result<AuditFile::Followed> AuditFile::catch_up() {
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) {
        return file_error(path_, errno);
    }
    const auto in_place = is_in_place(path_, status);
    if (!in_place) {
        return in_place.error();
    }
    if (*in_place) {
        auto measured = measure();
        return measured ? Result<Followed>({*std::move(measured), false}) : measured.error();
    }
    if (const auto opened = reopen(); !opened) {
        return opened.error();
    }
    return Followed{"the file was moved or removed; opened again", true};
}

Result<void> AuditFile::write_durably(std::string_view octets) {
    if (auto written = write_all(file_, octets, path_); !written) {
        return written;
    }
    return ::fdatasync(file_.get()) == 0 ? Result<void>() : file_error(path_, errno);
}

Result<AuditFile::Followed> AuditFile::follow() {
    if (must_cut_) {
        if (const auto done = cut(); !done) {
            return within("lines that were not written whole cannot be removed", done.error());
        }
    }
    auto followed = catch_up();
    if (followed && is_torn_ && !followed->notice.empty()) {  // otherwise it was said before
        followed->notice += "; " + torn_line();
    }
    return followed;
}

Result<void> AuditFile::write(std::string_view lines) {
    const std::string octets = (is_torn_ ? "\n" : "") + std::string(lines);
    if (const auto written = write_durably(octets); !written) {
        (void)cut();  // if it cannot be done now, it must be before the next line
        return written.error();
    }
    place_.end += static_cast<off_t>(octets.size());
    is_torn_ = false;
    return {};
}

Result<std::string> AuditFile::append(std::string_view lines) {
    auto followed = follow();
    if (!followed) {
        return followed.error();
    }
    const auto written = write(lines);
    return written ? Result<std::string>(std::move(followed->notice)) : written.error();
}

}  // namespace msa
