// A relay that can fall silent, see silent_relay.h.
#include "wire/silent_relay.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "wire/daemon.h"

#include <array>
#include <list>
#include <stdexcept>
#include <vector>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace msa::wire {

namespace {

constexpr int moment = 2;  // milliseconds until it is looked whether all is silent

struct Pair {
    FileDescriptor client;
    FileDescriptor server;
    int silences = 0;  // there were when it began
    bool is_dead = false;
};

FileDescriptor connected(const std::string& socket) {
    const auto address = unix_address(socket).value();
    FileDescriptor made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(made.get(), address.get(), address.length) != 0) {
        return {};
    }
    return made;
}

/// False: one of them has hung up.
bool pass_on(int from, int to) {
    std::array<char, 65536> chunk{};
    const auto got = ::recv(from, chunk.data(), chunk.size(), MSG_DONTWAIT);
    return got > 0 && ::send(to, chunk.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
}

}  // namespace

SilentRelay::SilentRelay(std::string socket) : socket_(std::move(socket)), port_(free_port()) {
    FileDescriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(static_cast<std::uint16_t>(port_));
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) != 0 ||
        ::listen(listener.get(), SOMAXCONN) != 0) {
        throw std::runtime_error("the port is taken");
    }
    thread_ = std::thread([this, socket = listener.release()] { serve(socket); });
}

SilentRelay::~SilentRelay() {
    ends_ = true;
    thread_.join();
}

void SilentRelay::serve(int listener) const {
    const FileDescriptor owner(listener);
    std::list<Pair> pairs;
    while (!ends_) {
        std::vector<pollfd> ready{{listener, POLLIN, 0}};
        std::vector<Pair*> whose{nullptr, nullptr};
        for (auto& pair : pairs) {
            if (pair.silences == silences_ && !is_deaf_) {  // else it stays open, and that is all
                ready.push_back({pair.client.get(), POLLIN, 0});
                ready.push_back({pair.server.get(), POLLIN, 0});
                whose.insert(whose.end(), 2, &pair);
            }
        }
        (void)::poll(ready.data(), ready.size(), moment);
        if (ready[0].revents != 0) {
            FileDescriptor client(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
            pairs.push_back(
                {std::move(client), connected(socket_), is_deaf_ ? -1 : silences_.load()});
        }
        for (std::size_t i = 1; i < ready.size(); ++i) {
            auto& pair = *whose[i + 1];
            const bool is_client = ready[i].fd == pair.client.get();
            // What came while it fell silent is not passed on any more.
            if (ready[i].revents != 0 && !pair.is_dead && pair.silences == silences_) {
                pair.is_dead =
                    !pass_on(ready[i].fd, is_client ? pair.server.get() : pair.client.get());
            }
        }
        pairs.remove_if([](const Pair& pair) { return pair.is_dead; });
    }
}

}  // namespace msa::wire
