// What the settings say of records, see record_settings.h.
#include "commands/record_settings.h"

#include "base/text.h"
#include "checks/check_reads.h"
#include "crypto/digest.h"

namespace msa {

FactsWanted facts_wanted(const DaemonSettings& settings) {
    const auto& word = settings.audit_facts;
    return {.kept = word == "all"      ? FactsKept::all
                    : word == "judged" ? FactsKept::judged
                                       : FactsKept::none,
            .reads_of = reads_of_check};
}

Minimisation minimisation(const DaemonSettings& settings) {
    const auto& word = settings.audit_recipients;
    return {.recipients = word == "pseudonym" ? RecipientsKept::pseudonym
                          : word == "count"   ? RecipientsKept::count
                                              : RecipientsKept::clear,
            .client = settings.audit_client == "network" ? ClientKept::network : ClientKept::clear};
}

std::string digest_of(std::string_view body) {
    return "sha256:" + hex(sha256(body));
}

}  // namespace msa
