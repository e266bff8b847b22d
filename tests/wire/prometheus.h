// A real Prometheus on loopback that scrapes one place, and is asked what it knows.
#pragma once

#include "fakes/temporary_folder.h"
#include "wire/server_process.h"

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace msa::wire {

class Prometheus {
public:
    /// Answering. Scrapes 127.0.0.1:`port` as job msa-milter, five times a second, and evaluates
    /// the alert rules in the file `rules` as often.
    Prometheus(int port, const std::string& rules);

    /// `data` of an answer of its API; throws what it answers where it is an error. `path` as in
    /// `/api/v1/rules`.
    [[nodiscard]] nlohmann::json get(const std::string& path) const;
    /// `result` of an expression, now.
    [[nodiscard]] nlohmann::json query(const std::string& expression) const;

private:
    TemporaryFolder folder_;
    int port_;
    ServerProcess process_;
};

/// What a server on loopback answers to GET; empty: nothing. Asks as curl does, HTTP/1.0.
[[nodiscard]] std::string http_body(int port, const std::string& path);

}  // namespace msa::wire
