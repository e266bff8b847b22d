#include "config/names_settings.h"

#include "config/section_of.h"
#include "mail/addr_spec.h"
#include "mail/address.h"
#include "mail/domain.h"

namespace msa {
namespace {

/// In lower-case A-labels.
Result<std::string> host_name(std::string_view text) {
    const auto host = a_labels(text);
    return host && is_fully_qualified(*host)
               ? Result<std::string>(*host)
               : Error{"must be a full host name, as in \"mail.example.com\""};
}

Result<std::string> mailbox(std::string_view text) {
    return parse_addr_spec(text) ? Result<std::string>(std::string(text))
                                 : Error{"is no address, as in \"postmaster@example.com\""};
}

NumberRange ports() {
    return {.most = 65535, .unit = "(0: not offered)"};
}

}  // namespace

const SectionOf<NamesSettings>& names_section() {
    static const auto section =
        SectionOf<NamesSettings>("[names]",
                                 "What DNS should say of this host, for `msa-milter dns`.")
            .parsed("host", &NamesSettings::host,
                    "The name that mail programs connect to. Absent: 'host_name', or the "
                    "name of the host.",
                    host_name, {.example = "\"mail.example.com\""})
            .key("submission", &NamesSettings::submission,
                 "The port with STARTTLS; 0: not offered. Absent: 587, if users submit "
                 "there.",
                 {.example = "587", .range = ports()})
            .key("submissions", &NamesSettings::submissions,
                 "The port with implicit TLS; 0: not offered. Absent: 465, if users "
                 "submit there.",
                 {.example = "465", .range = ports()})
            .parsed("mx", &NamesSettings::mx,
                    "Where mail to the domains comes in. Absent: what DNS has is taken.", host_name,
                    {.type = ValueType::one_or_more, .example = "\"mx.example.com\""})
            .parsed("reports", &NamesSettings::reports,
                    "Who gets reports of receivers. Absent: postmaster@ of each domain.", mailbox,
                    {.example = "\"postmaster@example.com\""});
    return section;
}

}  // namespace msa
