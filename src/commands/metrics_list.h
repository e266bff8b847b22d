// Every metric of the daemon.
#pragma once

#include "commands/running.h"
#include "metrics/http_server.h"

#include <string>
#include <string_view>

namespace msa {

/// In the format that an Accept field asks for.
[[nodiscard]] HttpAnswer all_metrics(const Running& running, std::string_view accept);

/// The list in msa-milter-metrics(5).
[[nodiscard]] std::string metrics_man();

}  // namespace msa
