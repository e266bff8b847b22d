// The boundary to libmilter: C callbacks that exceptions do not leave, and the gate that keeps them
// out while there is no daemon behind it.
#pragma once

#include "milter/connection.h"

#include <chrono>

#include <libmilter/mfapi.h>

namespace msa {

/// The callbacks, as libmilter wants them registered.
[[nodiscard]] smfiDesc callbacks();

/// From now on callbacks act on this daemon, which must outlive close_gate().
void open_gate(Daemon& daemon);

/// Logs an error, where the gate is open.
void say_through_gate(const LogLine& line);

/// From now on callbacks answer 451 without looking. Waits for those that are under way, then ends
/// every open session: libmilter forgets them when it stops. False: there still are some under way.
[[nodiscard]] bool close_gate(std::chrono::milliseconds patience);

}  // namespace msa
