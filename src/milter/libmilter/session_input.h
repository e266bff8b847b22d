// The input of libmilter's sessions, read by the buffer. libmilter itself asks poll() three times
// and read() twice for every packet, and a message is some 35 packets: half of what an Ed25519
// signed message cost. Its calls come here, see calls.h; what it asks about its listener and the
// pipe of its workers is passed on.
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

extern "C" {
/// From now on, until it is closed, this is a session's socket.
void msa_session_begin(int descriptor);
// As poll(2), read(2) and close(2), for libmilter. Only the input of sessions is buffered.
int msa_session_poll(pollfd* descriptors, nfds_t count, int milliseconds);
ssize_t msa_session_read(int descriptor, void* to, std::size_t size);
int msa_session_close(int descriptor);
/// As inet_aton(3) and inet_pton(3), but they never fail: what is no address becomes all zeros, and
/// is kept for take_unreadable_address().
int msa_session_inet_aton(const char* text, in_addr* address);
int msa_session_inet_pton(int family, const char* text, void* address);
}
