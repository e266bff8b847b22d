// Whether Sendmail can hold what rules hold, and who can ask about it.
#include "base/text.h"
#include "doctor/sendmail/visit.h"

namespace msa {

void examine_held_mail(const SendmailVisit& visit) {
    if (!visit.daemon.holds) {
        return;
    }
    const auto found = visit.settings.options.find("PrivacyOptions");
    if (found != visit.settings.options.end() &&
        ascii_lower(found->second.value).find("restrictmailq") != std::string::npos) {
        visit.found.complain(
            {.severity = Severity::note,
             .where = found->second.place,
             .what = "PrivacyOptions has restrictmailq",
             .effect = "Rules hold mail, and only root and the group of the queue can list it: "
                       "`msa-milter held list` exits with 77 for others."});
    }
    visit.found.checked.emplace_back(
        "held mail: Sendmail lets root show, release and delete it, and nobody else; a released "
        "message leaves with the next run of the queue");
}

}  // namespace msa
