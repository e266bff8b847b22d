// What of a record may be kept, see discretion.h.
#include "audit/discretion.h"

#include "audit/concealment.h"
#include "audit/people_fields.h"

#include <algorithm>

namespace msa {

namespace {

/// Whether it names blind recipients in its header fields.
bool names_blind_ones(const AuditRecord& record) {
    const auto is_blind = [](const auto& each) { return is_blind_field(each.name); };
    return std::any_of(record.edits.begin(), record.edits.end(), is_blind) ||
           std::any_of(record.facts.header.begin(), record.facts.header.end(), is_blind) ||
           std::any_of(record.findings.begin(), record.findings.end(), [](const auto& finding) {
               return finding.what.find("Bcc") != std::string::npos;
           });
}

}  // namespace

Result<void> Discretion::prepare(std::chrono::system_clock::time_point now) {
    if (wanted_.recipients != RecipientsKept::pseudonym) {
        return {};
    }
    const auto key = key_at(now);
    return key ? Result<void>() : key.error();
}

Result<PseudonymKey> Discretion::key_at(std::chrono::system_clock::time_point instant) {
    const auto month = month_of(instant);
    return held_.with([&](std::optional<Held>& held) -> Result<PseudonymKey> {
        if (!held || held->month != month) {
            auto key = own_pseudonym_key(folder_, month);
            if (!key) {
                return within("pseudonyms", key.error());
            }
            held = Held{month, *std::move(key)};
        }
        return held->key;
    });
}

Result<std::string> Discretion::recipient(std::string_view address,
                                          std::chrono::system_clock::time_point instant) {
    switch (wanted_.recipients) {
        case RecipientsKept::clear: return std::string(address);
        case RecipientsKept::count: return std::string("[not kept]");
        case RecipientsKept::pseudonym: break;
    }
    const auto key = key_at(instant);
    return key ? Result<std::string>(key->of_address(address)) : key.error();
}

Result<std::optional<AuditRecord>> Discretion::applied(const AuditRecord& record) {
    const bool is_open =
        wanted_.recipients == RecipientsKept::clear && wanted_.client == ClientKept::clear;
    if (is_open && !names_blind_ones(record)) {
        return std::optional<AuditRecord>();
    }
    std::optional<PseudonymKey> key;
    if (wanted_.recipients != RecipientsKept::count) {
        auto held = key_at(record.ended);
        if (!held) {
            return held.error();
        }
        key = *std::move(held);
    }
    return std::optional(Concealment(record, wanted_, std::move(key)).result());
}

}  // namespace msa
