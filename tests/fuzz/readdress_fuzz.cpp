// Addresses replaced in a field: all else stays, and the result is a list of as many addresses.
#include "fuzz/require.h"
#include "mail/address.h"
#include "mail/readdress.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using msa::require;

namespace {

msa::Result<std::optional<msa::AddrSpec>> completed(const msa::AddrSpec& address) {
    if (!address.domain.empty()) {
        return std::optional<msa::AddrSpec>();
    }
    return std::optional(msa::AddrSpec{address.local_part, "example.com"});
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto before = msa::parse_unqualified_list(text);
    const auto value = msa::readdressed(text, completed);
    require(value.has_value(), "only the callback gives errors");
    if (!*value) {
        return 0;
    }
    require(before.has_value(), "what cannot be read stays");
    const auto after = msa::parse_unqualified_list(**value);
    require(after.has_value(), "what was replaced can be read");
    const auto old_mailboxes = msa::all_mailboxes(*before);
    const auto new_mailboxes = msa::all_mailboxes(*after);
    require(old_mailboxes.size() == new_mailboxes.size(), "as many addresses as before");
    for (std::size_t i = 0; i < old_mailboxes.size(); ++i) {
        require(!new_mailboxes[i].address.domain.empty(), "each with a domain");
        require(old_mailboxes[i].address.local_part == new_mailboxes[i].address.local_part,
                "each with its local part");
        require(old_mailboxes[i].display_name == new_mailboxes[i].display_name,
                "each with its name");
    }
    return 0;
}
