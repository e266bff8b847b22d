// Our own engine, see engine.h and event_loop.h.
#include "milter/engine.h"
#include "milter/native/event_loop.h"

#include <optional>

namespace msa {

namespace {

class NativeEngine : public Engine {
public:
    [[nodiscard]] Result<void> start(ListeningSocket& socket, Daemon& daemon,
                                     std::shared_ptr<Interruption> /*failure*/) override {
        const auto descriptor = socket.hand_over();
        if (!descriptor) {
            return descriptor.error();
        }
        loop_.emplace(daemon, FileDescriptor(*descriptor));
        return loop_->start();
    }

    [[nodiscard]] bool stop(std::chrono::milliseconds patience) override {
        if (!loop_->stop(patience)) {
            return false;
        }
        loop_.reset();
        return true;
    }

private:
    std::optional<EventLoop> loop_;
};

}  // namespace

std::unique_ptr<Engine> make_native_engine() {
    return std::make_unique<NativeEngine>();
}

}  // namespace msa
