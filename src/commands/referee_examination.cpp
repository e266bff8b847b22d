#include "commands/referee_examination.h"

#include "referee/referee.h"

namespace msa {

void examine_referee(Examination& found) {
    const auto asked = try_referee();
    if (asked) {
        found.checked.emplace_back("msa-milter-verify: it answers");
        return;
    }
    found.complain(
        {.severity = Severity::note,
         .where = "msa-milter-verify",
         .what = "does not answer (" + asked.error().what + ')',
         .effect = "No key is proved before it signs: libopendkim might not verify its signatures.",
         .fix = "install it beside msa-milter's modules, as `make install` does"});
}

}  // namespace msa
