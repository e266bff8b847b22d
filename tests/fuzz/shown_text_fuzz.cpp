// Text beside addresses: decoding ends, decoding what needs none changes nothing, and every address
// that is found stands for itself.
#include "base/text.h"
#include "fuzz/require.h"
#include "mail/address_lexer.h"
#include "mail/decoded_text.h"
#include "mail/hidden_character.h"
#include "mail/shown_address.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using msa::require;

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string decoded = msa::decoded_text(text);
    require(text.find("=?") != std::string_view::npos || decoded == text, "nothing to decode");
    (void)msa::hidden_character(decoded);
    for (const auto& address : msa::addresses_in(decoded)) {
        require(address.domain.find('.') != std::string::npos, "a qualified domain");
        require(!msa::hidden_character(address.domain), "nothing hidden in the domain");
        if (!msa::is_dot_string(address.local_part)) {
            continue;  // it was quoted, or nobody could write it otherwise
        }
        const auto again = msa::addresses_in(address.local_part + '@' + address.domain);
        require(again.size() == 1 && again.front() == address, "found again");
    }
    (void)msa::addresses_shown_by(text);
    (void)msa::unknown_charset(text);
    return 0;
}
