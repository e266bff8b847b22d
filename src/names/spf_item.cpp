// spf: receivers let every address that our mail leaves from send for the domain (RFC 7208).
#include "base/text.h"
#include "names/items.h"
#include "names/spf_sight.h"
#include "spf/record.h"

#include <algorithm>

namespace msa {
namespace {

constexpr int most_lookups = 10;  // RFC 7208, 4.6.4

WantedRecords wanted(const SiteDomain& domain) {
    std::string text = "v=spf1";
    for (const auto& each : domain.site.egress) {
        text += ' ' + spf_mechanism(each.address);
    }
    const bool is_known = !domain.site.egress.empty();
    return {{.name = domain.name,
             .type = "TXT",
             .data = text + (is_known ? "" : " a:" + domain.site.host) + " ~all",
             .note = is_known ? "-all instead of ~all once all other senders are in it"
                              : "egress in [check.egress_spf] should name the addresses that mail "
                                "leaves from"}};
}

/// What is wrong with the record, whoever sends.
Sights faults_of(const std::string& domain, const std::string& text, const Inquiry& inquiry) {
    const auto record = parse_spf_record(text);
    if (!record) {
        return {wrong(domain, "the SPF record is in error: " + record.error().what,
                      "the record without that term: " + printable(text))};
    }
    Sights sights;
    const bool is_open = std::any_of(
        record->directives.begin(), record->directives.end(), [](const Directive& each) {
            return each.mechanism == Mechanism::all && each.qualifier == '+';
        });
    if (is_open) {
        sights.push_back(wrong(domain, "+all: everybody may send for the domain",
                               "~all or -all at the end of the record"));
    }
    const auto lookups = most_spf_lookups(domain, inquiry.zone, Inquiry::soon());
    if (!lookups) {
        sights.push_back(unknown_sight(domain, lookups.error().what));
    } else if (*lookups > most_lookups) {
        sights.push_back(wrong(domain,
                               "the record and what it includes ask DNS " +
                                   std::to_string(*lookups) +
                                   " times; receivers stop at 10 with an error",
                               "fewer include, a, mx, ptr and exists; ip4 and ip6 cost nothing"));
    }
    return sights;
}

std::string with_mechanism(const std::string& text, const std::string& address) {
    constexpr std::size_t version = 6;
    return text.substr(0, version) + ' ' + spf_mechanism(address) + text.substr(version);
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    const auto& seen = inquiry.zone.look(domain.name, RecordType::txt);
    if (!seen.answer) {
        return {no_answer(domain.name, seen)};
    }
    std::vector<std::string> texts;
    for (const auto& each : seen.answer->records) {
        if (is_spf_record(each.value)) {
            texts.push_back(each.value);
        }
    }
    const auto fix = zone_lines(wanted(domain));
    if (texts.empty()) {
        return {missing(domain.name, "no SPF record" + seen.note, fix)};
    }
    if (texts.size() > 1) {
        return {wrong(domain.name,
                      std::to_string(texts.size()) +
                          " SPF records, which receivers take for an error (RFC 7208, 4.5)",
                      "one record that holds the terms of all, and no other")};
    }
    auto sights = faults_of(domain.name, texts.front(), inquiry);
    if (domain.site.egress.empty()) {
        sights.push_back(missing(domain.name,
                                 "no rule names the addresses that mail leaves from: the record "
                                 "cannot be tried",
                                 "[check.egress_spf] egress = [\"192.0.2.10 mx.example.com\"], in "
                                 "the rule file"));
    }
    for (const auto& each : domain.site.egress) {
        const auto repaired = with_mechanism(texts.front(), each.address);
        auto sight = spf_sight(
            {.address = each.address, .helo = each.helo, .sender = "postmaster@" + domain.name},
            inquiry, zone_text(WantedRecord{domain.name, "TXT", printable(repaired, 2000)}));
        sight.what += seen.note;
        sights.push_back(std::move(sight));
    }
    return sights;
}

}  // namespace

NameItem spf_item() {
    return {.word = "spf", .wanted = wanted, .look = look};
}

}  // namespace msa
