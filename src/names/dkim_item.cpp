// dkim: receivers find the keys that sign for the domain, and accept what they sign (RFC 6376).
#include "dkim/key_in_dns.h"
#include "dkim/key_record.h"
#include "names/items.h"

namespace msa {
namespace {

WantedRecord record_of(const SiteKey& key) {
    return {.name = key.name, .type = "TXT", .data = key_record(key.key)};
}

WantedRecords wanted(const SiteDomain& domain) {
    WantedRecords records;
    for (const auto* key : keys_of(domain)) {
        records.push_back(record_of(*key));
    }
    return records;
}

Sight proved(const SiteKey& key, const KeyInDns& found, const Inquiry& inquiry,
             const std::string& note) {
    const auto refused = inquiry.prove(key, found.record);
    if (!refused) {
        return unknown_sight(key.name,
                             "published, but libopendkim cannot be asked: " + refused.error().what);
    }
    return refused->empty()
               ? fine(key.name, "published; libopendkim verifies a signed probe" + note)
               : wrong(key.name, "libopendkim refuses a signed probe: " + *refused,
                       zone_text(record_of(key)));
}

Sight sight_of(const SiteKey& key, Inquiry& inquiry) {
    const auto& seen = inquiry.zone.look(key.name, RecordType::txt);
    if (!seen.answer) {
        return no_answer(key.name, seen);
    }
    const auto found = key_in_dns(*seen.answer, key.key);
    if (found.trouble.empty()) {
        return proved(key, found, inquiry, seen.note);
    }
    const auto what = found.trouble + seen.note;
    return seen.answer->records.empty() ? missing(key.name, what, zone_text(record_of(key)))
                                        : wrong(key.name, what, zone_text(record_of(key)));
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    Sights sights;
    for (const auto* key : keys_of(domain)) {
        sights.push_back(sight_of(*key, inquiry));
    }
    if (sights.empty()) {
        sights.push_back(missing(
            domain.name, "no key signs for its addresses",
            "`msa-milter key new " + domain.name + "`, or a [[dkim.key]] in the rule file"));
    }
    return sights;
}

}  // namespace

NameItem dkim_item() {
    return {.word = "dkim", .wanted = wanted, .look = look};
}

}  // namespace msa
