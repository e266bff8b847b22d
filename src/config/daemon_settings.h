// msa-milter.toml: how the daemon runs on this host. The admin's file; the rules are another's.
#pragma once

#include "base/result.h"
#include "config/described.h"
#include "config/diagnostics.h"
#include "config/limits_settings.h"
#include "config/names_settings.h"
#include "config/suspensions_settings.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct DaemonSettings {
    std::string socket = "unix:/run/msa-milter/milter.sock";
    std::string socket_group;          // empty: unchanged
    unsigned socket_mode = 0660;       // of a unix socket
    std::string engine = "libmilter";  // or "native"
    std::string mta = "auto";          // or "postfix", "sendmail"
    std::string user = "msa-milter";   // what root becomes
    std::vector<std::string> rules{"/etc/msa-milter/rules/submission.toml"};  // each with its scope
    std::vector<std::string> candidate;  // rule files that judge beside them; empty: none
    std::string audit = "/var/log/msa-milter/audit.jsonl";
    std::optional<std::string> control;  // a path or "none"; absent: default_control, if it can be
    std::string control_group;           // who may ask there beside root and `user`; empty: nobody
    std::string metrics;                 // see socket_address.h; empty: none
    std::string audit_key;               // a file or credential:NAME; empty: nothing is signed
    std::string audit_recipients = "clear";  // or "pseudonym", "count"
    std::string audit_client = "clear";      // or "network"
    std::string audit_facts = "none";        // or "judged", "all"
    bool tests_required = false;      // rules come into force only if the tests beside them pass
    bool rotate_daily = false;        // the trail, by the daemon itself
    std::uint64_t rotate_octets = 0;  // the same where it would become longer; 0: never
    std::string log = "syslog";       // or "stderr"
    std::string host_name;  // right side of Message-IDs where the MTA tells no name; empty: ours
    std::chrono::seconds drain_timeout{20};
    std::vector<std::string> resolver;          // DNS servers; empty: those of /etc/resolv.conf
    std::chrono::seconds resolver_timeout{3};   // for one question
    std::chrono::seconds resolver_deadline{6};  // for all questions of one stage of a transaction
    LimitsSettings limits{};
    NamesSettings names{};
    SuspensionsSettings suspensions{};

    bool operator==(const DaemonSettings&) const = default;
};

/// In front of the name of a credential that systemd hands to the service.
inline constexpr std::string_view credential_prefix = "credential:";

inline constexpr const char* default_control = "/run/msa-milter/control";

struct LoadedSettings {
    std::optional<DaemonSettings> settings;  // absent where diagnostics has errors
    Diagnostics diagnostics;
};

[[nodiscard]] LoadedSettings load_daemon_settings(
    const std::string& path,
    const std::function<Result<std::string>(const std::string& path)>& read_file);

/// The top level, then its sections, as msa-milter(8) has them.
[[nodiscard]] const std::vector<const SectionSchema*>& daemon_sections();

}  // namespace msa
