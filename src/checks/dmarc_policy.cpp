#include "checks/dmarc_policy.h"

#include "mail/organizational_domain.h"

#include <algorithm>
#include <vector>

namespace msa {
namespace {

using Policy = DmarcRecord::Policy;
using PublicSuffix = DmarcRecord::PublicSuffix;
using MaybeRecord = std::optional<DmarcRecord>;

/// The one record at `_dmarc.` of a domain, if there is exactly one (RFC 7489, 6.6.3).
Result<MaybeRecord> record_at(const std::string& domain, const DnsQuestions& dns) {
    const auto answer = dns.ask("_dmarc." + domain, RecordType::txt);
    if (!answer) {
        return answer.error();
    }
    MaybeRecord record;
    for (const auto& each : answer->records) {
        if (auto parsed = parse_dmarc_record(each.value)) {
            if (record) {
                return MaybeRecord();
            }
            record = parsed;
        }
    }
    return record;
}

/// Absent above a top-level domain.
std::optional<std::string> parent_of(const std::string& domain) {
    const auto dot = domain.find('.');
    return dot == std::string::npos ? std::nullopt : std::optional(domain.substr(dot + 1));
}

/// No name costs more than eight questions (RFC 9989, 4.10).
constexpr long most_labels_above = 7;

std::optional<std::string> next_above(const std::string& domain) {
    auto above = parent_of(domain);
    while (above && std::count(above->begin(), above->end(), '.') >= most_labels_above) {
        above = parent_of(*above);
    }
    return above;
}

struct Found {
    std::string domain;
    DmarcRecord record;
};

/// All records from a domain upwards, until one ends the walk (RFC 9989, 4.10).
Result<std::vector<Found>> walk_up(const std::string& start, const DnsQuestions& dns) {
    std::vector<Found> walk;
    for (std::optional<std::string> domain = start; domain; domain = next_above(*domain)) {
        const auto record = record_at(*domain, dns);
        if (!record) {
            return record.error();
        }
        if (!*record) {
            continue;
        }
        walk.push_back({*domain, **record});
        const auto suffix = (*record)->public_suffix;
        if (suffix == PublicSuffix::no || (suffix == PublicSuffix::yes && *domain != start)) {
            break;
        }
    }
    return walk;
}

/// `name`, which is `suffix` or below it, cut to one label more than the suffix.
std::string one_label_below(const std::string& suffix, std::string name) {
    for (auto above = parent_of(name); above && *above != suffix; above = parent_of(name)) {
        name = *above;
    }
    return name;
}

/// RFC 9989, 4.10.2.
std::string organization_in(const std::vector<Found>& walk, const std::string& start) {
    if (walk.empty()) {
        return start;
    }
    const auto& last = walk.back();
    const bool is_suffix = last.record.public_suffix == PublicSuffix::yes && last.domain != start;
    return is_suffix ? one_label_below(last.domain, start) : last.domain;
}

/// Neither MX nor address (RFC 9989, 3.2.13).
Result<bool> is_missing(const std::string& domain, const DnsQuestions& dns) {
    for (const auto type : {RecordType::mx, RecordType::a, RecordType::aaaa}) {
        const auto answer = dns.ask(domain, type);
        if (!answer) {
            return answer.error();
        }
        if (answer->kind == DnsAnswer::Kind::records) {
            return false;
        }
    }
    return true;
}

/// What a domain asks for that is only testing (RFC 9989, 4.7).
Policy one_less(Policy policy) {
    return policy == Policy::reject ? Policy::quarantine : Policy::none;
}

DmarcPolicy with(Policy policy, const DmarcRecord& record) {
    return {policy, record.strict_dkim, record.strict_spf};
}

Result<DmarcPolicy> by_public_suffixes(const std::string& author, const DnsQuestions& dns) {
    const auto organization = organizational_domain(author);
    auto record = record_at(author, dns);
    const bool is_below = record && !*record && organization != author;
    if (is_below) {
        record = record_at(organization, dns);
    }
    if (!record) {
        return record.error();
    }
    const auto found = record->value_or(DmarcRecord());
    return with(is_below ? found.subdomain_policy : found.policy, found);
}

/// The author's own record, or the one of the organization, or of the public suffix above it.
const Found* in_force(const std::vector<Found>& walk, const std::string& author) {
    if (walk.empty() || walk.front().domain == author) {
        return walk.empty() ? nullptr : &walk.front();
    }
    const auto organization = organization_in(walk, author);
    const auto found = std::find_if(walk.begin(), walk.end(),
                                    [&](const Found& each) { return each.domain == organization; });
    return found == walk.end() ? &walk.back() : &*found;
}

Result<DmarcPolicy> by_walking_up(const std::string& author, const DnsQuestions& dns) {
    const auto walk = walk_up(author, dns);
    if (!walk) {
        return walk.error();
    }
    const auto* found = in_force(*walk, author);
    if (found == nullptr) {
        return DmarcPolicy();
    }
    const auto& record = found->record;
    Policy policy = record.policy;
    if (found->domain != author) {
        policy = record.subdomain_policy;
        if (record.missing_policy != policy) {
            const auto missing = is_missing(author, dns);
            if (!missing) {
                return missing.error();
            }
            policy = *missing ? record.missing_policy : policy;
        }
    }
    return with(record.is_tested ? one_less(policy) : policy, record);
}

Result<std::string> organization(DmarcStandard standard, const std::string& domain,
                                 const DnsQuestions& dns) {
    if (standard == DmarcStandard::rfc7489) {
        return organizational_domain(domain);
    }
    const auto walk = walk_up(domain, dns);
    if (!walk) {
        return walk.error();
    }
    return organization_in(*walk, domain);
}

}  // namespace

std::string_view to_text(DmarcStandard standard) {
    return standard == DmarcStandard::rfc7489 ? "RFC 7489" : "RFC 9989";
}

Result<DmarcPolicy> dmarc_policy(DmarcStandard standard, const std::string& author,
                                 const DnsQuestions& dns) {
    return standard == DmarcStandard::rfc7489 ? by_public_suffixes(author, dns)
                                              : by_walking_up(author, dns);
}

Result<bool> is_aligned(DmarcStandard standard, const std::string& domain,
                        const std::string& author, bool strictly, const DnsQuestions& dns) {
    if (strictly || domain == author) {
        return domain == author;
    }
    const auto theirs = organization(standard, domain, dns);
    if (!theirs) {
        return theirs.error();
    }
    const auto own = organization(standard, author, dns);
    if (!own) {
        return own.error();
    }
    return *theirs == *own;
}

}  // namespace msa
