// The native engine's connections to MTAs: accepted, read, written and closed by a crew of threads
// on one epoll descriptor. A session belongs to the thread that was woken for it until that thread
// asks to be woken for it again; it reads once, carries out every whole packet, and writes all
// answers at once.
#pragma once

#include "base/file.h"
#include "base/guarded.h"
#include "milter/connection.h"
#include "milter/native/crew.h"
#include "milter/new_connections.h"
#include "milter/shortage.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace msa {

class EventLoop {
public:
    /// Takes connections from `listening`, a listening socket, which it closes; `daemon` must
    /// outlive this.
    EventLoop(Daemon& daemon, FileDescriptor listening);
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;
    /// Gives up every open transaction. Only before start(), or when stop() has returned true.
    ~EventLoop();

    [[nodiscard]] Result<void> start();
    /// As Crew::stop().
    [[nodiscard]] bool stop(std::chrono::milliseconds patience);

private:
    struct Session;
    using Sessions = std::vector<std::unique_ptr<Session>>;

    void turn();
    void serve(Session& session) noexcept;
    [[nodiscard]] bool goes_on(Session& session);
    [[nodiscard]] bool read_from(Session& session);
    [[nodiscard]] bool take_packets(Session& session, std::string_view& octets);
    [[nodiscard]] bool write_to(Session& session) const;
    [[nodiscard]] bool watch(Session& session, int operation) const;
    void close(Session& session) noexcept;

    void accept_some() noexcept;
    [[nodiscard]] bool accept_one();
    void add(FileDescriptor socket);
    void listen_again() const;
    void tick();
    void end_idle_sessions();

    Daemon& daemon_;
    FileDescriptor listening_;
    FileDescriptor events_;
    FileDescriptor stop_;   // readable for ever once the loop shall stop
    FileDescriptor timer_;  // every second
    std::atomic<std::uint32_t> seconds_ = 0;
    std::atomic<bool> is_paused_ = false;  // nothing is accepted until the next second
    Guarded<Sessions> sessions_;
    NewConnections connections_;
    Shortage threads_;
    Crew crew_;
};

}  // namespace msa
