// tls_rpt: who is told when mail to the domain could not be sent under TLS (RFC 8460, 3). It is
// optional.
#include "base/text.h"
#include "names/items.h"

namespace msa {
namespace {

constexpr std::string_view version = "v=TLSRPTv1";

WantedRecords wanted(const SiteDomain& domain) {
    return {{.name = "_smtp._tls." + domain.name,
             .type = "TXT",
             .data = std::string(version) + "; rua=mailto:" + report_mailbox(domain),
             .note = "optional: a report each day from large senders"}};
}

/// Why nobody sends reports; empty: they do.
std::string fault_of(const std::string& text) {
    for (const auto part : split(text, ';')) {
        const auto field = trimmed(part);
        if (!field.starts_with("rua=")) {
            continue;
        }
        for (const auto place : split(field.substr(4), ',')) {
            const auto uri = ascii_lower(trimmed(place));
            if (!uri.starts_with("mailto:") && !uri.starts_with("https://")) {
                return "rua= has neither mailto: nor https:";
            }
        }
        return "";
    }
    return "no rua=";
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    const auto where = "_smtp._tls." + domain.name;
    return {optional_text(where, version, fault_of, inquiry, zone_lines(wanted(domain)))};
}

}  // namespace

NameItem tls_rpt_item() {
    return {.word = "tls_rpt", .wanted = wanted, .look = look};
}

}  // namespace msa
