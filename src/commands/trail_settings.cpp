#include "commands/trail_settings.h"

#include "commands/audit_key_file.h"
#include "commands/record_settings.h"
#include "system/host_name.h"

#include <utility>

namespace msa {

Result<TrailSettings> trail_settings(const DaemonSettings& settings) {
    auto key = load_audit_key(settings.audit_key);
    if (!key) {
        return key.error();
    }
    TrailSettings trail{.file = settings.audit,
                        .host = settings.host_name.empty() ? host_name() : settings.host_name,
                        .key = *std::move(key)};
    trail.minimisation = minimisation(settings);
    trail.rotation = {.is_daily = settings.rotate_daily, .octets = settings.rotate_octets};
    if (trail.key) {
        auto before = load_old_audit_key(settings.audit_key);
        if (!before) {
            return before.error();
        }
        trail.old_key = *std::move(before);
    }
    return trail;
}

}  // namespace msa
