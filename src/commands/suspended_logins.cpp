#include "commands/suspended_logins.h"

#include "audit/timestamp.h"
#include "commands/state_file.h"

#include <chrono>

namespace msa {
namespace {

void log_about(const Log& log, const Suspension& suspension, const std::string& trouble) {
    auto line = LogLine("suspension");
    line.add("login", suspension.login)
        .add("why", suspension.why)
        .add("by", suspension.by)
        .add("until", suspension.until ? timestamp(*suspension.until) : "released");
    if (!trouble.empty()) {
        line.add("error", "a restart would not know of it: " + trouble);
    }
    log.warning(line);
}

}  // namespace

Result<std::unique_ptr<KeptSuspensions>> suspended_logins(const DaemonSettings& settings,
                                                          SuspensionNotices& notices,
                                                          const Log& log) {
    auto opened = KeptSuspensions::open(state_file(settings.suspensions.file, "suspended.json"),
                                        std::chrono::system_clock::now);
    if (!opened) {
        return opened.error();
    }
    auto* const kept = opened->get();
    kept->tell([kept, &notices, &log](const Suspension& suspension) {
        log_about(log, suspension, kept->trouble());
        notices.offer(suspension);
    });
    return opened;
}

}  // namespace msa
