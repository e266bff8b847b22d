#include "commands/setup_logins.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace msa {
namespace {

namespace fs = std::filesystem;

bool exists(const std::string& path) {
    std::error_code error;
    return fs::exists(path, error);
}

/// Cyrus SASL, Postfix's default, knows nobody without such a file.
bool has_cyrus_settings(const std::string& configuration) {
    const std::string folder = configuration.empty() ? "/etc/postfix" : configuration;
    const std::array<std::string, 3> usual{folder + "/sasl/smtpd.conf", "/etc/sasl2/smtpd.conf",
                                           "/usr/lib/sasl2/smtpd.conf"};
    return std::any_of(usual.begin(), usual.end(), exists);
}

}  // namespace

Result<PasswordService> password_service(const std::string& configuration,
                                         const std::string& dovecot, const std::string& queue) {
    auto ask = postconf(configuration, "-n", "smtpd_sasl_type");
    ask.emplace_back("smtpd_sasl_path");
    const auto said = postconf_output(ask);
    if (!said) {
        return said.error();
    }
    if (!said->empty() || has_cyrus_settings(configuration)) {
        return PasswordService{PasswordService::Kind::known};
    }
    if (dovecot.empty() || !exists(dovecot)) {
        return PasswordService{};
    }
    return PasswordService{
        .kind = PasswordService::Kind::dovecot,
        .file = dovecot + "/99-msa-milter.conf",
        .text =
            "# Postfix asks here whether a login and its password are right.\n"
            "service auth {\n  unix_listener " +
            queue +
            "/private/auth {\n    mode = 0660\n    user = postfix\n"
            "    group = postfix\n  }\n}\n",
        .commands = {postconf(configuration, "-e", "smtpd_sasl_type = dovecot"),
                     postconf(configuration, "-e", "smtpd_sasl_path = private/auth")}};
}

}  // namespace msa
