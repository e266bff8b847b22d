// servers: all name servers that were asked have answered. Comes last.
#include "names/items.h"

namespace msa {
namespace {

Sights look(const SiteDomain& /*domain*/, Inquiry& inquiry) {
    Sights sights;
    for (const auto& [server, why] : inquiry.zone.silent()) {
        sights.push_back(unknown_sight(server, why));
    }
    if (sights.empty() && inquiry.zone.answering() != 0) {
        sights.push_back(fine(
            "name servers", "all " + std::to_string(inquiry.zone.answering()) + " of them answer"));
    }
    return sights;
}

}  // namespace

NameItem servers_item() {
    return {.word = "servers", .look = look};
}

}  // namespace msa
