// submission: where the SRV records lead, or this host's own ports without them, a mail program
// gets a login that nobody on the way can read (RFC 6409, 3.1; RFC 8314, 3.3; RFC 4954, 9).
#include "base/text.h"
#include "names/items.h"
#include "names/service.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::size_t most_visited = 4;

/// What SRV names; without records, or where they say that it is not offered, what
/// this host has.
std::vector<ServiceTarget> targets_of(const SubmissionService& service, const SiteDomain& domain,
                                      Inquiry& inquiry) {
    std::vector<ServiceTarget> targets;
    const auto& seen = inquiry.zone.look_for_services(service.name_in(domain.name));
    for (const auto& each : seen.answer ? seen.answer->records : std::vector<DnsRecord>()) {
        const auto target = service_target(each.value);
        if (target && target->host != "." && target->port != 0 && targets.size() < most_visited) {
            targets.push_back(*target);
        }
    }
    if (const auto port = service.port_at(domain.site).port; targets.empty() && port != 0) {
        targets.push_back({port, domain.site.host});
    }
    return targets;
}

Sight failed(const std::string& where, const SubmissionVisit& visit, bool implicit_tls) {
    if (visit.is_refused) {
        return wrong(
            where, "nobody listens there: " + visit.failure,
            "a listener of the MTA there, or another port in the SRV record and in [names]");
    }
    if (visit.failure.starts_with("TLS: ") && !visit.failure.ends_with("no answer in time")) {
        return wrong(where, visit.failure,
                     implicit_tls ? "TLS from the first octet on: smtpd_tls_wrappermode=yes in "
                                    "Postfix, M=s in Sendmail"
                                  : "a certificate and its key that the MTA can read");
    }
    return visit.is_tampered
               ? wrong(where, visit.failure,
                       "whoever answers there must send nothing more before TLS: an old MTA, or "
                       "somebody between it and this host")
               : unknown_sight(where, visit.failure);
}

/// What is wrong with a service that answered; empty: nothing.
Sights faults_of(const std::string& where, const SubmissionVisit& visit, bool implicit_tls) {
    Sights sights;
    if (!implicit_tls && !visit.offers_starttls) {
        sights.push_back(wrong(where, "STARTTLS is not offered",
                               "smtpd_tls_security_level=encrypt in Postfix, a certificate "
                               "(confSERVER_CERT) in Sendmail"));
    }
    if (visit.offers_auth_in_clear) {
        sights.push_back(wrong(where, "AUTH is offered without TLS: passwords can be read",
                               "smtpd_tls_auth_only=yes in Postfix, p in confAUTH_OPTIONS in "
                               "Sendmail"));
    }
    if (visit.tls && !visit.tls->certificate_trouble.empty()) {
        sights.push_back(wrong(where, visit.tls->certificate_trouble,
                               "a certificate for that name, with all certificates between it and "
                               "one that mail programs trust"));
    }
    if (visit.tls && !visit.offers_auth) {
        sights.push_back(wrong(where, "AUTH is not offered under TLS: nobody can log in",
                               "smtpd_sasl_auth_enable=yes in Postfix, confAUTH_MECHANISMS in "
                               "Sendmail"));
    }
    return sights;
}

Sights visited(const SubmissionService& service, const ServiceTarget& target,
               const Inquiry& inquiry) {
    const auto where = target.host + ':' + std::to_string(target.port);
    const auto addresses = addresses_of(target.host, inquiry);
    if (!addresses) {
        return {unknown_sight(where, addresses.error().what)};
    }
    if (addresses->empty()) {
        return {wrong(where, "the host has no address",
                      target.host + ". IN A ...: the address where the MTA listens")};
    }
    const auto visit = inquiry.visit({.host = target.host,
                                      .addresses = *addresses,
                                      .port = target.port,
                                      .implicit_tls = service.implicit_tls});
    if (!visit.failure.empty()) {
        return {failed(where, visit, service.implicit_tls)};
    }
    auto sights = faults_of(where, visit, service.implicit_tls);
    if (sights.empty()) {
        sights.push_back(
            fine(where, visit.tls->version +
                            (service.implicit_tls ? " from the first octet on" : " by STARTTLS") +
                            ", AUTH under TLS only, certificate until " + visit.tls->valid_until));
    }
    return sights;
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    Sights sights;
    for (const auto& service : submission_services) {
        for (const auto& target : targets_of(service, domain, inquiry)) {
            const auto found = visited(service, target, inquiry);
            sights.insert(sights.end(), found.begin(), found.end());
        }
    }
    return sights;
}

}  // namespace

NameItem submission_item() {
    return {.word = "submission", .look = look};
}

}  // namespace msa
