// Fields written in ASCII: they hold nothing else, say the same, and name nobody else.
#include "base/text.h"
#include "fuzz/require.h"
#include "mail/address.h"
#include "mail/address_lexer.h"
#include "mail/decoded_text.h"
#include "mail/encoded_field.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace {

constexpr std::array<std::string_view, 6> names{"Subject",  "From",         "To",
                                                "Keywords", "Content-Type", "Content-Disposition"};

std::string without_white_space(std::string text) {
    std::erase_if(text, msa::is_white_space);
    return text;
}

void require_same_addresses(std::string_view before, std::string_view after) {
    auto addresses = msa::parse_address_list(before);
    if (!addresses) {
        return;
    }
    auto written = msa::parse_address_list(after);
    msa::require(written.has_value(), "a list");
    const auto old_ones = msa::all_mailboxes(*std::move(addresses));
    const auto new_ones = msa::all_mailboxes(*std::move(written));
    msa::require(std::equal(old_ones.begin(), old_ones.end(), new_ones.begin(), new_ones.end(),
                            [](const msa::Mailbox& one, const msa::Mailbox& other) {
                                return one.address == other.address;
                            }),
                 "the same addresses");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const auto name = names[data[0] % names.size()];
    const std::string value(reinterpret_cast<const char*>(data) + 1, size - 1);
    const bool has_cr =
        value.find('\r') != std::string::npos;  // folds are LF where fields are kept
    if (has_cr || !msa::check_octets(value) || !msa::has_8bit(value)) {
        return 0;
    }
    const auto encoded = msa::encoded_field(name, value);
    if (!encoded) {
        return 0;
    }
    msa::require(!msa::has_8bit(*encoded), "ASCII");
    msa::require(msa::check_octets(*encoded).has_value(), "clean octets");
    if (name == "Subject") {
        msa::require(without_white_space(msa::decoded_text(*encoded)) ==
                         without_white_space(msa::decoded_text(value)),
                     "the same text");
    } else if (name == "From" || name == "To") {
        require_same_addresses(value, *encoded);
    }
    return 0;
}
