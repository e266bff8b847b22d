// Authentication-Results: an authserv-id is found whatever is written around it, and never in what
// cannot be read.
#include "base/text.h"
#include "fuzz/require.h"
#include "mail/authentication_results.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using msa::require;

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto id = msa::read_authserv_id(text);
    if (!id) {
        return 0;
    }
    require(msa::is_utf8(*id) && id->size() <= text.size(), "a part of the text");
    const auto again = msa::read_authserv_id(" (x)" + std::string(text));
    require(again == id, "a comment in front changes nothing");
    return 0;
}
