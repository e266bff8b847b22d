// One client of the control socket: what it says, what it is told, and how long it may take.
#pragma once

#include "base/file.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace msa {

struct ControlLimits {
    std::size_t longest_line = 1U << 20U;  // of a request, in octets: it may hold a message
    std::size_t most_clients = 32;
    /// For a line to come whole, and for its answer to be taken.
    std::chrono::milliseconds patience{5000};
};

class Conversation {
public:
    using Clock = std::chrono::steady_clock;

    /// The socket does not block. `limits` must outlive this.
    Conversation(FileDescriptor socket, const ControlLimits& limits,
                 std::optional<uid_t> user = std::nullopt);

    /// For poll(); below 0 while the answer is in the making: nothing is read meanwhile.
    [[nodiscard]] int descriptor() const { return is_at_work_ ? -1 : socket_.get(); }
    [[nodiscard]] short events() const;
    /// Absent while its answer is in the making, for which the client waits as long as it likes.
    [[nodiscard]] std::optional<Clock::time_point> deadline() const;

    /// Reads or writes what can be without waiting. A line, without its end, where one is whole:
    /// its answer is then in the making until answer() is called.
    [[nodiscard]] std::optional<std::string> proceed();
    void answer(std::string_view line);
    [[nodiscard]] bool is_over() const { return is_over_; }
    /// Who is at the other end.
    [[nodiscard]] std::optional<uid_t> user() const { return user_; }

private:
    void write();
    void read();
    [[nodiscard]] std::optional<std::string> next_line();
    void dismiss(std::string_view error);
    void go_on();

    FileDescriptor socket_;
    const ControlLimits& limits_;
    std::optional<uid_t> user_;
    std::string in_;
    std::string out_;
    Clock::time_point deadline_;
    bool is_at_work_ = false;
    bool is_last_ = false;    // nothing is read behind this answer
    bool has_ended_ = false;  // the client says nothing more
    bool is_over_ = false;
};

}  // namespace msa
