// The DKIM keys of rule files, for commands about them.
#pragma once

#include "commands/rule_options.h"
#include "config/rule_file.h"
#include "names/site.h"

#include <memory>
#include <vector>

namespace msa {

struct RuleKeys {
    std::vector<LoadedRules> files;
    std::vector<std::shared_ptr<const SigningSettings>> signing;  // of each file with keys
};

/// Loads the rule files whole, as the daemon would; retired keys are left out.
[[nodiscard]] Result<RuleKeys> load_rule_keys(const RuleOptions& options);

/// A key that several rule files name is one key. Errors: a key that cannot be read.
[[nodiscard]] Result<std::vector<SiteKey>> read_keys(const RuleKeys& rules);

}  // namespace msa
