// One connection of an MTA to its milter, which never waits: it says what it waits for.
#pragma once

#include "load/protocol.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace msa::bench {

using Clock = std::chrono::steady_clock;

/// Where a milter listens: unix:PATH, or inet:PORT@ADDRESS.
class Connection {
public:
    enum class Event { none, message_accepted, message_refused };

    /// Connected, and the offer sent. Throws std::runtime_error.
    Connection(const std::string& socket, const Mail& mail);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] bool has_output() const { return written_ < output_.size(); }
    /// Between two turns, or behind the last message.
    [[nodiscard]] bool is_at_rest() const { return !is_waiting_ && !has_output(); }
    /// Session opened, no message begun.
    [[nodiscard]] bool is_open() const { return is_open_ && at_ == 0 && is_at_rest(); }

    /// Sends the next turn; the first of a message takes the time.
    void next_turn();
    /// As much as goes. Throws where the milter is gone.
    void write();
    /// All that has come; what it ended.
    [[nodiscard]] Event read();

    [[nodiscard]] std::chrono::nanoseconds latency() const { return Clock::now() - began_; }
    /// Fields that the milter put in during the last message.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& inserted() const {
        return inserted_;
    }
    std::size_t messages = 0;  // for whoever counts

private:
    [[nodiscard]] Event take(char command, std::string_view data);
    [[nodiscard]] Event end_message(Event event);
    void advance();

    Mail mail_;
    int descriptor_ = -1;
    std::string output_;
    std::size_t written_ = 0;
    std::string input_;
    bool is_waiting_ = true;  // for the answer to the offer, at first
    bool is_negotiated_ = false;
    bool is_open_ = false;
    std::vector<Turn> opening_;
    std::vector<Turn> message_;
    std::size_t at_ = 0;  // the turn that is next or waited for
    Clock::time_point began_;
    std::vector<std::pair<std::string, std::string>> inserted_;
};

}  // namespace msa::bench
