#include "commands/closed_trail.h"

#include "commands/trail_settings.h"

#include <iostream>

namespace msa {

Result<void> write_closed_trail(const DaemonSettings& settings,
                                const std::function<Result<void>(AuditTrail&)>& write) {
    auto trail = trail_settings(settings);
    if (!trail) {
        return trail.error();
    }
    auto audit = AuditTrail::open(*std::move(trail), [](LogLevel level, const LogLine& line) {
        if (level != LogLevel::info) {
            std::cerr << "msa-milter: " << line.text() << '\n';
        }
    });
    if (!audit) {
        return audit.error();
    }
    if (auto written = write(**audit); !written) {
        return written;
    }
    (*audit)->leave_as_found();
    return {};
}

}  // namespace msa
