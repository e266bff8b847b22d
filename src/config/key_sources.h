// Keys that [dkim] names without naming each: those in a folder, and those of a table of domains.
#pragma once

#include "config/rule_loader.h"
#include "config/section.h"

#include <vector>

namespace msa {

/// The keys in the folder, then those of 'table'. A domain that a key before has is left to that;
/// `named`: those of [[dkim.key]]. What is wrong stands at 'folder' and 'table'.
[[nodiscard]] std::vector<SigningKeySettings> further_keys(
    const Section& dkim, const KeyFolderSettings& folder,
    const std::vector<SigningKeySettings>& named, const RuleFileContext& context);

}  // namespace msa
