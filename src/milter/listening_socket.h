// The socket on which the MTA is waited for. Made as root, served without: whoever serves it holds
// the lock beside it (PATH.lock) and the right to remove it.
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "base/socket_address.h"
#include "milter/milter_settings.h"

#include <string>

#include <sys/types.h>

namespace msa {

/// The name of a unix socket in the file system; removed with this, if it still is that socket.
class SocketFile {
public:
    SocketFile() = default;
    explicit SocketFile(std::string path);
    SocketFile(SocketFile&& other) noexcept;
    SocketFile& operator=(SocketFile&& other) noexcept;
    SocketFile(const SocketFile&) = delete;
    SocketFile& operator=(const SocketFile&) = delete;
    ~SocketFile() { remove(); }

    void remove() noexcept;

private:
    std::string path_;  // empty: none
    dev_t device_ = 0;
    ino_t inode_ = 0;
};

class ListeningSocket {
public:
    /// Errors: the setting itself (bad_config), or a socket that cannot be made or is in use
    /// (cannot_create). To be called while there is one thread: the umask is changed meanwhile.
    [[nodiscard]] static Result<ListeningSocket> open(const MilterSettings& settings);

    /// A descriptor of its own for libmilter, which closes it.
    [[nodiscard]] Result<int> hand_over();

    /// Nobody connects any more: the name is gone, and behind the descriptor handed over there is a
    /// socket that nobody knows of.
    [[nodiscard]] Result<void> retire();

private:
    ListeningSocket() = default;

    FileDescriptor lock_;  // declared first: let go last
    FileDescriptor listening_;
    SocketFile file_;
    SocketAddress address_;
    int handed_over_ = -1;
};

}  // namespace msa
