// The question of explain on its way to the running daemon.
#pragma once

#include "commands/explained.h"

#include <nlohmann/json.hpp>

namespace msa {

/// Error, bad_input: the message is longer than the control socket takes.
[[nodiscard]] Result<nlohmann::ordered_json> explain_parameters(const ExplainQuestion& question,
                                                                bool is_json);

/// The question in such parameters. Error, bad_input: one of them is not what it must be.
[[nodiscard]] Result<ExplainQuestion> explain_question(const nlohmann::ordered_json& parameters);

}  // namespace msa
