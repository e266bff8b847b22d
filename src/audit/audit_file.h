// A file to which lines are only ever appended, each durable before the next. Not for two threads
// at once.
#pragma once

#include "base/file.h"
#include "base/result.h"

#include <string>
#include <string_view>

#include <sys/types.h>

namespace msa {

/// Which file, whatever its name, and how far it was written.
struct FilePlace {
    dev_t device = 0;
    ino_t inode = 0;
    off_t end = 0;  // octets

    bool operator==(const FilePlace&) const = default;
};

class AuditFile {
public:
    /// Creates the file with mode 0640 where there is none. Only a regular file will do, and none
    /// that somebody else may have laid there for us: where others may write to the folder, no
    /// symbolic link, no file of another user, and none that has another name.
    [[nodiscard]] static Result<AuditFile> open(std::string path);

    /// Appends whole lines with one write and returns when they are durable. After an error nothing
    /// of them stays in the file.
    ///
    /// A file that was removed, replaced or cut meanwhile, and a last line without an end, are no
    /// errors: the lines go where the path leads and onto a line of their own, and the text
    /// returned, otherwise empty, says what happened.
    [[nodiscard]] Result<std::string> append(std::string_view lines);

    /// append() in two steps, for lines that depend on where they go. What happened to the file
    /// since the last line; `is_new`: another file is open now.
    struct Followed {
        std::string notice;
        bool is_new = false;
    };
    [[nodiscard]] Result<Followed> follow();
    [[nodiscard]] Result<void> write(std::string_view lines);

    /// Opens what the path leads to now, as after a rename by logrotate(8). After an error the old
    /// file stays in use.
    [[nodiscard]] Result<void> reopen();

    /// Where the last line lies, and how long it is, if it has no end; otherwise empty. The next
    /// line begins behind it.
    [[nodiscard]] std::string torn_line() const;
    /// Takes the last line away, which has no end and begins at that octet.
    [[nodiscard]] Result<void> cut_torn_line(off_t begin);

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const FilePlace& place() const { return place_; }
    [[nodiscard]] const FileDescriptor& descriptor() const { return file_; }

private:
    explicit AuditFile(std::string path) : path_(std::move(path)) {}

    [[nodiscard]] Result<Followed> catch_up();
    [[nodiscard]] Result<std::string> measure();
    [[nodiscard]] Result<void> write_durably(std::string_view octets);
    [[nodiscard]] Result<void> cut();

    std::string path_;
    FileDescriptor file_;
    FilePlace place_;        // its end is behind the last line that is durable
    bool is_torn_ = false;   // the last line has no end
    bool must_cut_ = false;  // what could not be written whole is still there
};

}  // namespace msa
