// libmilter behind our own socket and signals, see engine.h.
#include "milter/engine.h"
#include "milter/libmilter/callbacks.h"
#include "milter/libmilter/calls.h"

#include <cstddef>
#include <string>
#include <thread>

#include <libmilter/mfapi.h>
#include <pthread.h>

namespace msa {

namespace {

constexpr int backlog = 1024;

// Of libmilter's threads, of which there is one per session in a callback. The main thread keeps
// its own size: a reload parses rule files in it.
constexpr std::size_t thread_stack = std::size_t{1024} * 1024;

Result<void> use_small_stacks() {
    pthread_attr_t attributes{};
    bool done = ::pthread_attr_init(&attributes) == 0;
    done = done && ::pthread_attr_setstacksize(&attributes, thread_stack) == 0 &&
           ::pthread_setattr_default_np(&attributes) == 0;
    ::pthread_attr_destroy(&attributes);
    return done ? Result<void>() : Error{.what = "cannot set the stack size of threads"};
}

Result<void> prepare_libmilter(ListeningSocket& socket) {
    const auto descriptor = socket.hand_over();
    if (!descriptor) {
        return descriptor.error();
    }
    // Debian's libmilter takes a descriptor; others take this for a bad address in smfi_main().
    std::string connection = "fd:" + std::to_string(*descriptor);
    (void)::smfi_setmaxdatasize(longest_packet);  // its default is 64 KiB; returns the size before
    if (::smfi_register(callbacks()) != MI_SUCCESS ||
        ::smfi_setconn(connection.data()) != MI_SUCCESS ||
        ::smfi_settimeout(static_cast<int>(longest_idle.count())) != MI_SUCCESS ||
        ::smfi_setbacklog(backlog) != MI_SUCCESS) {
        return Error{.what = "libmilter cannot be set up"};
    }
    return {};
}

class LibmilterEngine : public Engine {
public:
    [[nodiscard]] Result<void> start(ListeningSocket& socket, Daemon& daemon,
                                     std::shared_ptr<Interruption> failure) override {
        if (!libmilter_calls_us()) {
            return Error{.what = "libmilter is not the shared library: it would take the signals"};
        }
        if (const auto small = use_small_stacks(); !small) {
            return small.error();
        }
        if (const auto prepared = prepare_libmilter(socket); !prepared) {
            return prepared.error();
        }
        open_gate(daemon);
        // In a thread of its own, which is never waited for: libmilter destroys the locks that its
        // threads still use when it is stopped, and takes up to 5 s for it. It ends with the
        // process.
        std::thread([failure] {
            (void)::smfi_main();  // comes back only where it has failed: the mail log explains
            failure->interrupt();
        }).detach();
        return {};
    }

    [[nodiscard]] bool stop(std::chrono::milliseconds patience) override {
        return close_gate(patience);
    }
};

}  // namespace

std::unique_ptr<Engine> make_libmilter_engine() {
    return std::make_unique<LibmilterEngine>();
}

}  // namespace msa
