// What the examination of an MTA's configuration finds, and what it must know about the daemon.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class Severity {
    problem,  // mail passes unjudged, is lost, or leaves with a signature that is always broken
    warning,  // the same for some messages, or somebody's password
    note,     // how it is; what to do about it is the administrator's choice
};

[[nodiscard]] std::string_view to_text(Severity severity);

struct Complaint {
    Severity severity = Severity::problem;
    std::string where;   // file, line and service, as far as they are known
    std::string what;    // the setting
    std::string effect;  // what it does to a message: sentences
    std::string fix{};   // what to write instead, and where
};

/// `where: severity: what`, and lines for effect and fix if there are any; ends with a newline.
[[nodiscard]] std::string to_text(const Complaint& complaint);

struct Examination {
    std::vector<Complaint> complaints;
    std::vector<std::string> checked;  // what was looked at, for those who see no complaint

    /// Once: a setting of main.cf that two services share is one complaint.
    void complain(Complaint complaint);
    [[nodiscard]] std::size_t count(Severity severity) const;
    /// `not ok: 1 problem, 2 warnings, 0 notes`; notes and warnings are ok.
    [[nodiscard]] std::string summary() const;
};

/// What rule files say of identities.
struct IdentityFacts {
    bool local = false;                        // programs of the host have one
    std::vector<std::string> notifications{};  // [identity.local]: lower-case domains
    bool network = false;                      // clients of a network have one
    std::string certificate_key = "cn";
};

/// The daemon that the MTA should be asking.
struct DaemonFacts {
    std::string socket;                  // as in its settings
    std::chrono::seconds patience{6};    // what questions to the DNS for one command may take
    std::vector<std::string> listeners;  // [scope]; empty: all
    bool encodes_8bit = false;           // the rule encode_8bit repairs
    std::optional<IdentityFacts> identities{};  // absent: no rule file was read
    bool holds = false;                         // a rule holds mail

    [[nodiscard]] bool governs(const std::string& listener) const;
};

}  // namespace msa
