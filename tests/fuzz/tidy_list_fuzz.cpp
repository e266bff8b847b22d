// Mended lists: they parse, they are tidy, and nobody is added.
#include "fuzz/require.h"
#include "mail/address.h"
#include "mail/tidy_list.h"

#include <cstddef>
#include <cstdint>

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view list(reinterpret_cast<const char*>(data), size);
    const auto tidy = msa::tidy_list(list);
    if (!tidy) {
        return 0;
    }
    auto addresses = msa::parse_address_list(*tidy);
    msa::require(addresses.has_value(), "a list");
    msa::require(!msa::tidy_list(*tidy), "its own form");
    std::size_t from = 0;
    for (const auto& mailbox : msa::all_mailboxes(*std::move(addresses))) {
        // As it is spelled in the list, in the order of the original.
        const auto spelling = tidy->substr(mailbox.begin, mailbox.end - mailbox.begin);
        const auto at = list.find(spelling, from);
        msa::require(at != std::string_view::npos, "an address of the original");
        from = at + spelling.size();
    }
    return 0;
}
