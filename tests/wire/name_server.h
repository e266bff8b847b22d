// A real name server, NSD, on a loopback port, with one zone: `example`. Other names it refuses.
#pragma once

#include "fakes/temporary_folder.h"

#include <string>
#include <string_view>

#include <sys/types.h>

namespace msa::wire {

class NameServer {
public:
    /// Answering. `records`: lines of the zone, as in a zone file.
    explicit NameServer(std::string_view records);
    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;
    ~NameServer();

    void stop();
    /// Once more, on the same port.
    void start();

    /// As the setting `resolver` has it.
    [[nodiscard]] std::string address() const;

private:
    TemporaryFolder folder_;
    int port_;
    pid_t process_ = -1;
};

}  // namespace msa::wire
