// Records from the wire: whatever a server sends, addresses and names come out as printable text.
#include "base/text.h"
#include "dns/name.h"
#include "dns/record_data.h"
#include "fuzz/require.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using msa::RecordType;
    constexpr std::array types{RecordType::a, RecordType::aaaa, RecordType::mx, RecordType::txt,
                               RecordType::ptr};
    if (size == 0) {
        return 0;
    }
    const auto type = types[data[0] % types.size()];
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto record = msa::record_from_wire(type, octets);
    if (record && type == RecordType::txt) {
        msa::require(record->value.size() < octets.size() || octets.empty(), "strings only shrink");
    } else if (record) {
        msa::require(!record->value.empty(), "a value");
        msa::require(
            std::all_of(record->value.begin(), record->value.end(),
                        [](char c) { return !msa::is_control(c) && !msa::is_8bit(c) && c != ' '; }),
            "printable");
    }
    if (const auto escaped = msa::escaped_name(octets)) {
        msa::require(escaped->size() <= 4 * octets.size(), "four octets for one");
    }
    return 0;
}
