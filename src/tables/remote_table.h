// A table that a server keeps. Its libraries wait in many places, not all of which know a deadline
// (names are resolved, TLS is shaken hands about), so threads of the table ask, and whoever wants
// the answer waits for it no longer than the deadline.
#pragma once

#include "submission/dns.h"
#include "submission/ports.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace msa {

/// One connection to a server, made when it is first asked. Used by one thread at a time.
class TableConnection {
public:
    virtual ~TableConnection() = default;
    /// Should end by the deadline. An error means "cannot tell".
    [[nodiscard]] virtual Result<LookupAnswer> ask(std::string_view key, Deadline deadline) = 0;
    /// Whether the next question may go over this connection.
    [[nodiscard]] virtual bool is_usable() const = 0;
};

class RemoteTable final : public Table {
public:
    using Connect = std::function<std::unique_ptr<TableConnection>()>;

    /// `connections`: at most, at once. No connection is made until the first question.
    RemoteTable(Connect connect, std::chrono::milliseconds deadline, std::size_t connections = 4);
    RemoteTable(const RemoteTable&) = delete;
    RemoteTable& operator=(const RemoteTable&) = delete;
    RemoteTable(RemoteTable&&) = delete;
    RemoteTable& operator=(RemoteTable&&) = delete;
    /// Waits for what is being asked.
    ~RemoteTable() override;

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;

private:
    class Asker;
    using Question =
        std::packaged_task<Result<LookupAnswer>(Asker&)>;  // throws where it is waited for

    void serve() const;
    /// Absent: the table ends.
    [[nodiscard]] std::optional<Question> next_question() const;

    Connect connect_;
    std::chrono::milliseconds patience_;
    std::size_t most_threads_;
    mutable std::mutex mutex_;  // for all below
    mutable std::condition_variable is_work_;
    mutable std::deque<Question> questions_;
    mutable std::vector<std::thread> threads_;
    mutable std::size_t idle_ = 0;  // threads
    mutable bool ends_ = false;
};

}  // namespace msa
