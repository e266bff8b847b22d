// A Message-ID of the site's own.
#pragma once

#include "policy/stages.h"

#include <string>
#include <string_view>

namespace msa {

/// `which` tells the ids of one message apart: a letter or more, empty for the Message-ID itself.
/// The right side is the MTA's own name, so that all of a site's ids end alike; ours where it told
/// none.
[[nodiscard]] std::string new_message_id(const HeadersStage& at, std::string_view which = {});

}  // namespace msa
