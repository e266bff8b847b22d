// The listening socket, see listening_socket.h.
#include "milter/listening_socket.h"

#include "base/text.h"

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

// MTAs connect in bursts, and a connection that is not taken costs a message its answer.
constexpr int backlog = 1024;

Error failed(std::string_view what, int error) {
    return Error{.what = std::string(what) + ": " + std::generic_category().message(error),
                 .kind = ErrorKind::cannot_create};
}

Error in_use(const std::string& path) {
    return Error{.what = path + ": in use by another process", .kind = ErrorKind::cannot_create};
}

/// 0 or errno of connecting to it, which is given up at once.
int knock(const SocketAddress& address) {
    const FileDescriptor visitor(
        ::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!visitor.is_open() || ::connect(visitor.get(), address.get(), address.length) != 0) {
        return errno;
    }
    return 0;
}

Result<std::optional<gid_t>> group_id(const std::string& name) {
    if (name.empty()) {
        return std::optional<gid_t>();
    }
    group entry{};
    group* found = nullptr;
    std::array<char, 16384> buffer{};
    const int error = ::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (found == nullptr) {
        return Error{
            .what = "group " + printable(name) + ": " +
                    (error == 0 ? "no such group" : std::generic_category().message(error)),
            .kind = ErrorKind::bad_config};
    }
    return std::optional(found->gr_gid);
}

Result<FileDescriptor> lock(const std::string& path) {
    // It stays behind when we are gone: who removes a lock file lets two others have one each.
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.is_open()) {
        return failed("lock file " + path, errno);
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? in_use(path.substr(0, path.rfind(".lock")))
                                    : failed("lock file " + path, errno);
    }
    return file;
}

// Only while the lock is held. What still answers is not ours, lock or not.
Result<void> remove_stale(const SocketAddress& address) {
    struct stat found {};
    if (::lstat(address.path.c_str(), &found) != 0) {
        return errno == ENOENT ? Result<void>() : failed(address.path, errno);
    }
    if (!S_ISSOCK(found.st_mode)) {
        return Error{.what = address.path + ": exists and is not a socket",
                     .kind = ErrorKind::cannot_create};
    }
    if (knock(address) != ECONNREFUSED) {
        return in_use(address.path);
    }
    if (::unlink(address.path.c_str()) != 0) {
        return failed("stale " + address.path, errno);
    }
    return {};
}

Result<FileDescriptor> bound_unix_socket(const SocketAddress& address,
                                         const MilterSettings& settings,
                                         std::optional<gid_t> group) {
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.is_open()) {
        return failed("socket", errno);
    }
    // The mode is right from the first moment on; nobody can connect before listen().
    const mode_t before = ::umask(static_cast<mode_t>(~settings.socket_mode & 0777U));
    const int error = ::bind(socket.get(), address.get(), address.length) == 0 ? 0 : errno;
    ::umask(before);
    if (error != 0) {
        return failed(address.path, error);
    }
    // Not asked where nothing is to change: in a user namespace of systemd's (PrivateUsers) the
    // group that a setgid folder gives is nobody's, and the kernel refuses even this.
    constexpr auto as_created = static_cast<uid_t>(-1);
    const bool is_as_created = !settings.socket_owner && !group;
    if (!is_as_created && ::lchown(address.path.c_str(), settings.socket_owner.value_or(as_created),
                                   group.value_or(as_created)) != 0) {
        const int reason = errno;
        ::unlink(address.path.c_str());
        return failed("owner and group of " + address.path, reason);
    }
    return socket;
}

Result<FileDescriptor> bound_inet_socket(const SocketAddress& address, const std::string& name) {
    FileDescriptor socket(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    // Accepted sockets inherit TCP_NODELAY: libmilter writes an answer in two pieces, of which the
    // second would wait 40 ms for the MTA's delayed acknowledgement of the first.
    if (!socket.is_open() ||
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        ::bind(socket.get(), address.get(), address.length) != 0) {
        return errno == EADDRINUSE ? in_use(name) : failed(name, errno);
    }
    return socket;
}

}  // namespace

SocketFile::SocketFile(std::string path) : path_(std::move(path)) {
    struct stat made {};
    if (::lstat(path_.c_str(), &made) == 0) {
        device_ = made.st_dev;
        inode_ = made.st_ino;
    }
}

SocketFile::SocketFile(SocketFile&& other) noexcept {
    *this = std::move(other);
}

SocketFile& SocketFile::operator=(SocketFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(device_, other.device_);
    std::swap(inode_, other.inode_);
    return *this;
}

void SocketFile::remove() noexcept {
    struct stat now {};
    if (!path_.empty() && ::lstat(path_.c_str(), &now) == 0 && now.st_dev == device_ &&
        now.st_ino == inode_) {
        // Where it may not be removed any more (root is given up) it is left as a stale one.
        ::unlink(path_.c_str());
    }
    path_.clear();
}

Result<ListeningSocket> ListeningSocket::open(const MilterSettings& settings) {
    ListeningSocket result;
    auto address = parse_socket_address(settings.socket);
    if (!address) {
        return address.error();
    }
    result.address_ = *std::move(address);
    const auto group = group_id(settings.socket_group);
    if (!group) {
        return group.error();
    }
    const std::string& path = result.address_.path;
    if (!path.empty()) {
        auto held = lock(path + ".lock");
        if (!held) {
            return held.error();
        }
        result.lock_ = *std::move(held);
        if (const auto removed = remove_stale(result.address_); !removed) {
            return removed.error();
        }
    }
    auto bound = path.empty() ? bound_inet_socket(result.address_, settings.socket)
                              : bound_unix_socket(result.address_, settings, *group);
    if (!bound) {
        return bound.error();
    }
    result.listening_ = *std::move(bound);
    if (!path.empty()) {
        result.file_ = SocketFile(path);
    }
    if (::listen(result.listening_.get(), backlog) != 0) {
        return errno == EADDRINUSE ? in_use(settings.socket) : failed(settings.socket, errno);
    }
    return result;
}

Result<int> ListeningSocket::hand_over() {
    handed_over_ = ::fcntl(listening_.get(), F_DUPFD_CLOEXEC, 0);
    if (handed_over_ < 0) {
        return failed("listening socket", errno);
    }
    return handed_over_;
}

Result<void> ListeningSocket::retire() {
    // It has an abstract name made up by the system. It does not block, since libmilter may already
    // be on its way to accept(). Who finds it can do no harm: there are no new transactions any
    // more.
    const sa_family_t family = AF_UNIX;
    const FileDescriptor decoy(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!decoy.is_open() ||
        ::bind(decoy.get(), reinterpret_cast<const sockaddr*>(&family), sizeof family) != 0 ||
        ::listen(decoy.get(), 1) != 0 || ::dup3(decoy.get(), handed_over_, O_CLOEXEC) < 0) {
        return failed("decoy socket", errno);
    }
    // libmilter may be waiting on the old one for up to 5 s, which keeps it open; but not
    // listening.
    ::shutdown(listening_.get(), SHUT_RDWR);
    file_.remove();
    listening_ = FileDescriptor();
    return {};
}

}  // namespace msa
