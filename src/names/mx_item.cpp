// mx: answers and bounces find their way to the domain (RFC 5321, 5; RFC 7505).
#include "names/items.h"

#include <algorithm>
#include <set>

namespace msa {
namespace {

constexpr std::size_t most_looked_at = 10;

WantedRecords wanted(const SiteDomain& domain) {
    WantedRecords records;
    const auto& site = domain.site;
    const auto exchangers =
        site.exchangers.empty() ? std::vector<std::string>{site.host} : site.exchangers;
    for (const auto& each : exchangers) {
        const bool is_first = records.empty();
        records.push_back({.name = domain.name,
                           .type = "MX",
                           .data = std::to_string(10 * (records.size() + 1)) + ' ' + each + '.',
                           .note = is_first && site.exchangers.empty()
                                       ? "mail comes in here, unless mx in [names] says where"
                                       : ""});
    }
    return records;
}

Sight exchanger(const std::string& domain, const std::string& name, const Inquiry& inquiry) {
    const auto addresses = addresses_of(name, inquiry);
    if (!addresses) {
        return unknown_sight(domain, addresses.error().what);
    }
    return addresses->empty() ? wrong(domain, "the MX " + name + " has no address",
                                      name + ". IN A ...: the address of a host that takes mail")
                              : fine(domain, "mail goes to " + name);
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    const auto& seen = inquiry.zone.look(domain.name, RecordType::mx);
    const auto fix = zone_lines(wanted(domain));
    if (!seen.answer) {
        return {no_answer(domain.name, seen)};
    }
    const auto& records = seen.answer->records;
    if (records.empty()) {
        return {missing(domain.name, "no MX record: answers and bounces may not arrive" + seen.note,
                        fix)};
    }
    if (records.front().value == ".") {
        return {wrong(domain.name,
                      "a null MX (RFC 7505): receivers may refuse mail from a domain that takes "
                      "none",
                      fix)};
    }
    std::set<std::string> named;
    Sights sights;
    for (std::size_t i = 0; i < std::min(records.size(), most_looked_at); ++i) {
        named.insert(records[i].value);
        sights.push_back(exchanger(domain.name, records[i].value, inquiry));
    }
    for (const auto& each : domain.site.exchangers) {
        if (!named.contains(each)) {
            sights.push_back(wrong(domain.name, "no MX is " + each + ", which [names] has", fix));
        }
    }
    return sights;
}

}  // namespace

NameItem mx_item() {
    return {.word = "mx", .wanted = wanted, .look = look};
}

}  // namespace msa
