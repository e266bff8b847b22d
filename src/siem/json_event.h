// JSON of events, put together in the order in which a reader would like it. What is not known is
// not there.
#pragma once

#include "trail/record.h"

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace msa {

using EventJson = nlohmann::ordered_json;

/// Only where there is something to say.
void add(EventJson& object, const char* key, std::string_view text);
void add_json(EventJson& object, const char* key, EventJson value);

/// Findings, rights, edits and signatures as the record has them.
[[nodiscard]] EventJson findings_json(const TransactionRecord& record);
[[nodiscard]] EventJson rights_json(const TransactionRecord& record);
[[nodiscard]] EventJson edits_json(const TransactionRecord& record);
[[nodiscard]] EventJson signatures_json(const TransactionRecord& record);
/// All members.
[[nodiscard]] EventJson members_json(const ControlRecord& record);

[[nodiscard]] std::string line_of(const EventJson& event);

}  // namespace msa
