#include "unit/doctor/postfix/site.h"

namespace msa {
namespace {

const std::string good_main =
    "compatibility_level = 3.6\n"
    "msa_milter = { unix:msa-milter/milter.sock, default_action=tempfail }\n";

const std::string good_options =
    " -o milter_macro_daemon_name=submission -o smtpd_tls_security_level=encrypt"
    " -o smtpd_sasl_auth_enable=yes -o smtpd_forbid_bare_newline=normalize"
    " -o smtpd_forbid_bare_newline_exclusions="
    " -o smtpd_discard_ehlo_keywords=etrn,silent-discard ";

}  // namespace

Result<PostfixExamination> PostfixSite::examined() const {
    PostfixInput input;
    input.main = {.name = "main.cf", .text = good_main + main};
    input.master = {.name = "master.cf",
                    .text = "submission inet n - " + chroot + " - - smtpd " + milters +
                            good_options + options + "\ncleanup unix n - y - 0 cleanup " + cleanup +
                            "\nsmtp unix - - y - - smtp " + client + '\n' + master};
    input.defaults = defaults;
    input.read = [this](const std::string& path, std::size_t /*most*/) -> Result<std::string> {
        const auto file = files.find(path);
        return file == files.end() ? Result<std::string>(Error{"no such file"}) : file->second;
    };
    return examine_postfix(input, daemon);
}

std::string PostfixSite::text(bool notes) const {
    const auto examination = examined();
    if (!examination) {
        return examination.error().what;
    }
    std::string text;
    for (const Complaint& each : examination->found.complaints) {
        if ((each.severity == Severity::note) == notes) {
            text += to_text(each);
        }
    }
    return text;
}

}  // namespace msa
