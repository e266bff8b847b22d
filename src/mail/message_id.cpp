// Message-ID, see message_id.h.
#include "mail/message_id.h"

namespace msa {

std::string make_message_id(std::chrono::system_clock::time_point instant, std::string_view random,
                            std::string_view host) {
    // Seconds are enough: the random part makes it unique, the time lets a reader sort.
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch();
    std::string id = "<" + std::to_string(seconds.count()) + ".";
    id += random;
    id += "@";
    id += host;
    return id + ">";
}

}  // namespace msa
