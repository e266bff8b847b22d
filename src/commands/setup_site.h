// What a site is set up with, and the texts of its files.
#pragma once

#include <string>
#include <vector>

namespace msa {

struct SetupSite {
    enum class Mta { postfix, sendmail };
    enum class Logins { addresses, names };  // alice@example.com or alice

    std::string domain;  // lower-case A-labels
    Mta mta = Mta::postfix;
    Logins logins = Logins::names;
    std::string user = "msa-milter";
    std::string folder = "/etc/msa-milter";
    std::string trail = "/var/log/msa-milter/audit.jsonl";
    std::string queue = "/var/spool/postfix";  // of Postfix, in which its programs are confined
    std::string redis;     // in which hosts share limits; empty: each for itself
    std::string selector;  // of the keys, without the letter of its algorithm

    [[nodiscard]] std::string settings_file() const { return folder + "/msa-milter.toml"; }
    [[nodiscard]] std::string rules_file() const { return folder + "/rules/submission.toml"; }
    [[nodiscard]] std::string audit_key() const { return folder + "/audit.key"; }
    [[nodiscard]] std::string limits_secret() const { return folder + "/limits.secret"; }
    [[nodiscard]] std::string key_file(char algorithm) const;
    /// What the MTA connects to.
    [[nodiscard]] std::string socket_path() const;
};

/// 2026r and 2026e for the selector 2026.
inline constexpr char rsa_letter = 'r';
inline constexpr char ed25519_letter = 'e';

[[nodiscard]] std::string settings_text(const SetupSite& site);
[[nodiscard]] std::string rules_text(const SetupSite& site);

}  // namespace msa
