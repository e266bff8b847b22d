// The zone `example` on two name servers: the second has it from the first, by AXFR with TSIG, and
// only when it is told to ask.
#pragma once

#include "wire/name_server.h"

#include <map>
#include <string>

namespace msa::wire {

class ZonePair {
public:
    /// TXT records by name, without the last dot.
    using Records = std::map<std::string, std::string>;

    explicit ZonePair(const Records& records);

    /// At the first server.
    void replace(const Records& records);
    /// The second one has what the first has.
    void transfer();
    void stop();
    void start();

    [[nodiscard]] std::string first() const { return first_.address(); }
    [[nodiscard]] std::string second() const { return second_.address(); }

private:
    NameServer first_;
    NameServer second_;
};

}  // namespace msa::wire
