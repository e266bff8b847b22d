// Whose From and Sender a message has that is resent.
#pragma once

#include "policy/stages.h"

#include <string_view>

namespace msa {

/// The field is From, Sender or Reply-To of a message that others wrote and the identity only
/// resends, or the Sender that a list gave the identity's own post.
[[nodiscard]] bool is_left_to_its_author(const HeadersStage& at, std::string_view field);

}  // namespace msa
