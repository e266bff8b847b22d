// A submission service as a mail program meets it before it logs in, with the mistakes that a test
// asks for.
#pragma once

#include "fakes/temporary_folder.h"
#include "wire/certificates.h"
#include "wire/server_process.h"

#include <string>

namespace msa::wire {

class MailServer {
public:
    /// `certified`: as Authority::sign() has it. `faults`: words of its script, see there; with
    /// "implicit" TLS begins with the first octet, with "ipv6" it is at ::1 alone, with "expired"
    /// its certificate holds no longer.
    MailServer(const Authority& authority, const std::string& certified,
               const std::string& faults = {});

    [[nodiscard]] int port() const { return port_; }

private:
    TemporaryFolder folder_;
    int port_;
    ServerProcess process_;
};

}  // namespace msa::wire
