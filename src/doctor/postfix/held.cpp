// Who can ask Postfix about mail that rules hold.
#include "base/text.h"
#include "doctor/postfix/visit.h"

namespace msa {

void examine_held_mail(const PostfixVisit& visit) {
    if (!visit.daemon.holds) {
        return;
    }
    const Value users = visit.value(nullptr, "authorized_mailq_users");
    if (users.text != "static:anyone") {
        visit.found.complain(
            {.severity = Severity::note,
             .where = users.where,
             .what = "authorized_mailq_users = " + users.text,
             .effect = "Rules hold mail, and nobody else than these and root can list it: "
                       "`msa-milter held list` exits with 77 for others."});
    }
    visit.found.checked.emplace_back(
        "held mail: Postfix lets root show, release and delete it, and nobody else");
}

}  // namespace msa
