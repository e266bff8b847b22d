// Sixteen octets that are looked at together, for scans of whole bodies. GCC and Clang make vector
// instructions of it on every machine that has them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace msa {

/// `block == 'x'` and `block < 'x'` compare octet by octet, octets as unsigned numbers, and give
/// masks that `&` and `|` take.
using OctetBlock = unsigned char __attribute__((vector_size(16)));

inline constexpr std::size_t block_octets = sizeof(OctetBlock);

/// The sixteen octets at `octets`, which need not be aligned.
[[nodiscard]] inline OctetBlock block_at(const char* octets) {
    OctetBlock block;
    std::memcpy(&block, octets, block_octets);
    return block;
}

/// Whether any bit is set in a block or a mask.
template <class Mask>
[[nodiscard]] bool any_set(Mask mask) {
    std::array<std::uint64_t, 2> halves{};
    static_assert(sizeof halves == sizeof mask);
    std::memcpy(halves.data(), &mask, sizeof mask);
    return (halves[0] | halves[1]) != 0;
}

}  // namespace msa
