// A real name server, NSD, on a loopback port, with one zone: `example`. Other names it refuses.
#pragma once

#include "fakes/temporary_folder.h"

#include <string>
#include <string_view>

#include <sys/types.h>

namespace msa::wire {

class NameServer {
public:
    /// Answering. `records`: lines of the zone, as in a zone file. `more`: of its section in the
    /// configuration, and sections behind it.
    explicit NameServer(std::string_view records, std::string_view more = {});
    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;
    ~NameServer();

    void stop();
    /// Once more, on the same port.
    void start();

    /// These records from now on, under the next serial number.
    void replace(std::string_view records);
    /// A secondary server that forgets the zone, and asks for it again.
    void forget();

    /// As the setting `resolver` has it.
    [[nodiscard]] std::string address() const;

private:
    void write_zone(std::string_view records);

    TemporaryFolder folder_;
    int serial_ = 0;
    int port_;
    pid_t process_ = -1;
};

}  // namespace msa::wire
