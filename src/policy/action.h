// What the rule file can make of a finding.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class Action {
    off,      // the rule is not asked
    log,      // recorded, nothing else
    repair,   // mended; refused where nothing can be mended
    hold,     // accepted into the MTA's hold queue
    defer,    // 4xx
    reject,   // 5xx
    suspend,  // 5xx, and the login is refused from then on
};

enum class Mode { enforce, monitor };  // monitor: judged and recorded, not acted on

[[nodiscard]] std::string_view to_text(Action action);
[[nodiscard]] std::string_view to_text(Mode mode);
[[nodiscard]] std::optional<Action> parse_action(std::string_view word);
[[nodiscard]] std::optional<Mode> parse_mode(std::string_view word);
[[nodiscard]] std::vector<std::string> action_words();
[[nodiscard]] std::vector<std::string> mode_words();

}  // namespace msa
