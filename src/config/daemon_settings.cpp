#include "config/daemon_settings.h"

#include "base/text.h"
#include "config/dns_server.h"
#include "config/file_text.h"
#include "config/key_schemas.h"
#include "config/limits_settings.h"
#include "config/section.h"
#include "mail/domain.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

constexpr std::int64_t longest_drain = 3600;
constexpr std::uint64_t least_rotated = 131'072;
constexpr std::int64_t longest_resolving = 9;  // a stopping daemon waits 10 s for a callback

std::optional<unsigned> parse_mode_bits(std::string_view text) {
    const bool octal =
        text.size() >= 3 && text.size() <= 4 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '7'; });
    if (!octal) {
        return std::nullopt;
    }
    unsigned mode = 0;
    for (const char c : text) {
        mode = mode * 8 + static_cast<unsigned>(c - '0');
    }
    return mode <= 0777 ? std::optional(mode) : std::nullopt;
}

void read_string(const Section& section, std::string_view key, std::string& member) {
    if (auto value = section.string(key)) {
        member = *std::move(value);
    }
}

struct Range {
    std::int64_t least;
    std::int64_t most;
};

void read_seconds(const Section& section, std::string_view key, const Range& range,
                  std::chrono::seconds& member) {
    if (const auto seconds = section.integer(key)) {
        if (*seconds < range.least || *seconds > range.most) {
            section.error(key, "must be from " + std::to_string(range.least) + " to " +
                                   std::to_string(range.most) + " seconds");
        }
        member = std::chrono::seconds(*seconds);
    }
}

void read_resolver(const Section& section, DaemonSettings& settings) {
    for (auto& server : section.strings("resolver")) {
        check_dns_server(section, server);
        settings.resolver.push_back(std::move(server.value));
    }
    const Range range{1, longest_resolving};
    read_seconds(section, "resolver_timeout", range, settings.resolver_timeout);
    read_seconds(section, "resolver_deadline", range, settings.resolver_deadline);
}

void read_control(const Section& section, DaemonSettings& settings) {
    if (const auto path = section.string("control")) {
        settings.control = *path == "none" ? *path : section.diagnostics().beside_file(*path);
    }
    read_string(section, "control_group", settings.control_group);
    read_string(section, "metrics", settings.metrics);
}

/// Takes `audit` out of the file where it is a table: the top level has it as a string.
std::optional<toml::table> take_audit_table(toml::table& root) {
    auto* const found = root["audit"].as_table();
    if (found == nullptr) {
        return std::nullopt;
    }
    auto table = std::move(*found);
    root.erase("audit");
    return table;
}

/// `100M`, as logrotate(8) has it: octets, or thousands of 1024 of them.
std::optional<std::uint64_t> parse_size(std::string_view text) {
    constexpr std::string_view units = "kMG";
    constexpr std::size_t most_digits = 9;
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto unit = text.substr(digits);
    const auto power = unit.size() == 1 ? units.find(unit.front()) : std::string_view::npos;
    if (digits == 0 || digits > most_digits || (!unit.empty() && power == std::string_view::npos)) {
        return std::nullopt;
    }
    const std::uint64_t number = std::stoul(std::string(text.substr(0, digits)));
    return unit.empty() ? number : number << (10U * (power + 1));
}

void read_rotation(const Section& section, DaemonSettings& settings) {
    const auto text = section.string("rotate").value_or("none");
    if (text == "none" || text == "daily") {
        settings.rotate_daily = text == "daily";
        return;
    }
    const auto size = parse_size(text);
    if (!size) {
        section.error("rotate",
                      "must be \"daily\", \"none\", or a size with k, M or G, such as \"100M\"");
    } else if (*size < least_rotated) {
        section.error("rotate", "must be at least \"128k\": one record may have 64k");
    }
    settings.rotate_octets = size.value_or(0);
}

/// A file, or `credential:NAME`.
std::string key_place(const Section& section, const std::string& text) {
    if (!text.starts_with(credential_prefix)) {
        return section.diagnostics().beside_file(text);
    }
    const auto name = text.substr(credential_prefix.size());
    if (name.empty() || name.find('/') != std::string::npos || name.front() == '.') {
        section.error("key", "a credential has a name, as in \"credential:audit.key\"");
    }
    return text;
}

void read_audit(const Section& section, DaemonSettings& settings) {
    if (const auto path = section.string("file")) {
        settings.audit = section.diagnostics().beside_file(*path);
    }
    if (const auto path = section.string("key")) {
        settings.audit_key = key_place(section, *path);
    }
    read_rotation(section, settings);
    const auto read_word = [&](const char* key, const std::vector<std::string>& words,
                               std::string& member) {
        member = section.word(key, words).value_or(member);
    };
    read_word("recipients", {"clear", "pseudonym", "count"}, settings.audit_recipients);
    read_word("client", {"clear", "network"}, settings.audit_client);
    read_word("facts", {"none", "judged", "all"}, settings.audit_facts);
}

