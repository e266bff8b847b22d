#include "config/daemon_settings.h"

#include "base/text.h"
#include "config/dns_server.h"
#include "config/file_text.h"
#include "config/rule_sections.h"
#include "mail/domain.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

using Described = SectionOf<DaemonSettings>;

constexpr std::uint64_t least_rotated = 131'072;

Result<unsigned> mode_bits(std::string_view text) {
    const bool octal =
        text.size() >= 3 && text.size() <= 4 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '7'; });
    unsigned mode = 0;
    for (const char c : octal ? text : "1000") {
        mode = mode * 8 + static_cast<unsigned>(c - '0');
    }
    return mode <= 0777 ? Result<unsigned>(mode) : Error{"'socket_mode' is octal, as in \"0660\""};
}

Result<std::string> domain_name(std::string_view text) {
    return a_labels(text) ? Result<std::string>(std::string(text)) : Error{"is not a domain name"};
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

void read_rotation(const Section& section, std::string_view key, DaemonSettings& settings) {
    const auto text = section.string(key).value_or("none");
    if (text == "none" || text == "daily") {
        settings.rotate_daily = text == "daily";
        return;
    }
    const auto size = parse_size(text);
    if (!size) {
        section.error(key,
                      "must be \"daily\", \"none\", or a size with k, M or G, such as \"100M\"");
    } else if (*size < least_rotated) {
        section.error(key, "must be at least \"128k\": one record may have 64k");
    }
    settings.rotate_octets = size.value_or(0);
}

/// A file, or `credential:NAME`.
void read_audit_key(const Section& section, std::string_view key, DaemonSettings& settings) {
    const auto text = section.string(key);
    if (!text) {
        return;
    }
    if (!text->starts_with(credential_prefix)) {
        settings.audit_key = section.diagnostics().beside_file(*text);
        return;
    }
    const auto name = text->substr(credential_prefix.size());
    if (name.empty() || name.find('/') != std::string::npos || name.front() == '.') {
        section.error(key, "a credential has a name, as in \"credential:audit.key\"");
    }
    settings.audit_key = *text;
}

Described& with_socket(Described& section) {
    return section
        .key("socket", &DaemonSettings::socket,
             "Where the MTA connects: \"unix:PATH\", \"inet:PORT@HOST\" or "
             "\"inet6:PORT@HOST\".")
        .key("socket_group", &DaemonSettings::socket_group,
             "Group of a unix socket. Absent: as the system gives it.", {.example = "\"postfix\""})
        .parsed("socket_mode", &DaemonSettings::socket_mode, "Mode of a unix socket, octal.",
                mode_bits, {.default_value = "\"0660\""})
        .key("engine", &DaemonSettings::engine,
             "What speaks with the MTA: \"libmilter\", or \"native\", our own event loop.",
             {.words = {"libmilter", "native"}})
        .key("mta", &DaemonSettings::mta,
             "Who connects: \"postfix\", \"sendmail\", or \"auto\": as its macro {v} says.",
             {.words = {"auto", "postfix", "sendmail"}})
        .key("user", &DaemonSettings::user,
             "The user that a daemon started as root becomes; rules are never judged as "
             "root.");
}

Described& with_rules(Described& section) {
    return section
        .key("rules", &DaemonSettings::rules,
             "The rule file, or a list of them, each for the listeners in its [scope].",
             {.type = ValueType::one_or_more, .is_file = true})
        .key("candidate", &DaemonSettings::candidate,
             "What 'rules' may become: judges each message too, without effect; records "
             "say where it would have judged differently. Without the file there is no "
             "candidate.",
             {.type = ValueType::one_or_more, .example = "\"candidate.toml\"", .is_file = true})
        .key("audit", &DaemonSettings::audit,
             "The audit trail: one JSON line a transaction. [audit] has more settings.",
             {.is_file = true});
}

Described& with_watching(Described& section) {
    return section
        .key("control", &DaemonSettings::control,
             "Control socket, a path, for `msa-milter status` and `reload`; \"none\": nowhere. "
             "Absent: " +
                 std::string(default_control) + ", if it can be made.",
             {.example = quoted(default_control), .is_file = true, .no_file = "none"})
        .key("control_group", &DaemonSettings::control_group,
             "Who else may ask there, besides root and 'user'. Absent: nobody.",
             {.example = "\"msa-milter\""})
        .key("metrics", &DaemonSettings::metrics,
             "The address of /metrics (Prometheus), /livez and /readyz, like 'socket'. "
             "Absent: nowhere.",
             {.example = "\"inet:9410@127.0.0.1\""})
        .key("log", &DaemonSettings::log, "\"syslog\" (facility mail) or \"stderr\".",
             {.words = {"syslog", "stderr"}});
}

Described& with_resolver(Described& section) {
    return section
        .parsed("host_name", &DaemonSettings::host_name,
                "Right side of Message-IDs if the MTA does not tell its name. Absent: the "
                "host's.",
                domain_name, {.example = "\"mx.example.com\""})
        .key("drain_timeout", &DaemonSettings::drain_timeout,
             "Seconds that open transactions have to end after SIGTERM.",
             {.range = NumberRange{0, 3600, "seconds"}})
        .parsed("resolver", &DaemonSettings::resolver,
                "Recursive DNS servers: addresses, with \"@PORT\" if needed. Empty: those "
                "of /etc/resolv.conf at the start.",
                dns_server)
        // A daemon that stops waits 10 seconds for a callback.
        .key("resolver_timeout", &DaemonSettings::resolver_timeout,
             "Seconds that one question may take.", {.range = NumberRange{1, 9, "seconds"}})
        .key("resolver_deadline", &DaemonSettings::resolver_deadline,
             "Seconds that all questions asked for one command of the client may take.",
             {.range = NumberRange{1, 9, "seconds"}});
}

const Described& audit_section() {
    static const auto section =
        Described("[audit]", "The audit trail. In place of 'audit', which is the same as 'file'.")
            .key("file", &DaemonSettings::audit,
                 "The trail: one JSON line a transaction, each a leaf of a Merkle tree.",
                 {.is_file = true})
            .custom("key", read_audit_key,
                    "The private key (Ed25519) that signs the trail's checkpoints, a file "
                    "or \"credential:NAME\" of systemd, as `msa-milter audit key new` "
                    "makes it. Absent: they are not signed.",
                    {.example = "\"/etc/msa-milter/audit.key\""})
            .custom("rotate", read_rotation,
                    "When the daemon itself starts a new file: \"daily\", \"none\", or "
                    "before it exceeds a size such as \"100M\".",
                    {.default_value = "\"none\""})
            .key("recipients", &DaemonSettings::audit_recipients,
                 "What is kept of recipients: \"clear\"; \"pseudonym\", under a key for "
                 "each month; \"count\".",
                 {.words = {"clear", "pseudonym", "count"}})
            .key("client", &DaemonSettings::audit_client,
                 "What is kept of the client: \"clear\", or \"network\": its /24 (IPv4) "
                 "or /48 (IPv6), and no name.",
                 {.words = {"clear", "network"}})
            .key("facts", &DaemonSettings::audit_facts,
                 "What is kept to judge a message again: \"none\"; \"judged\", what the "
                 "rules in force read; \"all\", what any check reads.",
                 {.words = {"none", "judged", "all"}});
    return section;
}

const Described& tests_section() {
    static const auto section =
        Described("[tests]", "The tests beside rule files, see msa-milter-test(5).")
            .key("required", &DaemonSettings::tests_required,
                 "Rules come into force, at the start and at a reload, only if "
                 "NAME.test.toml beside each NAME.toml is there and passes.");
    return section;
}

const Described& daemon_section() {
    static const auto itself = [](DaemonSettings & settings) -> auto& {
        return settings;
    };
    static Described top({}, {});
    static const auto section =
        with_resolver(with_watching(with_rules(with_socket(top))))
            .section("tests", itself, tests_section())
            .section("suspensions", &DaemonSettings::suspensions, suspensions_section())
            .section("limits", &DaemonSettings::limits, limits_section())
            .section("names", &DaemonSettings::names, names_section());
    return section;
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

}  // namespace

const std::vector<const SectionSchema*>& daemon_sections() {
    static const std::vector<const SectionSchema*> sections{
        &daemon_section().schema(),      &audit_section().schema(),  &tests_section().schema(),
        &suspensions_section().schema(), &limits_section().schema(), &names_section().schema()};
    return sections;
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
    const SettingsContext context{diagnostics};
    DaemonSettings settings;
    try {
        toml::table root = toml::parse(std::string_view(*text), std::string_view(path));
        if (is_of_other_kind(root, daemon_section().schema(), rule_file_schema())) {
            diagnostics.error({},
                              "this is a rule file: name the settings of the daemon, which name "
                              "it in 'rules'");
            return {std::nullopt, std::move(diagnostics)};
        }
        const auto audit = take_audit_table(root);
        daemon_section().read(root, settings, context);
        if (audit) {
            audit_section().read(*audit, settings, context);
        }
    } catch (const toml::parse_error& error) {
        complain(error, *text, diagnostics);
    }
    return {diagnostics.has_errors() ? std::nullopt : std::optional(std::move(settings)),
            std::move(diagnostics)};
}

}  // namespace msa
