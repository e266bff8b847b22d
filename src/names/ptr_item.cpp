// ptr: each address that mail leaves from has the name that it gives in HELO; many receivers refuse
// mail from addresses without a name (RFC 1912, 2.1).
#include "names/items.h"
#include "spf/macro.h"

#include <algorithm>

namespace msa {
namespace {

/// "10.2.0.192.in-addr.arpa"
std::string reverse_name(const std::string& address) {
    const auto reversed = parse_domain_spec("%{ir}.%{v}.arpa");
    return expand(
        *reversed,
        {.sender = {}, .domain = {}, .address = address, .helo = {}, .validated_name = {}});
}

WantedRecord record_of(const Egress& egress) {
    return {.name = reverse_name(egress.address),
            .type = "PTR",
            .data = egress.helo + '.',
            .note = "in the zone of whoever runs the network: ask them"};
}

WantedRecords wanted(const SiteDomain& domain) {
    WantedRecords records;
    for (const auto& each : domain.site.egress) {
        records.push_back(record_of(each));
    }
    return records;
}

/// Reverse zones belong to others: what counts is what a resolver finds.
Sight sight_of(const Egress& egress, const Inquiry& inquiry) {
    const auto fix = zone_text(record_of(egress));
    const auto answer =
        inquiry.zone.ask(reverse_name(egress.address), RecordType::ptr, Inquiry::soon());
    if (!answer) {
        return unknown_sight(egress.address, answer.error().what);
    }
    const auto& records = answer->records;
    if (records.empty()) {
        return missing(egress.address, "the address has no name", fix);
    }
    const bool is_there = std::any_of(records.begin(), records.end(), [&egress](const auto& each) {
        return each.value == egress.helo;
    });
    return is_there
               ? fine(egress.address, "its name is " + egress.helo)
               : wrong(egress.address,
                       "its name is " + shown_answer(*answer) + ", but HELO says " + egress.helo,
                       fix);
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    Sights sights;
    for (const auto& each : domain.site.egress) {
        sights.push_back(sight_of(each, inquiry));
    }
    return sights;
}

}  // namespace

NameItem ptr_item() {
    return {.word = "ptr", .wanted = wanted, .look = look};
}

}  // namespace msa
