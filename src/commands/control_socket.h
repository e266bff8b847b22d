// The daemon's end of the control socket, made before root is given up.
#pragma once

#include "base/log.h"
#include "base/result.h"
#include "commands/running.h"
#include "config/daemon_settings.h"
#include "control/control_server.h"
#include "metrics/http_server.h"
#include "milter/listening_socket.h"

#include <memory>
#include <optional>
#include <string>

namespace msa {

/// Where the settings have it; empty: nowhere.
[[nodiscard]] std::string control_path(const DaemonSettings& settings);

/// Absent: the settings want none, or name none and it cannot be made where it is by default. The
/// daemon then serves without it, and the log says so.
[[nodiscard]] Result<std::optional<ListeningSocket>> open_control(const DaemonSettings& settings,
                                                                  const Log& log);

/// Where the settings want metrics to be asked for; absent: nowhere.
[[nodiscard]] Result<std::optional<ListeningSocket>> open_metrics(const DaemonSettings& settings);

/// As serve_control() for metrics.
void serve_metrics(std::optional<ListeningSocket>& socket, const Running& running,
                   std::unique_ptr<HttpServer>& server, const Log& log);

/// Answers on it from now on, until `server` is destroyed. What fails is logged: mail goes on.
void serve_control(std::optional<ListeningSocket>& socket, Running& running,
                   std::optional<ControlServer>& server, const Log& log);

}  // namespace msa
