// A real resolver, unbound, on a loopback port. It asks the name server of a test for the zone
// `example`, knows the names of 192.0.2.0/24 that it is told, and says of all else that it does not
// exist: no test asks the network.
#pragma once

#include "fakes/temporary_folder.h"
#include "wire/server_process.h"

#include <string>
#include <vector>

namespace msa::wire {

class RecursiveServer {
public:
    /// Answering. `server`: ADDRESS@PORT. `names`: lines of the configuration, such as
    /// `local-data-ptr: "192.0.2.10 mx.example"`.
    explicit RecursiveServer(const std::string& server, const std::vector<std::string>& names = {});

    /// Unpacked for the tests, or installed; empty: neither. The package's AppArmor profile would
    /// keep an installed one out of folders of tests.
    [[nodiscard]] static std::string program();

    void stop() { process_.stop(); }
    /// As the setting `resolver` has it.
    [[nodiscard]] std::string address() const;

private:
    TemporaryFolder folder_;
    int port_;
    ServerProcess process_;
};

}  // namespace msa::wire
