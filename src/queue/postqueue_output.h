// What `postqueue -j` prints (Postfix 3.1 and later): a line of JSON for each message.
#pragma once

#include "queue/held_queue.h"

#include <string_view>

namespace msa {

/// Those in the hold queue, in the order of the text. A line that is no such object, a torn one
/// too, counts as unread.
[[nodiscard]] QueueListing held_in_postqueue_output(std::string_view text);

}  // namespace msa
