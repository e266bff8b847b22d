// Message-IDs: what is accepted is one identifier between its outermost brackets, whatever stands
// around it.
#include "base/text.h"
#include "fuzz/require.h"
#include "mail/message_id.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using msa::require;

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!msa::is_message_id(text)) {
        return 0;
    }
    require(msa::is_utf8(text), "an identifier is UTF-8");
    require(msa::is_message_id(" (x) " + std::string(text) + " (y)"), "comments may stand around");
    require(!msa::is_message_id(std::string(text) + std::string(text)), "two are not one");
    require(!msa::is_message_id(std::string(text) + "x"), "nothing may stand behind");
    require(std::count(text.begin(), text.end(), '@') >= 1, "two sides");
    return 0;
}
