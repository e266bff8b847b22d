#include "config/names_settings.h"

#include "config/key_schemas.h"
#include "mail/addr_spec.h"
#include "mail/address.h"
#include "mail/domain.h"

#include <string_view>

namespace msa {
namespace {

constexpr std::int64_t highest_port = 65535;

std::optional<unsigned> read_port(const Section& section, std::string_view key) {
    const auto port = section.integer(key);
    if (!port) {
        return std::nullopt;
    }
    if (*port < 0 || *port > highest_port) {
        section.error(key, "must be a port from 1 to 65535, or 0: not offered");
        return std::nullopt;
    }
    return static_cast<unsigned>(*port);
}

/// In lower-case A-labels; else a complaint.
std::string read_host(const Section& section, std::string_view key,
                      const Placed<std::string>& name) {
    const auto host = a_labels(name.value);
    if (!host || !is_fully_qualified(*host)) {
        section.diagnostics().error(name.place, "'" + std::string(key) +
                                                    "' takes full host names, as in "
                                                    "\"mail.example.com\"");
        return {};
    }
    return *host;
}

}  // namespace

NamesSettings read_names(const Section& section) {
    NamesSettings names;
    if (const auto host = section.string("host")) {
        names.host = read_host(section, "host", {*host, section.place("host")});
    }
    names.submission = read_port(section, "submission");
    names.submissions = read_port(section, "submissions");
    for (const auto& each : section.strings("mx")) {
        names.mx.push_back(read_host(section, "mx", each));
    }
    if (const auto reports = section.string("reports")) {
        if (!parse_addr_spec(*reports)) {
            section.error("reports", "is no address, as in \"postmaster@example.com\"");
        }
        names.reports = *reports;
    }
    return names;
}

const SectionSchema& names_schema() {
    static const SectionSchema schema{
        .header = "[names]",
        .help = "What DNS should say of this host, for `msa-milter dns`.",
        .keys = {example("host", ValueType::string, "\"mail.example.com\"",
                         "The name that mail programs connect to. Absent: 'host_name', or the name "
                         "of the host."),
                 example("submission", ValueType::integer, "587",
                         "The port with STARTTLS; 0: not offered. Absent: 587, unless [scope] of "
                         "the rule files names listeners, but not submission."),
                 example("submissions", ValueType::integer, "465",
                         "The port with implicit TLS; 0: not offered. Absent: 465, unless [scope] "
                         "of the rule files names listeners, but not submissions."),
                 example("mx", ValueType::one_or_more, "\"mx.example.com\"",
                         "Where mail to the domains comes in. Absent: what DNS has is taken."),
                 example("reports", ValueType::string, "\"postmaster@example.com\"",
                         "Who gets reports of receivers. Absent: postmaster@ of each domain.")}};
    return schema;
}

}  // namespace msa
