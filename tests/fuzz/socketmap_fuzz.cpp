// Replies over socketmap: in whatever parts a netstring arrives, it is the same, and what is in it
// is one of three answers.
#include "fuzz/require.h"
#include "tables/netstring.h"
#include "tables/socketmap_table.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

/// What arrives in parts of so many octets; absent: not complete, or no netstring.
std::optional<std::string> read_in_parts(std::string_view octets, std::size_t part) {
    msa::NetstringReader reader;
    while (!octets.empty()) {
        const auto taken = reader.take(octets.substr(0, part));
        octets.remove_prefix(std::min(part, octets.size()));
        if (!taken) {
            return std::nullopt;
        }
        if (*taken) {
            return octets.empty() ? *taken : std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::size_t part = 1 + data[0] % 16;
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = read_in_parts(octets, std::max<std::size_t>(octets.size(), 1));
    msa::require(whole == read_in_parts(octets, part), "the same in parts");
    if (whole) {
        msa::require(octets.ends_with(*whole + ','), "the text that came");
    }
    const auto again = read_in_parts(msa::netstring(octets), part);
    msa::require(again == std::string(octets), "written and read it is the same");
    const auto answer = msa::socketmap_answer(whole ? *whole : octets);
    if (answer) {
        msa::require(answer->found == !answer->values.empty(), "found with a value, or not found");
    }
    return 0;
}
