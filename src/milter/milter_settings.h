// The admin's settings for the milter side of the daemon.
#pragma once

#include "submission/facts.h"

#include <chrono>
#include <optional>
#include <string>

#include <sys/types.h>

namespace msa {

struct MilterSettings {
    /// What speaks with the MTA; see engine.h.
    enum class EngineKind { libmilter, native };

    std::string socket;                 // see socket_address.h
    std::optional<uid_t> socket_owner;  // of a unix socket: who serves it; absent: as created
    std::string socket_group;           // the same; empty: as created
    unsigned socket_mode = 0660;
    EngineKind engine = EngineKind::libmilter;
    MtaKind host = MtaKind::unknown;         // who connects; unknown: as each session says itself
    std::chrono::seconds drain_timeout{20};  // how long open transactions may take after SIGTERM
};

}  // namespace msa
