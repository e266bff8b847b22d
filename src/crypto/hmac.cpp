// HMAC, see hmac.h. Over digests of our own: OpenSSL's function asks for its algorithms by name
// each time, which takes three times as long as all else.
#include "crypto/hmac.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace msa {
namespace {

constexpr std::size_t block_size = 64;  // octets
using Block = std::array<char, block_size>;

/// What is longer than a block is hashed first.
Block block_of(std::string_view key) {
    Block block{};
    if (key.size() <= block.size()) {
        std::copy(key.begin(), key.end(), block.begin());
    } else {
        Sha256 shorter;
        shorter.add(key);
        const auto digest = shorter.digest();
        std::copy(digest.begin(), digest.end(), block.begin());
    }
    return block;
}

Sha256 begun_with(Block block, unsigned char pad) {
    for (auto& octet : block) {
        octet = static_cast<char>(static_cast<unsigned char>(octet) ^ pad);
    }
    Sha256 hash;
    hash.add({block.data(), block.size()});
    return hash;
}

}  // namespace

Digest hmac_sha256(std::string_view key, std::string_view text) {
    constexpr unsigned char inner_pad = 0x36;
    constexpr unsigned char outer_pad = 0x5c;
    const auto block = block_of(key);
    auto inner = begun_with(block, inner_pad);
    inner.add(text);
    auto outer = begun_with(block, outer_pad);
    outer.add(octets_of(inner.digest()));
    return outer.digest();
}

}  // namespace msa
