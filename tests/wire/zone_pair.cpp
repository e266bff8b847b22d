#include "wire/zone_pair.h"

#include "rotation/record_forms.h"

namespace msa::wire {
namespace {

constexpr const char* key =
    "key:\n    name: \"pair\"\n    algorithm: hmac-sha256\n"
    "    secret: \"3lSJ0Zb4kkqPgk2Y4rQYc9mXnMZ7a1Wb0m5u2n7VvJ4=\"\n";

std::string lines_of(const ZonePair::Records& records) {
    std::string lines;
    for (const auto& [name, record] : records) {
        lines += zone_line(name, record) + '\n';
    }
    return lines;
}

}  // namespace

ZonePair::ZonePair(const Records& records)
    : first_(lines_of(records), std::string("    provide-xfr: 127.0.0.1 pair\n") + key),
      second_(lines_of(records), "    request-xfr: AXFR " + first_.address() + " pair\n" + key) {}

void ZonePair::replace(const Records& records) {
    first_.replace(lines_of(records));
}

void ZonePair::transfer() {
    second_.forget();
}

void ZonePair::stop() {
    first_.stop();
    second_.stop();
}

void ZonePair::start() {
    first_.start();
    second_.start();
}

}  // namespace msa::wire
