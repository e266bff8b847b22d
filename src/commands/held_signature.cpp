#include "commands/held_signature.h"

#include "base/text.h"
#include "dkim/key_record.h"
#include "dkim/tag_list.h"
#include "workbench/shown_message.h"

#include <algorithm>

namespace msa {
namespace {

using Kind = SignatureOutlook::Kind;

/// Empty: a verifier finds a key there.
std::string fault_of(const DnsAnswer& answer) {
    if (answer.records.size() != 1) {
        return answer.records.empty() ? "DNS has no such key" : "DNS has several such records";
    }
    const auto record = parse_key_record(answer.records.front().value);
    return !record                      ? record.error().what
           : record->public_key.empty() ? "the key is revoked"
                                        : std::string();
}

}  // namespace

const char* to_text(Kind kind) {
    switch (kind) {
        case Kind::verifiable: return "verifiable";
        case Kind::unknown: return "unknown";
        case Kind::unneeded: return "unneeded";
        case Kind::lost: return "lost";
    }
    return "lost";
}

SignatureOutlook signature_outlook(const HeldRecord& held, const std::vector<std::string>& octets,
                                   const Resolver* resolver, Deadline deadline) {
    if (held.signatures.empty()) {
        return {held.unsigned_reason == "the rule file names no key" ? Kind::unneeded : Kind::lost,
                "it was not signed: " + held.unsigned_reason};
    }
    SignatureOutlook outlook{Kind::lost, "its header has none of the signatures that were made"};
    for (const auto& each : held.signatures) {
        const bool is_there =
            !each.octets.empty() &&
            std::any_of(octets.begin(), octets.end(), [&each](const auto& candidate) {
                return candidate.starts_with(each.octets);
            });
        if (!is_there) {
            continue;
        }
        const auto name = key_record_name(each.selector, each.domain);
        const auto answer = resolver == nullptr ? Error{"there is nobody to ask"}
                                                : resolver->ask(name, RecordType::txt, deadline);
        if (!answer) {
            outlook = {Kind::unknown, within(name, answer.error()).what};
            continue;
        }
        const auto fault = fault_of(*answer);
        if (fault.empty()) {
            return {Kind::verifiable, {}};
        }
        if (outlook.kind != Kind::unknown) {
            outlook.why.assign(name).append(": ").append(fault);
        }
    }
    return outlook;
}

std::vector<std::string> signature_octets(const std::string& header) {
    std::vector<std::string> octets;
    const auto text = with_crlf(header);
    const auto shown = shown_message(text, MtaKind::postfix);
    for (const auto& field : shown.header.fields()) {
        const auto tags = equal_ignoring_case(field.name, "DKIM-Signature") ? tag_list(field.value)
                                                                            : Error{"it is none"};
        if (tags && tags->contains("b")) {
            octets.push_back(tags->at("b"));
        }
    }
    return octets;
}

}  // namespace msa
