// Postfix's hold queue: postqueue(1) lists it, postcat(1) shows a message, postsuper(1) acts.
#include "queue/postqueue_output.h"
#include "queue/queue_program.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

class PostfixQueue final : public HeldQueue {
public:
    explicit PostfixQueue(std::string folder) : folder_(std::move(folder)) {}

    [[nodiscard]] Result<QueueListing> list() const override {
        const auto output = run({"postqueue", "-j"});
        return output ? held_in_postqueue_output(output->out)
                      : Result<QueueListing>(output.error());
    }

    [[nodiscard]] Result<std::string> header(const QueuedMessage& message) const override {
        auto output = run({"postcat", "-qh", message.id});
        return output ? Result<std::string>(std::move(output->out)) : output.error();
    }

    [[nodiscard]] Result<bool> release(const QueuedMessage& message) const override {
        auto released = act("-H", message.id, ": released from hold");
        if (released && *released) {
            // It would wait for the next run of the queue. If this fails, it does.
            (void)run({"postqueue", "-i", message.id});
        }
        return released;
    }

    [[nodiscard]] Result<bool> remove(const QueuedMessage& message) const override {
        return act("-d", message.id, ": removed");
    }

private:
    [[nodiscard]] Result<ProgramOutput> run(std::vector<std::string> words,
                                            const std::string& done = {}) const {
        if (!folder_.empty()) {
            words.insert(words.begin() + 1, {"-c", folder_});
        }
        return run_queue_program(words, done);
    }

    /// postsuper says what it did. It exits with 0 where it did nothing, too, and with 1 where it
    /// did it, but Postfix does not run and cannot be told.
    [[nodiscard]] Result<bool> act(const char* option, const std::string& id,
                                   const char* done) const {
        const auto said = id + done;
        const auto output = run({"postsuper", option, id, "hold"}, said);
        return output ? Result<bool>(output->err.find(said) != std::string::npos) : output.error();
    }

    std::string folder_;
};

}  // namespace

std::unique_ptr<const HeldQueue> postfix_queue(std::string folder) {
    return std::make_unique<PostfixQueue>(std::move(folder));
}

bool is_queue_id(std::string_view text) {
    constexpr std::size_t longest = 64;
    return !text.empty() && text.size() <= longest && text != "ALL" &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
}

}  // namespace msa
