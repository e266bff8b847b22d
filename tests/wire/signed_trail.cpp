#include "wire/signed_trail.h"

#include "wire/daemon.h"
#include "wire/milter_client.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <sys/wait.h>

namespace msa::wire {

namespace {

constexpr int messages = 300;

/// The settings of a daemon that stands still, with a key from now on.
std::string with_key(const Daemon& daemon) {
    const auto settings = daemon.path("settings.toml");
    const auto key = daemon.path("audit.key");
    const auto made = run({"audit", "key", "new", "--config", settings, "--file", key});
    auto text = contents(settings);
    const auto at = text.find("audit = ");
    if (made.status != 0 || at == std::string::npos) {
        throw std::runtime_error("no key: " + made.err);
    }
    text.erase(at, text.find('\n', at) + 1 - at);
    std::ofstream(settings) << text << "[audit]\nfile = \"" << daemon.path("audit.jsonl")
                            << "\"\nkey = \"" << key << "\"\n";
    return made.out.substr(0, made.out.size() - 1);
}

void end(Daemon& daemon) {
    daemon.signal(SIGTERM);
    if (daemon.exit_status() != 0) {
        throw std::runtime_error("the daemon did not end in order");
    }
}

std::unique_ptr<SignedTrail> written() {
    Daemon daemon;
    end(daemon);
    auto trail = std::make_unique<SignedTrail>();
    trail->key = with_key(daemon);
    for (const auto* const name :
         {"audit.jsonl", "audit.checkpoint", "audit.checkpoints", "audit.state"}) {
        std::filesystem::remove(daemon.path(name));  // of the run without a key
    }
    daemon.start();
    MilterClient client(daemon.socket());
    client.greet();
    for (int i = 0; i < messages; ++i) {
        if (!client.submit(honest_mail()).is_accepted()) {
            throw std::runtime_error("a message was refused");
        }
    }
    end(daemon);
    trail->records = contents(daemon.path("audit.jsonl"));
    trail->checkpoints = contents(daemon.path("audit.checkpoints"));
    trail->count =
        static_cast<std::size_t>(std::count(trail->records.begin(), trail->records.end(), '\n'));
    (void)trail->folder.write("audit.jsonl", trail->records);
    (void)trail->folder.write("audit.checkpoints", trail->checkpoints);
    return trail;
}

}  // namespace

const SignedTrail& signed_trail() {
    static const auto trail = written();
    return *trail;
}

Ended ask_shell(const std::string& command) {
    // NOLINTNEXTLINE(cert-env33-c): a test runs programs of others
    auto* const pipe = ::popen(('(' + command + ") 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("no pipe");
    }
    Ended ended;
    std::array<char, 4096> block{};
    for (std::size_t got = 1; got != 0;) {
        got = std::fread(block.data(), 1, block.size(), pipe);
        ended.out.append(block.data(), got);
    }
    ended.status = status_of(::pclose(pipe));
    return ended;
}

std::string built_with_go(const std::string& name, const TemporaryFolder& folder) {
    const auto built = ask_shell("HOME=" + folder.path() + " GOCACHE=" + folder.path_of("cache") +
                                 " GO111MODULE=off GOFLAGS= GOPATH=/usr/share/gocode go build -o " +
                                 folder.path_of(name) + " tests/verifiers/" + name + ".go");
    if (built.status != 0) {
        throw std::runtime_error("go build: " + built.out);
    }
    return folder.path_of(name);
}

std::string in_quotes(const std::string& word) {
    return '\'' + word + '\'';
}

}  // namespace msa::wire
