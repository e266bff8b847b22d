// What tests of a store of limits in trouble ask and compare.
#pragma once

#include "wire/limit_servers.h"
#include "wire/scripted_server.h"

#include <chrono>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace msa::wire {

[[nodiscard]] inline std::string error_of(const Result<std::vector<LimitAnswer>>& answers) {
    return answers ? "" : answers.error().what;
}

[[nodiscard]] inline std::string error_of(LimitHost& host, const Charge& charge) {
    auto error = error_of(host.store->reserve("x", {charge}));
    host.store->give_back("x");
    return error;
}

[[nodiscard]] inline bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

[[nodiscard]] inline std::string url_of(const ScriptedServer& server) {
    return "redis://127.0.0.1:" + std::to_string(server.port());
}

[[nodiscard]] inline RedisLimitSettings hasty(std::vector<std::string> servers) {
    auto settings = limit_settings(std::move(servers));
    settings.deadline = std::chrono::milliseconds(300);
    return settings;
}

/// The name of the only count; others keep what was counted most, in a hash.
[[nodiscard]] inline std::string counter_in(const LimitServer& server) {
    std::istringstream names(server.ask("KEYS 'msa2:*'"));
    for (std::string name; std::getline(names, name);) {
        if (server.ask("TYPE '" + name + "'") == "string\n") {
            return name;
        }
    }
    return {};
}

}  // namespace msa::wire
