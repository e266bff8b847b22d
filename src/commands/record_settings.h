// What the settings say of records.
#pragma once

#include "audit/minimisation.h"
#include "config/daemon_settings.h"
#include "submission/recorded_facts.h"

#include <string>
#include <string_view>

namespace msa {

[[nodiscard]] FactsWanted facts_wanted(const DaemonSettings& settings);
[[nodiscard]] Minimisation minimisation(const DaemonSettings& settings);

/// `sha256:...` of a body.
[[nodiscard]] std::string digest_of(std::string_view body);

}  // namespace msa
