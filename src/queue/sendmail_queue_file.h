// A message's control file in Sendmail's queue (qf, and hf where it is quarantined), as the
// Sendmail Installation and Operation Guide has it in appendix B.
#pragma once

#include "queue/held_queue.h"

#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct SendmailQueueFile {
    QueuedMessage message;  // without its size
    std::string header;     // each line with its LF
};

/// Absent: it is no whole one. `id` is that of the file's name.
[[nodiscard]] std::optional<SendmailQueueFile> sendmail_queue_file(std::string_view id,
                                                                   std::string_view text);

}  // namespace msa
