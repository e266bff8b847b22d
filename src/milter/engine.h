// What speaks the milter protocol with the MTA. There are two: libmilter, the reference, and ours.
#pragma once

#include "base/result.h"
#include "milter/connection.h"
#include "milter/listening_socket.h"
#include "milter/signals.h"

#include <chrono>
#include <cstddef>
#include <memory>

namespace msa {

/// A packet that is longer, in octets, ends the session, and with it whatever filtering the MTA's
/// settings demand. Postfix lets 100 KiB through in one field by default; memory is taken for what
/// arrives only.
inline constexpr std::size_t longest_packet = std::size_t{16} * 1024 * 1024;

/// A session in which nothing is said for so long ends; the MTA's own limits are shorter.
inline constexpr std::chrono::seconds longest_idle{7210};

class Engine {
public:
    virtual ~Engine() = default;

    /// Serves sessions from now on, in threads of its own, on a descriptor that `socket` hands
    /// over. `daemon` must outlive stop(), `failure` is interrupted where the engine gives up.
    [[nodiscard]] virtual Result<void> start(ListeningSocket& socket, Daemon& daemon,
                                             std::shared_ptr<Interruption> failure) = 0;

    /// Ends every session, and with it the transaction that is open in it. False: after that time
    /// one is still at work; what it uses must not be destroyed.
    [[nodiscard]] virtual bool stop(std::chrono::milliseconds patience) = 0;
};

[[nodiscard]] std::unique_ptr<Engine> make_libmilter_engine();
[[nodiscard]] std::unique_ptr<Engine> make_native_engine();

}  // namespace msa
