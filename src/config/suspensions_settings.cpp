#include "config/suspensions_settings.h"

#include "config/key_schemas.h"
#include "mail/addr_spec.h"

namespace msa {

SuspensionsSettings read_suspensions(const Section& section) {
    SuspensionsSettings settings;
    settings.file = section.string("file");
    if (settings.file && *settings.file != "none") {
        settings.file = section.diagnostics().beside_file(*settings.file);
    }
    for (auto& word : section.strings("notify")) {
        settings.notify.push_back(std::move(word.value));
    }
    if (!settings.notify.empty() && !settings.notify.front().starts_with('/')) {
        section.error("notify",
                      "begins with the path of a program, as in "
                      "[\"/usr/local/sbin/tell-security\"]");
    }
    for (auto& address : section.strings("mail")) {
        if (!parse_addr_spec(address.value)) {
            section.diagnostics().error(address.place, "'" + address.value +
                                                           "' is no address, as in "
                                                           "\"security@example.com\"");
        }
        settings.mail.push_back(std::move(address.value));
    }
    return settings;
}

const SectionSchema& suspensions_schema() {
    static const SectionSchema schema{
        .header = "[suspensions]",
        .help = "Logins that `action = \"suspend\"` or `msa-milter limit suspend` has suspended.",
        .keys = {example("file", ValueType::string, "\"/var/lib/msa-milter/suspended.json\"",
                         "Where they are kept, so that a restart releases nobody; \"none\": "
                         "nowhere. Absent: suspended.json in the service's StateDirectory, or else "
                         "nowhere."),
                 example("notify", ValueType::strings, "[\"/usr/local/sbin/tell-security\"]",
                         "A program and its words, run without a shell for each login that is "
                         "suspended, at most once an hour for each; JSON on its standard input "
                         "says who, why and until when."),
                 example("mail", ValueType::one_or_more, "\"security@example.com\"",
                         "Who gets the same by mail, through /usr/sbin/sendmail.")}};
    return schema;
}

}  // namespace msa
