// The input of libmilter's sessions, read by the buffer. libmilter itself asks poll() three times
// and read() twice for every packet, and a message is some 35 packets: half of what an Ed25519
// signed message cost. The Makefile links a copy of libmilter in which these calls, where they are
// about a session, have the names below; its listener, controller and pipe keep the system's.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include <netinet/in.h>
#include <poll.h>
#include <sys/types.h>

namespace msa {

/// What a worker thread has read of its session's socket and libmilter has not asked for yet. A
/// worker gives a session back only where poll() knows of no input, or closes it: so octets wait
/// for the same thread always, and only in between.
class SessionInput {
public:
    [[nodiscard]] bool holds(int descriptor) const {
        return descriptor_ == descriptor && begin_ < end_;
    }
    /// As read(2). EIO where octets of another session still wait: they must not get lost.
    [[nodiscard]] ssize_t read(int descriptor, void* to, std::size_t size);
    void forget(int descriptor);
    /// Whether whoever wrote what was read last has closed the socket; false where nothing was
    /// read.
    [[nodiscard]] bool is_writer_gone() const;

private:
    int last_ = -1;        // the descriptor that was read last, closed since: -1
    int descriptor_ = -1;  // of the octets that wait
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::array<char, 8192> octets_;  // more than most headers
};

/// Within a callback of a session: whether its MTA has gone, however much of what it sent is still
/// to be read. Nobody would get an answer any more.
[[nodiscard]] bool is_mta_gone();

/// Within the callback for a new client: what its MTA wrote where an address should stand, if that
/// was none; once. libmilter alone would end the session without a word.
[[nodiscard]] std::optional<std::string> take_unreadable_address();

}  // namespace msa

// As poll(2), read(2) and close(2), for one session of libmilter.
extern "C" {
int msa_session_poll(pollfd* descriptors, nfds_t count, int milliseconds);
ssize_t msa_session_read(int descriptor, void* to, std::size_t size);
int msa_session_close(int descriptor);
/// As inet_aton(3), and as inet_pton(3) for IPv6, but they never fail: what is no address becomes
/// all zeros, and is kept for take_unreadable_address().
int msa_session_inet_aton(const char* text, in_addr* address);
int msa_session_mi_inet_pton(int family, const char* text, void* address);
}
