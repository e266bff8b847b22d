#include "tables/remote_table.h"

#include "base/waiting.h"

#include <utility>

namespace msa {

using std::chrono::steady_clock;

namespace {

Error too_late() {
    return {"no answer in time"};
}

}  // namespace

/// One thread's way to the server.
class RemoteTable::Asker {
public:
    explicit Asker(const Connect& connect) : connect_(connect) {}

    /// A connection that was used before may have been closed meanwhile: then a fresh one is tried.
    Result<LookupAnswer> ask(std::string_view key, Deadline deadline) {
        const bool was_used = connection_ != nullptr;
        auto answer = ask_once(key, deadline);
        if (!answer && was_used && !connection_ && steady_clock::now() < deadline) {
            return ask_once(key, deadline);
        }
        return answer;
    }

private:
    Result<LookupAnswer> ask_once(std::string_view key, Deadline deadline) {
        if (!connection_) {
            connection_ = connect_();
        }
        auto answer = connection_->ask(key, deadline);
        if (!connection_->is_usable()) {
            connection_.reset();
        }
        return answer;
    }

    const Connect& connect_;
    std::unique_ptr<TableConnection> connection_;
};

RemoteTable::RemoteTable(Connect connect, std::chrono::milliseconds deadline,
                         std::size_t connections)
    : connect_(std::move(connect)), patience_(deadline), most_threads_(connections) {}

RemoteTable::~RemoteTable() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    is_work_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
}

std::optional<RemoteTable::Question> RemoteTable::next_question() const {
    std::unique_lock lock(mutex_);
    ++idle_;
    is_work_.wait(lock, [this] { return ends_ || !questions_.empty(); });
    --idle_;
    if (ends_) {
        return std::nullopt;
    }
    auto question = std::move(questions_.front());
    questions_.pop_front();
    return question;
}

void RemoteTable::serve() const {
    Asker asker(connect_);
    while (auto question = next_question()) {
        (*question)(asker);
    }
}

Result<LookupAnswer> RemoteTable::lookup(std::string_view key) const {
    const Deadline deadline = steady_clock::now() + patience_;
    Question question([key = std::string(key), deadline](Asker& asker) -> Result<LookupAnswer> {
        if (steady_clock::now() >= deadline) {  // nobody waits for it any more
            return too_late();
        }
        return asker.ask(key, deadline);
    });
    auto answer = question.get_future();
    {
        const std::lock_guard lock(mutex_);
        if (idle_ <= questions_.size() && threads_.size() < most_threads_) {
            threads_.emplace_back([this] { serve(); });
        }
        questions_.push_back(std::move(question));
    }
    is_work_.notify_one();
    const WhileWaiting waiting;
    if (answer.wait_until(deadline) != std::future_status::ready) {
        return too_late();
    }
    return answer.get();
}

}  // namespace msa
