#include "control/control_server.h"

#include "control/peer_rights.h"
#include "control/request.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <iterator>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace msa {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t workers = 4;  // one that a table or a disk keeps does not keep the others
constexpr milliseconds pause{100};  // where there is no memory or no descriptor
constexpr std::chrono::minutes between_lines{1};
constexpr int most_at_once = 64;  // before those that are there have their turn

/// accept() must not wait for a client that has gone.
FileDescriptor unblocked(FileDescriptor socket) {
    const int flags = ::fcntl(socket.get(), F_GETFL);
    if (flags < 0 || ::fcntl(socket.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
        throw std::system_error(errno, std::generic_category(), "control socket");
    }
    return socket;
}

FileDescriptor event_descriptor() {
    FileDescriptor event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!event.is_open()) {
        throw std::system_error(errno, std::generic_category(), "control socket");
    }
    return event;
}

}  // namespace

ControlServer::ControlServer(FileDescriptor listening, std::optional<gid_t> group, Methods methods,
                             const Log& log, ControlLimits limits)
    : limits_(limits),
      listening_(unblocked(std::move(listening))),
      wake_(event_descriptor()),
      group_(group),
      methods_(std::move(methods)),
      log_(log),
      workers_(std::in_place, workers),
      thread_([this] { loop(); }) {}

ControlServer::~ControlServer() {
    is_over_ = true;
    wake();
    thread_.join();
    workers_.reset();  // its jobs use the rest
}

void ControlServer::wake() const {
    (void)::eventfd_write(wake_.get(), 1);  // fails where it is to wake up already
}

void ControlServer::loop() {
    while (!is_over_) {
        try {
            turn();
        } catch (const std::exception& error) {
            log_.error(LogLine("control").add("error", error.what()));
            clients_.clear();
            std::this_thread::sleep_for(pause);
        }
    }
}

std::vector<pollfd> ControlServer::watched() const {
    const bool accepts = Clock::now() >= accept_again_;
    std::vector<pollfd> all{
        {.fd = wake_.get(), .events = POLLIN, .revents = 0},
        {.fd = accepts ? listening_.get() : -1, .events = POLLIN, .revents = 0}};
    for (const auto& [id, client] : clients_) {
        all.push_back({.fd = client.descriptor(), .events = client.events(), .revents = 0});
    }
    return all;
}

int ControlServer::time_left() const {
    std::optional<Clock::time_point> next;
    const auto now = Clock::now();
    if (accept_again_ > now) {
        next = accept_again_;
    }
    for (const auto& [id, client] : clients_) {
        if (const auto deadline = client.deadline()) {
            next = std::min(next.value_or(*deadline), *deadline);
        }
    }
    if (!next) {
        return -1;
    }
    return static_cast<int>(
        std::max(std::chrono::ceil<milliseconds>(*next - now).count(), milliseconds::rep{0}));
}

void ControlServer::turn() {
    auto polled = watched();
    if (::poll(polled.data(), polled.size(), time_left()) < 0 && errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "poll");
    }
    auto event = polled.cbegin() + 2;
    for (auto& [id, client] : clients_) {
        if ((event++)->revents != 0) {
            proceed(id, client);
        }
    }
    if (polled[0].revents != 0) {
        take_answers();
    }
    const auto now = Clock::now();
    std::erase_if(clients_, [now](const auto& each) {
        const auto deadline = each.second.deadline();
        return each.second.is_over() || (deadline && *deadline <= now);
    });
    if (polled[1].revents != 0) {
        accept_all();
    }
}

void ControlServer::accept_all() {
    for (int count = 0; count < most_at_once; ++count) {
        FileDescriptor socket(
            ::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (socket.is_open()) {
            admit(std::move(socket));
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            accept_again_ = Clock::now() + pause;
            return;
        }
    }
}

void ControlServer::admit(FileDescriptor socket) {
    const auto peer = peer_of(socket.get());
    if (!peer || !may_control(*peer, group_)) {
        refuse(socket, "only root, the daemon's user and control_group may ask");
        if (Clock::now() >= say_again_) {
            say_again_ = Clock::now() + between_lines;
            log_.warning(peer ? LogLine("control").add("refused_user", peer->user)
                              : LogLine("control").add("error", peer.error().what));
        }
        return;
    }
    if (!has_room()) {
        refuse(socket, "too many ask at once; try again");
        return;
    }
    // Most have said their line already: who is new is heard before anybody has to go.
    const auto [client, is_new] =
        clients_.try_emplace(++last_, Conversation(std::move(socket), limits_, peer->user));
    if (is_new) {
        proceed(client->first, client->second);
    }
}

bool ControlServer::has_room() {
    if (clients_.size() < limits_.most_clients) {
        return true;
    }
    const auto idle = std::find_if(clients_.begin(), clients_.end(), [](const auto& each) {
        return each.second.deadline().has_value();
    });
    if (idle == clients_.end()) {
        return false;
    }
    clients_.erase(idle);
    return true;
}

void ControlServer::refuse(const FileDescriptor& socket, std::string_view error) {
    const std::string line = error_line(error) + '\n';
    // Who does not take it has lost nothing.
    (void)::send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void ControlServer::proceed(Id id, Conversation& client) {
    if (auto line = client.proceed()) {
        workers_->add([this, id, line = *std::move(line), user = client.user()] {
            finish(id, answer_to(line, methods_, user));
        });
    }
}

void ControlServer::finish(Id id, std::string answer) {
    {
        const std::lock_guard lock(mutex_);
        answers_.emplace_back(id, std::move(answer));
    }
    wake();
}

void ControlServer::take_answers() {
    eventfd_t count = 0;
    (void)::eventfd_read(wake_.get(), &count);  // nothing to read is no trouble
    std::vector<std::pair<Id, std::string>> answers;
    {
        const std::lock_guard lock(mutex_);
        answers.swap(answers_);
    }
    for (const auto& [id, answer] : answers) {
        if (const auto client = clients_.find(id); client != clients_.end()) {
            client->second.answer(answer);
            proceed(id, client->second);  // it may have asked more already
        }
    }
}

}  // namespace msa
