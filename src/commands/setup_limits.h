// The secret of limits that hosts share, which setup makes where the settings name one.
#pragma once

#include "commands/setup_site.h"
#include "commands/setup_work.h"

namespace msa {

/// Of the settings that are there, or that would be made. Errors: cannot_create.
[[nodiscard]] Result<void> make_limits_secret(const SetupSite& site, const SetupOwner& daemon,
                                              SetupWork& work);

}  // namespace msa
