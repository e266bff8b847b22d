#include "config/suspensions_settings.h"

#include "config/section_of.h"
#include "mail/addr_spec.h"

namespace msa {
namespace {

Result<std::string> mailbox(std::string_view text) {
    return parse_addr_spec(text) ? Result<std::string>(std::string(text))
                                 : Error{'\'' + std::string(text) +
                                         "' is no address, as in \"security@example.com\""};
}

void check_program(const Section& section, const SuspensionsSettings& settings) {
    if (!settings.notify.empty() && !settings.notify.front().starts_with('/')) {
        section.error("notify",
                      "begins with the path of a program, as in "
                      "[\"/usr/local/sbin/tell-security\"]");
    }
}

}  // namespace

const SectionOf<SuspensionsSettings>& suspensions_section() {
    static const auto section =
        SectionOf<SuspensionsSettings>(
            "[suspensions]",
            "Logins that `action = \"suspend\"` or `msa-milter limit suspend` has suspended.")
            .key("file", &SuspensionsSettings::file,
                 "Where they are kept, so that a restart releases nobody; \"none\": "
                 "nowhere. Absent: suspended.json in the service's StateDirectory, or "
                 "else nowhere.",
                 {.example = "\"/var/lib/msa-milter/suspended.json\"",
                  .is_file = true,
                  .no_file = "none"})
            .key("notify", &SuspensionsSettings::notify,
                 "A program and its words, run without a shell for each login that is "
                 "suspended, at most once an hour for each; JSON on its standard input "
                 "says who, why and until when.",
                 {.example = "[\"/usr/local/sbin/tell-security\"]"})
            .parsed("mail", &SuspensionsSettings::mail,
                    "Who gets the same by mail, through /usr/sbin/sendmail.", mailbox,
                    {.type = ValueType::one_or_more, .example = "\"security@example.com\""})
            .check([](const Section& read, const SuspensionsSettings& settings,
                      const SettingsContext& /*context*/) { check_program(read, settings); });
    return section;
}

}  // namespace msa
