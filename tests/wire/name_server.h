// A real name server, NSD, on a loopback port, with one zone: `example`, unless another one is
// named. Other names it refuses.
#pragma once

#include "fakes/temporary_folder.h"

#include <string>
#include <string_view>

#include <sys/types.h>

namespace msa::wire {

/// Where a server is, and what for.
struct NameServerPlace {
    std::string address = "127.0.0.1";
    int port = 0;  // 0: a free one
    std::string zone = "example";
    std::string servers = "@ NS ns\nns A 192.0.2.53\n";  // of the zone, as its file has them
    std::string more{};                                  // lines of the server's own section
};

class NameServer {
public:
    /// Answering. `records`: lines of the zone, as in a zone file. `more`: of its section in the
    /// configuration, and sections behind it.
    explicit NameServer(std::string_view records, std::string_view more = {},
                        NameServerPlace place = {});
    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;
    ~NameServer();

    void stop();
    /// Once more, on the same port.
    void start();

    /// It answers nobody, and asks nobody, until it goes on.
    void freeze() const;
    void go_on() const;

    /// These records from now on, under the next serial number.
    void replace(std::string_view records);
    /// A secondary server that forgets the zone, and asks for it again.
    void forget();

    /// As the setting `resolver` has it.
    [[nodiscard]] std::string address() const;

private:
    void write_zone(std::string_view records);

    TemporaryFolder folder_;
    NameServerPlace place_;
    int serial_ = 0;
    pid_t process_ = -1;
};

}  // namespace msa::wire
