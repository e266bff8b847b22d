// One login of a daemon under test, and what somebody does about it.
#pragma once

#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/program.h"

#include <string>
#include <utility>
#include <vector>

namespace msa::wire {

/// What the MTA is told at the end of a message of alice with this author; empty: it is accepted.
[[nodiscard]] inline std::string answer_to_alice(const Daemon& daemon, const std::string& author) {
    MilterClient client(daemon.socket());
    client.greet();
    return client
        .submit({.header = {{"From", ' ' + author},
                            {"To", " bob@example.net"},
                            {"Date", " Fri, 21 Nov 2025 12:00:00 +0100"},
                            {"Message-ID", " <1@example.com>"}}})
        .answer;
}

/// `msa-milter limit` with these words, of the daemon.
[[nodiscard]] inline Ended limit_command(const Daemon& daemon, std::vector<std::string> words) {
    words.insert(words.begin(), "limit");
    words.insert(words.end(), {"--config", daemon.path("settings.toml")});
    return run(words);
}

}  // namespace msa::wire
