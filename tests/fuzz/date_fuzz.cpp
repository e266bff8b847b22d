// Dates: whatever was read is written so that it is read again as the same, and conforms then.
#include "base/text.h"
#include "fuzz/require.h"
#include "mail/date.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using msa::require;

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto date = msa::read_date(text);
    if (!date) {
        return 0;
    }
    require(!msa::has_8bit(date->corrected) && date->corrected.size() <= 31, "short and ASCII");
    const auto again = msa::read_date(date->corrected);
    require(again.has_value() && again->conforms, "a corrected date conforms");
    require(again->corrected == date->corrected, "a corrected date needs no correction");
    return 0;
}
