// What every server of a table is held to: it is away, too slow, and back, while mail flows.
#pragma once

#include "tables/open_table.h"
#include "wire/server_process.h"

#include <chrono>
#include <string>

namespace msa::wire {

/// Long enough for a server on a loaded machine, short enough to be waited for.
inline constexpr std::chrono::milliseconds short_deadline{1500};

/// A text of [tables.NAME]; empty where there was none.
[[nodiscard]] std::string& text_in(TableSettings& settings, const std::string& key);

/// The table knows alice@example.com as alice's, and not bob@example.com.
void must_tell(const TableSettings& settings);
/// The same server stopped, started again, frozen, and going on, under one table that stays open.
void must_recover(TableSettings settings, ServerProcess& server);
/// A daemon with this table: `lines` of [tables.x] in a rule file.
void daemon_must_recover(const std::string& lines, ServerProcess& server);

}  // namespace msa::wire