void read_sections(const Section& section, DaemonSettings& settings) {
    if (const auto* table = section.table("tests")) {
        const Section tests(*table, tests_schema(), section.diagnostics());
        settings.tests_required = tests.boolean("required").value_or(settings.tests_required);
    }
    if (const auto* table = section.table("suspensions")) {
        settings.suspensions =
            read_suspensions(Section(*table, suspensions_schema(), section.diagnostics()));
    }
    if (const auto* table = section.table("limits")) {
        settings.limits = read_limits(Section(*table, limits_schema(), section.diagnostics()));
    }
    if (const auto* table = section.table("names")) {
        settings.names = read_names(Section(*table, names_schema(), section.diagnostics()));
    }
}

DaemonSettings read_settings(const Section& section) {
    DaemonSettings settings;
    read_sections(section, settings);
    read_string(section, "socket", settings.socket);
    read_string(section, "socket_group", settings.socket_group);
    read_string(section, "user", settings.user);
    if (const auto files = section.strings("rules"); !files.empty()) {
        settings.rules.clear();
        for (const auto& file : files) {
            settings.rules.push_back(section.diagnostics().beside_file(file.value));
        }
    }
    for (const auto& file : section.strings("candidate")) {
        settings.candidate.push_back(section.diagnostics().beside_file(file.value));
    }
    if (const auto path = section.string("audit")) {
        settings.audit = section.diagnostics().beside_file(*path);
    }
    read_control(section, settings);
    read_string(section, "host_name", settings.host_name);
    settings.log = section.word("log", {"syslog", "stderr"}).value_or(settings.log);
    settings.engine = section.word("engine", {"libmilter", "native"}).value_or(settings.engine);
    settings.mta = section.word("mta", {"auto", "postfix", "sendmail"}).value_or(settings.mta);
    if (const auto text = section.string("socket_mode")) {
        const auto mode = parse_mode_bits(*text);
        if (!mode) {
            section.error("socket_mode", "'socket_mode' is octal, as in \"0660\"");
        }
        settings.socket_mode = mode.value_or(settings.socket_mode);
    }
    read_seconds(section, "drain_timeout", {0, longest_drain}, settings.drain_timeout);
    read_resolver(section, settings);
    if (!settings.host_name.empty() && !a_labels(settings.host_name)) {
        section.error("host_name", "is not a domain name");
    }
    return settings;
}

}  // namespace

const SectionSchema& daemon_schema() {
    const auto key = [](std::string name, ValueType type, std::string value, std::string help) {
        return KeySchema{.name = std::move(name),
                         .type = type,
                         .default_value = std::move(value),
                         .help = std::move(help)};
    };
    static const DaemonSettings defaults;
    static const SectionSchema schema{
        .header = {},
        .help = {},
        .keys = {
            key("socket", ValueType::string, quoted(defaults.socket),
                "Where the MTA connects: \"unix:PATH\", \"inet:PORT@HOST\" or "
                "\"inet6:PORT@HOST\"."),
            {.name = "socket_group",
             .example = "\"postfix\"",
             .help = "Group of a unix socket. Absent: as the system gives it."},
            key("socket_mode", ValueType::string, "\"0660\"", "Mode of a unix socket, octal."),
            key("engine", ValueType::string, quoted(defaults.engine),
                "What speaks with the MTA: \"libmilter\", or \"native\", our own event loop."),
            key("mta", ValueType::string, quoted(defaults.mta),
                "Who connects: \"postfix\", \"sendmail\", or \"auto\": as its macro {v} says."),
            key("user", ValueType::string, quoted(defaults.user),
                "The user that a daemon started as root becomes; rules are never judged as root."),
            key("rules", ValueType::one_or_more, quoted(defaults.rules.front()),
                "The rule file, or a list of them, each for the listeners in its [scope]."),
            {.name = "candidate",
             .type = ValueType::one_or_more,
             .example = "\"candidate.toml\"",
             .help =
                 "What 'rules' may become: judges each message too, without effect; records say "
                 "where it would have judged differently. Without the file there is no candidate."},
            key("audit", ValueType::string, quoted(defaults.audit),
                "The audit trail: one JSON line a transaction. [audit] has more settings."),
            {.name = "control",
             .example = quoted(default_control),
             .help = "Control socket, a path, for `msa-milter status` and `reload`; \"none\": "
                     "nowhere. Absent: this one, if it can be made."},
            {.name = "control_group",
             .example = "\"msa-milter\"",
             .help = "Who else may ask there, besides root and 'user'. Absent: nobody."},
            {.name = "metrics",
             .example = "\"inet:9410@127.0.0.1\"",
             .help = "The address of /metrics (Prometheus), /livez and /readyz, like 'socket'. "
                     "Absent: nowhere."},
            key("log", ValueType::string, quoted(defaults.log),
                "\"syslog\" (facility mail) or \"stderr\"."),
            {.name = "host_name",
             .example = "\"mx.example.com\"",
             .help = "Right side of Message-IDs if the MTA does not tell its name. Absent: the "
                     "host's."},
            key("drain_timeout", ValueType::integer, std::to_string(defaults.drain_timeout.count()),
                "Seconds that open transactions have to end after SIGTERM."),
            key("resolver", ValueType::strings, "[]",
                "Recursive DNS servers: addresses, with \"@PORT\" if needed. Empty: those of "
                "/etc/resolv.conf at the start."),
            key("resolver_timeout", ValueType::integer,
                std::to_string(defaults.resolver_timeout.count()),
                "Seconds that one question may take, 1 to 9."),
            key("resolver_deadline", ValueType::integer,
                std::to_string(defaults.resolver_deadline.count()),
                "Seconds that all questions asked for one command of the client may take, 1 to "
                "9."),
            subsection("tests"),
            subsection("limits"),
            subsection("suspensions"),
            subsection("names")}};
    return schema;
}

