#include "checks/dmarc_record.h"

#include "base/text.h"

#include <map>
#include <string>

namespace msa {
namespace {

using Policy = DmarcRecord::Policy;
using Tags = std::map<std::string, std::string>;

/// In lower case. Absent: no DMARC record.
std::optional<Tags> tags_of(std::string_view txt) {
    Tags tags;
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
    return tags;
}

/// Absent: the tag holds something else than a policy.
std::optional<Policy> policy_in(const Tags& tags, const std::string& name, Policy otherwise) {
    const auto tag = tags.find(name);
    if (tag == tags.end()) {
        return otherwise;
    }
    if (tag->second == "none") {
        return Policy::none;
    }
    if (tag->second == "quarantine") {
        return Policy::quarantine;
    }
    return tag->second == "reject" ? std::optional(Policy::reject) : std::nullopt;
}

bool says(const Tags& tags, const std::string& name, std::string_view value) {
    const auto tag = tags.find(name);
    return tag != tags.end() && tag->second == value;
}

}  // namespace

std::optional<DmarcRecord> parse_dmarc_record(std::string_view txt) {
    const auto tags = tags_of(txt);
    if (!tags) {
        return std::nullopt;
    }
    DmarcRecord record;
    record.strict_dkim = says(*tags, "adkim", "s");
    record.strict_spf = says(*tags, "aspf", "s");
    record.is_tested = says(*tags, "t", "y");
    if (says(*tags, "psd", "y")) {
        record.public_suffix = DmarcRecord::PublicSuffix::yes;
    } else if (says(*tags, "psd", "n")) {
        record.public_suffix = DmarcRecord::PublicSuffix::no;
    }
    const auto policy = policy_in(*tags, "p", Policy::none);
    const auto below = policy_in(*tags, "sp", policy.value_or(Policy::none));
    const auto missing = policy_in(*tags, "np", below.value_or(Policy::none));
    if (tags->contains("p") && policy && below && missing) {
        record.policy = *policy;
        record.subdomain_policy = *below;
        record.missing_policy = *missing;
    }
    return record;
}

}  // namespace msa
