// What a sendmail.cf or the .mc file behind it says, as far as the examination asks.
#pragma once

#include "base/result.h"
#include "doctor/examination.h"
#include "doctor/named_text.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// An X line, INPUT_MAIL_FILTER or MAIL_FILTER.
struct MailFilter {
    std::string name;
    std::map<std::string, std::string, std::less<>> equates;  // S, F, T
    std::string place;
};

/// DaemonPortOptions: one listener.
struct DaemonPort {
    std::string name;
    std::string port;
    std::string modifiers;                            // M=
    std::optional<std::vector<std::string>> filters;  // InputMailFilters=
    std::string place;
};

/// A mailer that speaks SMTP.
struct SmtpMailer {
    std::string name;
    std::string flags;
    long longest_line = 0;  // L=; 0: no limit
    std::string place;
};

struct SendmailSettings {
    std::string name;
    bool is_mc = false;
    std::vector<MailFilter> filters;
    std::vector<std::string> input_filters;  // of listeners that name none themselves
    std::string input_filters_place;
    std::vector<DaemonPort> daemons;
    std::vector<SmtpMailer> mailers;
    std::map<std::string, Setting, std::less<>> options;  // by the name in sendmail.cf
    std::optional<Setting> version;                       // of the m4 files, as 8.17.1.9
    std::optional<Setting> masquerade;                    // MASQUERADE_AS
    bool masquerades_domains = false;                     // MASQUERADE_DOMAIN and the like
    std::optional<Setting> generics;                      // FEATURE(`genericstable')
    bool trusts_logins = false;                           // TRUST_AUTH_MECH: who logs in may relay
    std::optional<std::string> canonifies;                // where, without FEATURE(`nocanonify')

    [[nodiscard]] std::string option(std::string_view key) const;
};

/// By what stands in the file. Lines that are not understood become complaints. Errors: a file that
/// is neither, quotes of m4 that do not end.
[[nodiscard]] Result<SendmailSettings> read_sendmail(const NamedText& file,
                                                     Examination& examination);

// For the two readers.
[[nodiscard]] SendmailSettings read_sendmail_cf(const NamedText& file, Examination& examination);
[[nodiscard]] Result<SendmailSettings> read_sendmail_mc(const NamedText& file,
                                                        Examination& examination);
/// `S=unix:/path, F=T` by key.
[[nodiscard]] std::map<std::string, std::string, std::less<>> equates_of(std::string_view text);
[[nodiscard]] DaemonPort daemon_port(std::string_view options, std::string place);
/// Names separated by commas, semicolons or blanks.
[[nodiscard]] std::vector<std::string> filter_names(std::string_view list);

}  // namespace msa
