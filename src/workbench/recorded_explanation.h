// Why a recorded transaction fares as it does, under the rules of then or under others.
#pragma once

#include "workbench/explanation.h"
#include "workbench/replayer.h"

namespace msa {

/// `replayer` and its rules note in `evidence` what they are told.
[[nodiscard]] Explanation recorded_explanation(const RecordedMail& mail, Replayer& replayer,
                                               Evidence& evidence);

}  // namespace msa
