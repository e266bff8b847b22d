// What became of a message, word by word: the text that cases expect.
#pragma once

#include "workbench/submission.h"

#include <string>
#include <string_view>

namespace msa {

/// What every command was answered, then findings, edits and how it ended.
[[nodiscard]] std::string transcript(const Judgement& judgement);

/// The tags of a DKIM-Signature that do not depend on the key: all but b=, bh=, t= and x=.
[[nodiscard]] std::string signature_outline(std::string_view value);

}  // namespace msa
