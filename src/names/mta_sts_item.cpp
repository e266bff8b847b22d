// mta_sts: a policy of the domain for mail that comes in is announced, and stands on its web
// server, as RFC 8461 has it (3). It is optional; without a record no web server is asked.
#include "base/text.h"
#include "crypto/digest.h"
#include "names/items.h"
#include "names/sts_policy.h"

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

/// As the web server should have it.
std::string policy_text(const Site& site) {
    std::string policy = "version: STSv1\nmode: testing\n";
    for (const auto& each :
         site.exchangers.empty() ? std::vector<std::string>{site.host} : site.exchangers) {
        policy += "mx: " + each + '\n';
    }
    return policy + "max_age: 86400";
}

std::string on_one_line(const std::string& lines) {
    const auto each = split(lines, '\n');
    return join({each.begin(), each.end()}, ", ");
}

WantedRecords wanted(const SiteDomain& domain) {
    const auto policy = on_one_line(policy_text(domain.site));
    return {{.name = "_mta-sts." + domain.name,
             .type = "TXT",
             .data = std::string(version) + "; id=" + id_of(policy) + ';',
             .note = "optional, and only with these lines at https://mta-sts." + domain.name +
                     "/.well-known/mta-sts.txt: " + policy,
             .is_optional = true}};
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

/// Whether senders look for the policy.
bool is_announced(const ZoneAnswer& seen) {
    const auto texts = seen.answer ? texts_of(*seen.answer, version) : std::vector<std::string>();
    return texts.size() == 1 && fault_of(texts.front()).empty();
}

/// Why senders do not take it; empty: they do.
std::string fault_of(const WebReply& reply) {
    constexpr int found = 200;
    if (reply.status != found) {
        return "the web server answers " + std::to_string(reply.status) +
               ", not 200 (redirections are not followed)";
    }
    return reply.media_type == "text/plain"
               ? ""
               : "its Content-Type is \"" + printable(reply.media_type, 40) +
                     "\", not \"text/plain\"";
}

/// The hosts that DNS names, against those that the policy does.
Sight names_sight(const std::string& where, const StsPolicy& policy, const SiteDomain& domain,
                  Inquiry& inquiry) {
    const auto& exchangers = inquiry.zone.look(domain.name, RecordType::mx);
    if (!exchangers.answer) {
        return no_answer(domain.name, exchangers);
    }
    const auto what = "mode " + policy.mode + ", max_age " + std::to_string(policy.max_age);
    for (const auto& each : exchangers.answer->records) {
        if (policy.mode != "none" && each.value != "." && !policy.names(each.value)) {
            return wrong(where,
                         what + ", but no line mx: names " + printable(each.value) +
                             ": senders that follow the policy do not send there",
                         "mx: " + printable(each.value));
        }
    }
    return fine(where, what + (policy.mode == "none" ? "" : ", names each MX"));
}

Sight policy_sight(const SiteDomain& domain, Inquiry& inquiry) {
    const auto host = "mta-sts." + domain.name;
    const std::string path = "/.well-known/mta-sts.txt";
    const auto where = "https://" + host + path;
    const auto addresses = addresses_of(host, inquiry);
    if (!addresses) {
        return unknown_sight(where, addresses.error().what);
    }
    if (addresses->empty()) {
        return wrong(where, host + " has no address: the policy that DNS announces cannot be had",
                     host + ". IN A ...: a web server that has it; or no record _mta-sts");
    }
    const auto visit = inquiry.fetch({.host = host, .addresses = *addresses, .path = path});
    if (!visit.failure.empty() && !visit.is_certain) {
        return unknown_sight(where, visit.failure);
    }
    const auto fault = visit.failure.empty() ? fault_of(visit.reply) : visit.failure;
    if (!fault.empty()) {
        return wrong(where, "the policy cannot be had: " + fault, policy_text(domain.site));
    }
    const auto policy = parse_sts_policy(visit.reply.body);
    return policy ? names_sight(where, *policy, domain, inquiry)
                  : wrong(where, policy.error().what, policy_text(domain.site));
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    const auto where = "_mta-sts." + domain.name;
    Sights sights{optional_text(where, version, fault_of, inquiry, zone_lines(wanted(domain)))};
    if (is_announced(inquiry.zone.look(where, RecordType::txt))) {
        sights.push_back(policy_sight(domain, inquiry));
    }
    return sights;
}

}  // namespace

NameItem mta_sts_item() {
    return {.word = "mta_sts", .wanted = wanted, .look = look};
}

}  // namespace msa
