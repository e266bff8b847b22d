// Buffered input for libmilter, see session_input.h.
#include "milter/libmilter/session_input.h"

#include "milter/libmilter/calls.h"
#include "milter/peer.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <unistd.h>

namespace msa {

ssize_t SessionInput::read(int descriptor, void* to, std::size_t size) {
    last_ = descriptor;
    if (!holds(descriptor)) {
        if (begin_ < end_) {
            errno = EIO;
            return -1;
        }
        if (size >= octets_.size()) {
            return msa::c_library::read(descriptor, to, size);
        }
        const ssize_t count = msa::c_library::read(descriptor, octets_.data(), octets_.size());
        if (count <= 0) {
            return count;
        }
        descriptor_ = descriptor;
        begin_ = 0;
        end_ = static_cast<std::size_t>(count);
    }
    const std::size_t part = std::min(size, end_ - begin_);
    std::memcpy(to, octets_.data() + begin_, part);
    begin_ += part;
    return static_cast<ssize_t>(part);
}

void SessionInput::forget(int descriptor) {
    if (last_ == descriptor) {
        last_ = -1;
    }
    if (descriptor_ == descriptor) {
        begin_ = end_;
    }
}

bool SessionInput::is_writer_gone() const {
    return is_peer_gone(last_);
}

namespace {

SessionInput& own_input() {
    thread_local SessionInput input;
    return input;
}

}  // namespace

bool is_mta_gone() {
    return own_input().is_writer_gone();
}

namespace {

/// Which descriptors are those of sessions, one bit each; higher ones are read without a buffer.
class SessionDescriptors {
public:
    void add(int descriptor) {
        change(descriptor, [](auto& word, auto bit) { word |= bit; });
    }
    void remove(int descriptor) {
        change(descriptor, [](auto& word, auto bit) { word &= ~bit; });
    }
    [[nodiscard]] bool has(int descriptor) const {
        return is_counted(descriptor) &&
               (words_[word_of(descriptor)].load(std::memory_order_relaxed) & bit_of(descriptor)) !=
                   0;
    }

private:
    static constexpr std::size_t bits = 64;
    static constexpr std::size_t words = 4096;
    static bool is_counted(int descriptor) {
        return descriptor >= 0 && static_cast<std::size_t>(descriptor) < bits * words;
    }
    static std::size_t word_of(int descriptor) {
        return static_cast<std::size_t>(descriptor) / bits;
    }
    static std::uint64_t bit_of(int descriptor) {
        return std::uint64_t{1} << (static_cast<std::size_t>(descriptor) % bits);
    }
    template <class Change>
    void change(int descriptor, Change what) {
        if (is_counted(descriptor)) {
            what(words_[word_of(descriptor)], bit_of(descriptor));
        }
    }

    std::array<std::atomic<std::uint64_t>, words> words_{};
};

// libmilter's threads outlive main(): constant-initialized and never destroyed.
SessionDescriptors
    session_descriptors;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

/// libmilter reads an address and calls back at once, in the same thread.
std::optional<std::string>& own_unreadable_address() {
    thread_local std::optional<std::string> text;
    return text;
}

template <class Address>
int read_address(int family, const char* text, Address* address) {
    std::memset(address, 0, sizeof *address);
    const bool is_read = msa::c_library::inet_pton(family, text, address) == 1;
    own_unreadable_address() = is_read ? std::nullopt : std::optional<std::string>(text);
    return 1;
}

}  // namespace

std::optional<std::string> take_unreadable_address() {
    return std::exchange(own_unreadable_address(), std::nullopt);
}

}  // namespace msa

int msa_session_poll(pollfd* descriptors, nfds_t count, int milliseconds) {
    if (count == 1 && (descriptors->events & POLLIN) != 0 &&
        msa::own_input().holds(descriptors->fd)) {
        descriptors->revents = POLLIN;
        return 1;
    }
    return msa::c_library::poll(descriptors, count, milliseconds);
}

void msa_session_begin(int descriptor) {
    msa::session_descriptors.add(descriptor);
}

ssize_t msa_session_read(int descriptor, void* to, std::size_t size) {
    return msa::session_descriptors.has(descriptor) ? msa::own_input().read(descriptor, to, size)
                                                    : msa::c_library::read(descriptor, to, size);
}

int msa_session_close(int descriptor) {
    msa::own_input().forget(descriptor);
    msa::session_descriptors.remove(descriptor);
    return msa::c_library::close(descriptor);
}

int msa_session_inet_aton(const char* text, in_addr* address) {
    return msa::read_address(AF_INET, text, address);
}

int msa_session_inet_pton(int family, const char* text, void* address) {
    return family == AF_INET6 ? msa::read_address(family, text, static_cast<in6_addr*>(address))
                              : msa::read_address(family, text, static_cast<in_addr*>(address));
}
