// Values that may have to be shorter, see bounded_writer.h.
#include "audit/bounded_writer.h"

namespace msa {

void add(BoundedWriter& json, std::string_view key, std::string_view octets) {
    json.text(key, octets, json.value);
}
void add_long(BoundedWriter& json, std::string_view key, std::string_view octets) {
    json.text(key, octets, json.long_value);
}
/// Ours, and short: never cut.
void add_whole(BoundedWriter& json, std::string_view key, std::string_view octets) {
    json.text(key, octets, max_value);
}
void add_or_null(BoundedWriter& json, std::string_view key, std::string_view octets) {
    octets.empty() ? json.null(key) : add(json, key, octets);
}
void add_if_any(BoundedWriter& json, std::string_view key, std::string_view octets) {
    if (!octets.empty()) {
        add(json, key, octets);
    }
}
void add_port(BoundedWriter& json, std::string_view key, int port) {
    port == 0 ? json.null(key) : json.number(key, port);
}

}  // namespace msa
