// What is answered over HTTP: /metrics, /livez and /readyz.
#pragma once

#include "commands/running.h"
#include "metrics/http_server.h"

namespace msa {

/// `running` must outlive it.
[[nodiscard]] HttpServer::Answer metrics_answer(const Running& running);

}  // namespace msa
