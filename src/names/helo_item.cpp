// helo: the name that each address of ours gives in HELO belongs to it, and may send: receivers of
// bounces judge them by that name (RFC 5321, 4.1.4; RFC 7208, 2.3 and 2.4).
#include "names/items.h"
#include "names/spf_sight.h"

#include <algorithm>
#include <set>

namespace msa {
namespace {

WantedRecord address_record(const Egress& egress) {
    const bool is_ipv4 = egress.address.find(':') == std::string::npos;
    return {.name = egress.helo, .type = is_ipv4 ? "A" : "AAAA", .data = egress.address};
}

WantedRecord policy_record(const Egress& egress) {
    return {.name = egress.helo,
            .type = "TXT",
            .data = "v=spf1 a -all",
            .note = "of the name in HELO: bounces are judged by it"};
}

WantedRecords wanted(const SiteDomain& domain) {
    WantedRecords records;
    std::set<std::string> names;
    for (const auto& each : domain.site.egress) {
        records.push_back(address_record(each));
        if (each.helo != domain.name && names.insert(each.helo).second) {
            records.push_back(policy_record(each));
        }
    }
    return records;
}

Sight address_sight(const Egress& egress, Inquiry& inquiry) {
    const auto type =
        egress.address.find(':') == std::string::npos ? RecordType::a : RecordType::aaaa;
    const auto& seen = inquiry.zone.look(egress.helo, type);
    if (!seen.answer) {
        return no_answer(egress.helo, seen);
    }
    const auto& records = seen.answer->records;
    const auto fix = zone_text(address_record(egress));
    if (records.empty()) {
        return missing(egress.helo,
                       "the name in HELO of " + egress.address + " has no address" + seen.note,
                       fix);
    }
    const bool is_there = std::any_of(records.begin(), records.end(), [&egress](const auto& each) {
        return each.value == egress.address;
    });
    return is_there ? fine(egress.helo, "its address is " + egress.address + seen.note)
                    : wrong(egress.helo,
                            "the name in HELO of " + egress.address +
                                " has other addresses: " + shown_answer(*seen.answer) + seen.note,
                            fix);
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    Sights sights;
    for (const auto& each : domain.site.egress) {
        sights.push_back(address_sight(each, inquiry));
        (void)inquiry.zone.look(each.helo, RecordType::txt);  // for the trial, from the zone itself
        sights.push_back(spf_sight(
            {.address = each.address, .helo = each.helo, .sender = "postmaster@" + each.helo},
            inquiry, zone_text(policy_record(each))));
    }
    return sights;
}

}  // namespace

NameItem helo_item() {
    return {.word = "helo", .wanted = wanted, .look = look};
}

}  // namespace msa
