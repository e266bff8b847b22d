// The event loop, see event_loop.h.
#include "milter/native/event_loop.h"

#include "milter/engine.h"
#include "milter/native/dialogue.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <memory>
#include <span>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace msa {

namespace {

// At a time, of one session: more than any body chunk. Then it is the others' turn.
constexpr std::size_t read_size = std::size_t{72} * 1024;

constexpr std::uint32_t sweep_seconds = 60;

// New connections at a time.
constexpr int accepts = 16;

// What a thread reads into; of no use beyond the turn. Not an array of each thread: its memory
// would be written to as soon as the thread begins, and most reads need a page or two.
std::span<char> read_buffer() {
    thread_local const auto buffer = std::make_unique_for_overwrite<char[]>(read_size);
    return {buffer.get(), read_size};
}

Error failed(const char* what) {
    return Error{.what = std::string(what) + ": " + std::generic_category().message(errno)};
}

}  // namespace

struct EventLoop::Session {
    Session(Daemon& daemon, FileDescriptor connected)
        : socket(std::move(connected)), dialogue(daemon, socket.get()) {}

    FileDescriptor socket;
    std::atomic<std::uint32_t> served = 0;  // in which second of the loop
    // What a thread did to the session is seen by the next that has it: the kernel sees to that,
    // but the language does not know.
    std::atomic<std::uint32_t> handed_on = 0;
    bool is_over = false;     // to be closed when the output is written
    std::size_t place = 0;    // among the loop's sessions
    std::string input;        // the beginning of a packet
    std::string output;       // for the MTA
    std::size_t written = 0;  // of the output, octets
    Dialogue dialogue;
};

EventLoop::EventLoop(Daemon& daemon, FileDescriptor listening)
    : daemon_(daemon),
      listening_(std::move(listening)),
      connections_([&daemon](const LogLine& line) { daemon.log.error(line); }),
      threads_("threads", [&daemon](const LogLine& line) { daemon.log.error(line); }),
      crew_(
          std::thread::hardware_concurrency(), [this] { turn(); },
          [this](std::string_view error) { threads_.meet(error); }) {}

EventLoop::~EventLoop() = default;