const SectionSchema& tests_schema() {
    static const SectionSchema schema{
        .header = "[tests]",
        .help = "The tests beside rule files, see msa-milter-test(5).",
        .keys = {key("required", ValueType::boolean, "false",
                     "Rules come into force, at the start and at a reload, only if NAME.test.toml "
                     "beside each NAME.toml is there and passes.")}};
    return schema;
}

const SectionSchema& audit_schema() {
    static const DaemonSettings defaults;
    static const SectionSchema schema{
        .header = "[audit]",
        .help = "The audit trail.",
        .keys = {
            key("file", ValueType::string, quoted(defaults.audit),
                "The trail: one JSON line a transaction, each a leaf of a Merkle tree."),
            example("key", ValueType::string, "\"/etc/msa-milter/audit.key\"",
                    "The private key (Ed25519) that signs the trail's checkpoints, a file or "
                    "\"credential:NAME\" of systemd, as "
                    "`msa-milter audit key new` makes it. Absent: they are not signed."),
            key("rotate", ValueType::string, "\"none\"",
                "When the daemon itself starts a new file: \"daily\", \"none\", or before it "
                "exceeds a size such as \"100M\"."),
            key("recipients", ValueType::string, quoted(defaults.audit_recipients),
                "What is kept of recipients: \"clear\"; \"pseudonym\", under a key for each month; "
                "\"count\"."),
            key("client", ValueType::string, quoted(defaults.audit_client),
                "What is kept of the client: \"clear\", or \"network\": its /24 (IPv4) or /48 "
                "(IPv6), and no name."),
            key("facts", ValueType::string, quoted(defaults.audit_facts),
                "What is kept to judge a message again: \"none\"; \"judged\", what the rules in "
                "force read; \"all\", what any check reads.")}};
    return schema;
}

LoadedSettings load_daemon_settings(
    const std::string& path,
    const std::function<Result<std::string>(const std::string& path)>& read_file) {
    auto text = read_file(path);
    if (!text) {
        return {std::nullopt, Diagnostics::of_unreadable(path, text.error())};
    }
    Diagnostics diagnostics(path, *text);
    if (!is_in_utf8(*text, diagnostics)) {
        return {std::nullopt, std::move(diagnostics)};
    }
    std::optional<DaemonSettings> settings;
    try {
        toml::table root = toml::parse(std::string_view(*text), std::string_view(path));
        if (is_of_other_kind(root, daemon_schema(), top_level_schema())) {
            diagnostics.error({},
                              "this is a rule file: name the settings of the daemon, which name "
                              "it in 'rules'");
            return {std::nullopt, std::move(diagnostics)};
        }
        const auto audit = take_audit_table(root);
        settings = read_settings(Section(root, daemon_schema(), diagnostics));
        if (audit) {
            read_audit(Section(*audit, audit_schema(), diagnostics), *settings);
        }
    } catch (const toml::parse_error& error) {
        complain(error, *text, diagnostics);
    }
    if (diagnostics.has_errors()) {
        settings.reset();
    }
    return {std::move(settings), std::move(diagnostics)};
}

}  // namespace msa
