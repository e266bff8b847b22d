// Text of a record, read back: the other way of audit/json_text.h.
#pragma once

#include <string>
#include <string_view>

namespace msa {

struct RecordedText {
    std::string octets;   // as they were; of what was cut, the beginning
    bool is_cut = false;  // there were more
};

/// `text` as a JSON reader gives it. What no record spells so stays as it is.
[[nodiscard]] RecordedText recorded_text(std::string_view text);

}  // namespace msa
