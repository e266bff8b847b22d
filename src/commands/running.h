// What there is to be told of a running daemon.
#pragma once

#include "audit/audit_trail.h"
#include "commands/key_rotation.h"
#include "commands/key_watch.h"
#include "commands/limit_services.h"
#include "commands/name_services.h"
#include "commands/rules_in_force.h"
#include "commands/sample_check.h"
#include "config/daemon_settings.h"
#include "metrics/labelled_counts.h"
#include "metrics/record_counts.h"
#include "milter/connection.h"

#include <atomic>
#include <chrono>

namespace msa {

struct Running {
    const DaemonSettings& settings;
    RulesInForce& rules;
    AuditTrail& trail;
    const RecordCounts& records;
    LimitServices& limits;
    const NameServices& names;
    const KeyWatch& keys;
    KeyRotation& rotation;
    const SampleCheck& samples;
    const Daemon& daemon;
    std::chrono::system_clock::time_point since = std::chrono::system_clock::now();
    std::atomic<bool> is_stopping = false;
    LabelledCounts held{};  // what was asked for held messages, by event
};

}  // namespace msa
