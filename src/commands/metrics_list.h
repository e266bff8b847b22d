// Every metric of the daemon, and whether it is fit to serve.
#pragma once

#include "commands/running.h"
#include "metrics/http_server.h"

namespace msa {

/// /metrics, /livez and /readyz. `running` must outlive it.
[[nodiscard]] HttpServer::Answer metrics_answer(const Running& running);

}  // namespace msa
