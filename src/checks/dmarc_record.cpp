#include "checks/dmarc_record.h"

#include "base/text.h"

#include <map>
#include <string>

namespace msa {
namespace {

using Policy = DmarcRecord::Policy;

std::optional<Policy> policy_of(std::string_view word) {
    if (word == "none") {
        return Policy::none;
    }
    if (word == "quarantine") {
        return Policy::quarantine;
    }
    return word == "reject" ? std::optional(Policy::reject) : std::nullopt;
}

}  // namespace

std::optional<DmarcRecord> parse_dmarc_record(std::string_view txt) {
    std::map<std::string, std::string> tags;
    bool is_first = true;
    for (const auto part : split(txt, ';')) {
        const auto equals = part.find('=');
        const auto name = ascii_lower(trimmed(part.substr(0, equals)));
        const auto value = equals == std::string_view::npos ? std::string_view()
                                                            : trimmed(part.substr(equals + 1));
        // v comes first, in capitals, or this is something else.
        if (is_first && (name != "v" || value != "DMARC1")) {
            return std::nullopt;
        }
        is_first = false;
        tags.try_emplace(name, ascii_lower(value));
    }
    const auto policy = policy_of(tags["p"]);
    if (!policy && tags["rua"].empty()) {
        return std::nullopt;
    }
    DmarcRecord record;
    record.policy = policy.value_or(Policy::none);  // with reports asked for (RFC 7489, 6.6.3)
    record.subdomain_policy = policy_of(tags["sp"]).value_or(record.policy);
    record.strict_dkim = tags["adkim"] == "s";
    record.strict_spf = tags["aspf"] == "s";
    return record;
}

}  // namespace msa
