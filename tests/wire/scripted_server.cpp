// A server that says what a test tells it to, see scripted_server.h.
#include "wire/scripted_server.h"

#include "base/file.h"
#include "wire/daemon.h"

#include <array>
#include <map>
#include <stdexcept>
#include <vector>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace msa::wire {

namespace {

constexpr int moment = 5;  // milliseconds until it is looked whether the test is over

}  // namespace

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)), port_(free_port()) {
    start();
}

ScriptedServer::~ScriptedServer() {
    stop();
}

void ScriptedServer::start() {
    FileDescriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(static_cast<std::uint16_t>(port_));
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    (void)::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(listener.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) != 0 ||
        ::listen(listener.get(), SOMAXCONN) != 0) {
        throw std::runtime_error("the port is taken");
    }
    ends_ = false;
    thread_ = std::thread([this, socket = listener.release()] { serve(socket); });
}

void ScriptedServer::stop() {
    ends_ = true;
    if (thread_.joinable()) {
        thread_.join();
    }
}

void ScriptedServer::serve(int listener) const {
    const FileDescriptor owner(listener);
    std::map<int, std::pair<FileDescriptor, std::string>> clients;  // with what was received
    while (!ends_) {
        std::vector<pollfd> ready{{listener, POLLIN, 0}};
        for (const auto& each : clients) {
            ready.push_back({each.first, POLLIN, 0});
        }
        (void)::poll(ready.data(), ready.size(), moment);
        for (const auto& each : ready) {
            if ((each.revents & (POLLIN | POLLHUP)) == 0) {
                continue;
            }
            if (each.fd == listener) {
                FileDescriptor client(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
                const int number = client.get();
                clients.emplace(number, std::pair(std::move(client), std::string()));
                continue;
            }
            if (!answer(each.fd, clients.at(each.fd).second)) {
                clients.erase(each.fd);
            }
        }
    }
}

bool ScriptedServer::answer(int client, std::string& received) const {
    std::array<char, 4096> chunk{};
    const auto got = ::recv(client, chunk.data(), chunk.size(), 0);
    if (got <= 0) {
        return false;
    }
    received.append(chunk.data(), static_cast<std::size_t>(got));
    const auto answer = script_(received);
    if (!answer.empty()) {
        received.clear();
        (void)::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
    return true;
}

}  // namespace msa::wire
