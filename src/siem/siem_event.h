// Records of the trail as events of others: pure mappings, one line a record.
#pragma once

#include "trail/record.h"

#include <cstdint>
#include <string>

namespace msa {

/// Email Activity (4009) of OCSF 1.8, and Event Log Activity (1008) for what the trail says of
/// itself. JSON.
[[nodiscard]] std::string ocsf_event(const RecordHead& head, const TransactionRecord& record);
[[nodiscard]] std::string ocsf_event(const RecordHead& head, const ControlRecord& record);

/// The Elastic Common Schema, with smtp.* as Suricata names it and msa_milter.* for the rest. JSON.
[[nodiscard]] std::string ecs_event(const RecordHead& head, const TransactionRecord& record);
[[nodiscard]] std::string ecs_event(const RecordHead& head, const ControlRecord& record);

/// A message of RFC 5424 with one structured element, `msa@ENTERPRISE`.
[[nodiscard]] std::string syslog_event(const RecordHead& head, const TransactionRecord& record,
                                       std::uint32_t enterprise);
[[nodiscard]] std::string syslog_event(const RecordHead& head, const ControlRecord& record,
                                       std::uint32_t enterprise);

}  // namespace msa
