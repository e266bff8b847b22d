// A primary server that takes dynamic updates (RFC 2136), Knot DNS, on a loopback port, with one
// zone: `example`.
#pragma once

#include "fakes/temporary_folder.h"
#include "wire/server_process.h"

#include <string>

namespace msa::wire {

class UpdateServer {
public:
    /// Answering. It takes updates of TXT records that are signed with the key in key_file().
    /// `records`: lines of the zone, as in a zone file.
    explicit UpdateServer(const std::string& records = {});

    void stop() { process_.stop(); }
    /// Once more, on the same port, with what it was given.
    void start() { process_.start(); }
    /// Neither answers nor closes anything, until it goes on.
    void freeze() const { process_.freeze(); }
    void go_on() const { process_.go_on(); }

    /// As the setting `resolver` has it.
    [[nodiscard]] std::string address() const;
    /// For nsupdate, and readable for everybody.
    [[nodiscard]] std::string key_file() const { return folder_.path_of("tsig.key"); }
    /// Another secret under the same name.
    [[nodiscard]] std::string wrong_key_file() const { return folder_.path_of("wrong.key"); }
    /// What a secondary server of NSD's needs to have the zone from here: see NameServer.
    [[nodiscard]] std::string transfer_settings() const;

private:
    TemporaryFolder folder_;
    int port_;
    ServerProcess process_;
};

}  // namespace msa::wire