Result<void> EventLoop::start() {
    events_ = FileDescriptor(::epoll_create1(EPOLL_CLOEXEC));
    stop_ = FileDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    timer_ = FileDescriptor(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    const itimerspec second{.it_interval = {.tv_sec = 1, .tv_nsec = 0},
                            .it_value = {.tv_sec = 1, .tv_nsec = 0}};
    const auto watches = [this](FileDescriptor& descriptor, std::uint32_t events) {
        epoll_event event{.events = events, .data = {.ptr = &descriptor}};
        return ::epoll_ctl(events_.get(), EPOLL_CTL_ADD, descriptor.get(), &event) == 0;
    };
    if (::fcntl(listening_.get(), F_SETFL, O_NONBLOCK) != 0 ||
        ::timerfd_settime(timer_.get(), 0, &second, nullptr) != 0 || !watches(stop_, EPOLLIN) ||
        !watches(timer_, EPOLLIN | EPOLLET) || !watches(listening_, EPOLLIN | EPOLLONESHOT)) {
        return failed("event loop");
    }
    try {
        crew_.start();
    } catch (const std::exception& error) {
        return Error{.what = std::string("event loop: ") + error.what()};
    }
    return {};
}

bool EventLoop::stop(std::chrono::milliseconds patience) {
    (void)::eventfd_write(stop_.get(), 1);  // fails only where it is readable already
    return crew_.stop(patience);
}

void EventLoop::turn() {
    epoll_event event{};
    // One at a time: whatever else is there is for the others.
    if (::epoll_wait(events_.get(), &event, 1, -1) != 1 || event.data.ptr == &stop_) {
        return;
    }
    if (event.data.ptr == &listening_) {
        accept_some();
    } else if (event.data.ptr == &timer_) {
        tick();
    } else {
        serve(*static_cast<Session*>(event.data.ptr));
    }
}

/// Whoever comes back from watch() with true does not touch the session any more: another thread
/// may have it already.
void EventLoop::serve(Session& session) noexcept {
    (void)session.handed_on.load(std::memory_order_acquire);
    try {
        session.served = seconds_.load();
        if (goes_on(session) && watch(session, EPOLL_CTL_MOD)) {
            return;
        }
    } catch (const std::exception& error) {
        daemon_.log.error(LogLine("trouble").add("error", error.what()));
    } catch (...) {
        daemon_.log.error(LogLine("trouble").add("error", "an exception without a text"));
    }
    close(session);
}

/// What can be done at once. False: the session is over.
bool EventLoop::goes_on(Session& session) {
    // What the MTA does not take keeps us from hearing more of it.
    if (!write_to(session)) {
        return false;
    }
    if (session.output.empty() && !session.is_over && !read_from(session)) {
        return false;
    }
    return !session.is_over || !session.output.empty();
}

bool EventLoop::read_from(Session& session) {
    const auto buffer = read_buffer();
    const ssize_t count = ::recv(session.socket.get(), buffer.data(), buffer.size(), 0);
    if (count <= 0) {
        return count < 0 && (errno == EAGAIN || errno == EINTR);
    }
    std::string_view octets(buffer.data(), static_cast<std::size_t>(count));
    std::string joined;
    if (!session.input.empty()) {
        joined = std::exchange(session.input, {});
        joined += octets;
        octets = joined;
    }
    session.is_over = !take_packets(session, octets);
    if (!session.is_over && !octets.empty()) {
        if (octets.data() == joined.data()) {
            session.input = std::move(joined);  // a long packet is not copied again and again
        } else {
            session.input = octets;
        }
    }
    return write_to(session);
}

/// Takes whole packets off the front of `octets`. False: the session is over.
bool EventLoop::take_packets(Session& session, std::string_view& octets) {
    for (;;) {
        const auto size = packet_size(octets);
        if (size && *size > longest_packet) {
            daemon_.log.error(LogLine("trouble").add("error", "a packet of the MTA is too long"));
            return false;
        }
        if (!size || *size > octets.size()) {
            return true;
        }
        const auto packet = packet_in(octets.substr(0, *size));
        if (!packet || !session.dialogue.take(*packet, session.output)) {
            return false;
        }
        octets.remove_prefix(*size);
    }
}

/// False: the MTA has gone.
bool EventLoop::write_to(Session& session) const {
    const std::string_view output = session.output;
    while (session.written < output.size()) {
        const auto rest = output.substr(session.written);
        const ssize_t count = ::send(session.socket.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (count < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        session.written += static_cast<std::size_t>(count);
    }
    session.output = std::string();  // gives the memory back
    session.written = 0;
    return true;
}

bool EventLoop::watch(Session& session, int operation) const {
    const std::uint32_t wanted = session.output.empty() ? EPOLLIN | EPOLLRDHUP : EPOLLOUT;
    epoll_event event{.events = wanted | EPOLLONESHOT, .data = {.ptr = &session}};
    const int socket = session.socket.get();
    session.handed_on.fetch_add(1, std::memory_order_release);
    return ::epoll_ctl(events_.get(), operation, socket, &event) == 0;
}

void EventLoop::close(Session& session) noexcept {
    // Its end may write a record, for which the others need not wait.
    const auto ended = sessions_.with([&session](Sessions& sessions) {
        auto own = std::move(sessions[session.place]);
        if (session.place + 1 != sessions.size()) {
            sessions[session.place] = std::move(sessions.back());
            sessions[session.place]->place = session.place;
        }
        sessions.pop_back();
        return own;
    });
}

void EventLoop::accept_some() noexcept {
    try {
        for (int i = 0; i < accepts && accept_one(); ++i) {
        }
    } catch (const std::exception& error) {
        daemon_.log.error(LogLine("accept").add("error", error.what()));
        is_paused_ = true;
    }
    if (!is_paused_) {
        listen_again();
    }
}

/// False: there is no more at the moment.
bool EventLoop::accept_one() {
    FileDescriptor socket(
        connections_.accept(listening_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.is_open()) {
        add(std::move(socket));
        return true;
    }
    switch (errno) {
        case EAGAIN: return false;
        case EINTR:
        case ECONNABORTED:
        case EPROTO:
        case EMFILE: return true;
        default: is_paused_ = true; return false;  // it was retired, or there is no descriptor
    }
}

void EventLoop::add(FileDescriptor socket) {
    auto session = std::make_unique<Session>(daemon_, std::move(socket));
    Session& added = *session;
    added.served = seconds_.load();
    sessions_.with([&](Sessions& sessions) {
        added.place = sessions.size();
        sessions.push_back(std::move(session));
    });
    if (!watch(added, EPOLL_CTL_ADD)) {
        close(added);
    }
}

void EventLoop::listen_again() const {
    epoll_event event{.events = EPOLLIN | EPOLLONESHOT,
                      .data = {.ptr = const_cast<FileDescriptor*>(&listening_)}};
    (void)::epoll_ctl(events_.get(), EPOLL_CTL_MOD, listening_.get(), &event);
}

void EventLoop::tick() {
    std::uint64_t expirations = 0;
    if (::read(timer_.get(), &expirations, sizeof expirations) != sizeof expirations) {
        expirations = 0;  // another thread has them
    }
    const std::uint32_t before = seconds_.fetch_add(static_cast<std::uint32_t>(expirations));
    const std::uint32_t now = before + static_cast<std::uint32_t>(expirations);
    if (is_paused_.exchange(false)) {
        listen_again();
    }
    if (now / sweep_seconds != before / sweep_seconds) {
        end_idle_sessions();
    }
}

/// Whoever serves such a session next finds it closed by the MTA.
void EventLoop::end_idle_sessions() {
    const std::chrono::seconds now(seconds_);
    sessions_.with([now](const Sessions& sessions) {
        for (const auto& session : sessions) {
            // Another thread may have served it since, in a second that is still to come here.
            if (std::chrono::seconds(session->served) + longest_idle < now) {
                (void)::shutdown(session->socket.get(), SHUT_RDWR);
            }
        }
    });
}

}  // namespace msa
