// srv: mail programs are told where to submit, and that is where this host listens (RFC 6186; RFC
// 8314, 5.1).
#include "base/text.h"
#include "names/items.h"
#include "names/service.h"

namespace msa {
namespace {

constexpr std::size_t most_looked_at = 10;

WantedRecords wanted(const SiteDomain& domain) {
    WantedRecords records;
    for (const auto& service : submission_services) {
        records.push_back(service_record(service, domain));
    }
    return records;
}

/// Why it leads nowhere; empty: it does not.
std::string fault_of(const ServiceTarget& target, const ServicePort& service, const Site& site) {
    const auto& [port, from] = service;
    const bool is_absent = target.host == ".";
    if (port == 0) {
        return is_absent
                   ? ""
                   : "names " + printable(target.host) + ", but it is not offered (" + from + ')';
    }
    if (is_absent) {
        return "says that it is not offered, but " + from + " has port " + std::to_string(port);
    }
    if (target.host != site.host) {
        return "names " + printable(target.host) + ", not this host, " + site.host;
    }
    return target.port == port ? ""
                               : "names port " + std::to_string(target.port) + ", but " + from +
                                     " has " + std::to_string(port);
}

/// What is published of one service.
Sights sights_of(const SubmissionService& service, const SiteDomain& domain, Inquiry& inquiry) {
    const auto where = service.name_in(domain.name);
    const auto fix = zone_text(service_record(service, domain));
    const auto& port = service.port_at(domain.site);
    const auto& seen = inquiry.zone.look_for_services(where);
    if (!seen.answer) {
        return {no_answer(where, seen)};
    }
    if (seen.answer->records.empty()) {
        return {missing(where, "no SRV record: mail programs have to guess" + seen.note, fix)};
    }
    Sights sights;
    for (std::size_t i = 0; i < std::min(seen.answer->records.size(), most_looked_at); ++i) {
        const auto& text = seen.answer->records[i].value;
        const auto target = service_target(text);
        const auto fault =
            target ? fault_of(*target, port, domain.site) : "is no SRV: " + printable(text);
        sights.push_back(fault.empty() ? fine(where, printable(text) + seen.note)
                                       : wrong(where, fault + seen.note, fix));
    }
    return sights;
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    Sights sights;
    for (const auto& service : submission_services) {
        const auto found = sights_of(service, domain, inquiry);
        sights.insert(sights.end(), found.begin(), found.end());
    }
    return sights;
}

}  // namespace

NameItem srv_item() {
    return {.word = "srv", .wanted = wanted, .look = look};
}

}  // namespace msa
