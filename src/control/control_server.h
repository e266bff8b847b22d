// The daemon's control socket: lines of JSON from its admin, answered by threads of their own, so
// that mail goes on whatever is said here and however often.
#pragma once

#include "base/file.h"
#include "base/log.h"
#include "control/conversation.h"
#include "control/method.h"
#include "control/workers.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/types.h>

namespace msa {

class ControlServer {
public:
    /// Serves on `listening`, a unix socket, from now on: root, the user of this process, and
    /// members of `group`. Of more clients than there may be, the one that has said nothing for
    /// longest goes. Throws std::system_error where no threads are to be had.
    ControlServer(FileDescriptor listening, std::optional<gid_t> group, Methods methods,
                  const Log& log, ControlLimits limits = {});
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;
    /// Waits for methods that were begun.
    ~ControlServer();

private:
    using Id = std::uint64_t;
    using Clock = Conversation::Clock;

    void loop();
    void turn();
    [[nodiscard]] std::vector<pollfd> watched() const;
    [[nodiscard]] int time_left() const;
    void accept_all();
    void admit(FileDescriptor socket);
    [[nodiscard]] bool has_room();
    void refuse(const FileDescriptor& socket, std::string_view error);
    void take_answers();
    void proceed(Id id, Conversation& client);
    void finish(Id id, std::string answer);
    void wake() const;

    const ControlLimits limits_;
    const FileDescriptor listening_;
    const FileDescriptor wake_;
    const std::optional<gid_t> group_;
    const Methods methods_;
    const Log& log_;
    std::map<Id, Conversation> clients_;  // the oldest first
    Id last_ = 0;
    Clock::time_point accept_again_{};  // descriptors are used up until then
    Clock::time_point say_again_{};     // that somebody was refused
    std::mutex mutex_;
    std::vector<std::pair<Id, std::string>> answers_;  // guarded by it
    std::atomic<bool> is_over_ = false;
    std::optional<Workers> workers_;
    std::thread thread_;
};

}  // namespace msa
