// A server that says what a test tells it to, on a port of loopback that stays the same while it is
// away.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace msa::wire {

class ScriptedServer {
public:
    /// What is answered to everything received since the last answer; absent octets: nothing yet.
    /// Called by one thread, for one connection at a time.
    using Script = std::function<std::string(const std::string& received)>;

    explicit ScriptedServer(Script script);
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    ~ScriptedServer();

    /// Closes all connections; further ones are refused.
    void stop();
    void start();

    [[nodiscard]] int port() const { return port_; }

private:
    void serve(int listener) const;
    /// Reads, and answers what was received where the script knows an answer. False: it hung up.
    [[nodiscard]] bool answer(int client, std::string& received) const;

    Script script_;
    int port_;
    std::atomic<bool> ends_{false};
    std::thread thread_;
};

}  // namespace msa::wire
