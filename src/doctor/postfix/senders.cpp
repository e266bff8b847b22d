// Who guards the sender where the milter does not, whose client address is believed, and what of
// Postfix itself stands against the policy.
#include "base/text.h"
#include "doctor/postfix/value.h"
#include "doctor/postfix/visit.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

/// Whether a list of restrictions compares MAIL FROM with the login, before it permits all logins.
bool compares_login(std::string_view restrictions) {
    static constexpr std::array<std::string_view, 3> guards{
        "reject_sender_login_mismatch", "reject_authenticated_sender_login_mismatch",
        "reject_known_sender_login_mismatch"};
    static constexpr std::array<std::string_view, 2> permits{"permit_sasl_authenticated", "permit"};
    const auto items = items_of(restrictions);
    if (!items) {
        return false;
    }
    for (const std::string& item : *items) {
        const auto is_item = [&item](std::string_view name) {
            return equal_ignoring_case(item, name);
        };
        if (std::any_of(guards.begin(), guards.end(), is_item)) {
            return true;
        }
        if (std::any_of(permits.begin(), permits.end(), is_item)) {
            return false;
        }
    }
    return false;
}

bool is_guarded_by_postfix(const PostfixVisit& visit, const Service& service) {
    static constexpr std::array<std::string_view, 5> lists{
        "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions",
        "smtpd_relay_restrictions", "smtpd_recipient_restrictions"};
    return !visit.text(&service, "smtpd_sender_login_maps").empty() &&
           std::any_of(lists.begin(), lists.end(), [&](std::string_view list) {
               return compares_login(visit.text(&service, list));
           });
}

/// The client address is a proof of identity: who may name it?
void examine_addresses(const PostfixVisit& visit, const Service& service) {
    if (!visit.daemon.identities || !visit.daemon.identities->network) {
        return;
    }
    const Value proxy = visit.value(&service, "smtpd_upstream_proxy_protocol");
    if (!proxy.text.empty()) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = proxy.where,
             .what = "smtpd_upstream_proxy_protocol = " + proxy.text + " and [[identity.network]]",
             .effect =
                 "The client address is what the proxy says: whoever reaches this port past the "
                 "proxy can name any address, and with it any login of [[identity.network]].",
             .fix = "an address or a firewall that lets only the proxy in; or a listener of its "
                    "own for [[identity.network]]"});
    }
    const Value hosts = visit.value(&service, "smtpd_authorized_xclient_hosts");
    if (!hosts.text.empty()) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = hosts.where,
             .what = "smtpd_authorized_xclient_hosts = " + hosts.text + " and [[identity.network]]",
             .effect = "These hosts can name any client address (XCLIENT ADDR), and with it "
                       "any login of [[identity.network]].",
             .fix = "-o smtpd_authorized_xclient_hosts= on this listener"});
    }
}

void examine_reply_filter(const PostfixVisit& visit, const Service& service) {
    const Value maps = visit.value(&service, "smtpd_reject_filter_maps");
    if (!maps.text.empty() && asks_us(visit, service)) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = maps.where,
             .what = "smtpd_reject_filter_maps = " + maps.text,
             .effect = "They rewrite the milter's refusals: a 451 can become a 550, which loses "
                       "mail, and the session that finds the record can be gone.",
             .fix = PostfixVisit::instead(maps, "smtpd_reject_filter_maps", "")});
    }
}

struct Port {
    std::string host;
    std::string number;
};

/// Of `smtps`, `587`, `192.0.2.1:465`; by number where the names are known.
Port port_of(const Service& service) {
    const std::size_t colon = service.name.rfind(':');
    Port port{.host = colon == std::string::npos ? "" : service.name.substr(0, colon),
              .number = colon == std::string::npos ? service.name : service.name.substr(colon + 1)};
    if (port.number == "smtps" || port.number == "submissions" || port.number == "ssmtp" ||
        port.number == "urd") {
        port.number = "465";
    } else if (port.number == "submission") {
        port.number = "587";
    }
    return port;
}

/// Two services on one port: master(8) cannot open the second one.
void examine_ports(const PostfixVisit& visit) {
    const auto& services = visit.settings.services();
    for (auto second = services.begin(); second != services.end(); ++second) {
        const Port port = port_of(*second);
        if (second->type != "inet" || (port.number != "465" && port.number != "587")) {
            continue;
        }
        const auto first = std::find_if(services.begin(), second, [&](const Service& each) {
            const Port other = port_of(each);
            return each.type == "inet" && other.number == port.number &&
                   (other.host == port.host || other.host.empty() || port.host.empty());
        });
        if (first != second) {
            visit.found.complain(
                {.severity = Severity::problem,
                 .where = second->where(),
                 .what = "port " + port.number + " belongs to " + first->where() + " already",
                 .effect = "master cannot listen on one port twice and ends: no mail is accepted.",
                 .fix = "postconf -MX " + (is_yes(visit.text(&*first, "smtpd_sasl_auth_enable")) &&
                                                   asks_us(visit, *second)
                                               ? first->key()
                                               : second->key())});
        }
    }
}

void examine_tls_required(const PostfixVisit& visit) {
    const Value enabled = visit.value(nullptr, "tls_required_enable");  // Postfix 3.10
    if (is_yes(enabled.text)) {
        visit.found.complain(
            {.severity = Severity::note,
             .where = enabled.where,
             .what = "tls_required_enable = " + enabled.text,
             .effect = "A user's field \"TLS-Required: No\" switches off DANE and MTA-STS for the "
                       "message (RFC 8689).",
             .fix = "tls_required_enable = no; or the rule tls_required with reject or remove"});
    }
}

/// Faults of the milter client that were mended in 2026; distributions mend them in older releases.
void examine_release(const PostfixVisit& visit) {
    constexpr std::string_view mended = "20260822";
    const std::string date = visit.text(nullptr, "mail_release_date");
    if (date.size() == mended.size() && date < mended) {
        visit.found.complain(
            {.severity = Severity::note,
             .where = visit.settings.main_name(),
             .what = "mail_version = " + visit.text(nullptr, "mail_version") + " of " + date,
             .effect = "Until 2026-08-21 Postfix fixed faults in its milter client: replies that "
                       "are read or written past their end, and messages that milters do not see "
                       "if smtpd_end_of_data_restrictions refuses.",
             .fix = "a newer Postfix, or one in which the distribution has fixed them"});
    }
}

}  // namespace

std::string effect_of_absence(const PostfixVisit& visit, const Service& service) {
    return is_guarded_by_postfix(visit, service)
               ? "What users submit here is neither judged nor signed; only MAIL FROM is compared "
                 "with the login, by Postfix."
               : "What users submit here is neither judged nor signed, and neither the milter nor "
                 "smtpd_sender_login_maps guards the sender: a user who logs in may be anybody.";
}

void examine_senders(const PostfixVisit& visit) {
    std::vector<std::string> seen;
    for (const Service* each : visit.settings.running("smtpd")) {
        if (is_submission(visit, *each) || asks_us(visit, *each)) {
            examine_addresses(visit, *each);
            examine_reply_filter(visit, *each);
            seen.push_back(each->key());
        }
    }
    examine_ports(visit);
    examine_tls_required(visit);
    examine_release(visit);
    if (!seen.empty()) {
        visit.found.checked.push_back(join(seen, ", ") +
                                      ": who guards the sender without the milter, whose client "
                                      "address is believed, ports, smtpd_reject_filter_maps, "
                                      "tls_required_enable");
    }
}

}  // namespace msa
