// How two rule files differ, for people, programs and reviews.
#pragma once

#include "workbench/rights_changes.h"
#include "workbench/setting_changes.h"

#include <string>
#include <vector>

namespace msa {

struct Difference {
    std::string old_file;
    std::string new_file;
    std::vector<SettingChange> settings;
    RightsChanges rights;

    /// Whether any message may be judged otherwise.
    [[nodiscard]] bool matters() const;
};

/// `before` and `after` were loaded from these texts.
[[nodiscard]] Difference difference_of(const RuleSet& before, std::string_view old_text,
                                       const RuleSet& after, std::string_view new_text,
                                       const Moment& now);

/// For a terminal: lines that end with LF.
[[nodiscard]] std::string difference_text(const Difference& difference);
/// One JSON object, indented.
[[nodiscard]] std::string difference_json(const Difference& difference);
/// A remark beside each line: a warning where somebody gains a right or less is refused.
[[nodiscard]] std::string difference_github(const Difference& difference);

}  // namespace msa
