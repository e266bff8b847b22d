// mta_sts: a policy of the domain for mail that comes in is announced as RFC 8461 has it (3.1). It
// is optional; the policy itself stands on a web server, which is not asked.
#include "base/text.h"
#include "crypto/digest.h"
#include "names/items.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::string_view version = "v=STSv1";
constexpr std::size_t longest_id = 32;

/// Changes where the policy does.
std::string id_of(const std::string& policy) {
    constexpr std::size_t octets = 8;
    return hex(sha256(policy).substr(0, octets));
}

WantedRecords wanted(const SiteDomain& domain) {
    const auto& site = domain.site;
    std::string policy = "version: STSv1, mode: testing, ";
    for (const auto& each :
         site.exchangers.empty() ? std::vector<std::string>{site.host} : site.exchangers) {
        policy += "mx: " + each + ", ";
    }
    policy += "max_age: 86400";
    return {{.name = "_mta-sts." + domain.name,
             .type = "TXT",
             .data = std::string(version) + "; id=" + id_of(policy) + ';',
             .note = "optional, and only with these lines at https://mta-sts." + domain.name +
                     "/.well-known/mta-sts.txt: " + policy}};
}

/// Why senders pass over it; empty: they do not.
std::string fault_of(const std::string& text) {
    for (const auto part : split(text, ';')) {
        const auto field = trimmed(part);
        if (!field.starts_with("id=")) {
            continue;
        }
        const auto id = field.substr(3);
        const bool is_good =
            !id.empty() && id.size() <= longest_id &&
            std::all_of(id.begin(), id.end(), [](char c) { return is_letter(c) || is_digit(c); });
        return is_good ? "" : "id= is 1 to 32 letters and digits";
    }
    return "no id=";
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    const auto where = "_mta-sts." + domain.name;
    return {optional_text(where, version, fault_of, inquiry, zone_lines(wanted(domain)))};
}

}  // namespace

NameItem mta_sts_item() {
    return {.word = "mta_sts", .wanted = wanted, .look = look};
}

}  // namespace msa
