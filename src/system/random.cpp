// Random numbers of the kernel, see random.h.
#include "system/random.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace msa {

namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t chunk_octets = 64;  // getentropy() gives at most 256 at once

}  // namespace

std::string SystemRandom::hex(std::size_t octets) {
    std::string text;
    text.reserve(2 * octets);
    std::array<unsigned char, chunk_octets> chunk{};
    while (octets > 0) {
        const std::size_t count = std::min(octets, chunk.size());
        if (::getentropy(chunk.data(), count) != 0) {
            throw std::system_error(errno, std::generic_category(), "getentropy");
        }
        for (std::size_t i = 0; i < count; ++i) {
            text += digits[chunk.at(i) >> 4U];
            text += digits[chunk.at(i) & 0xFU];
        }
        octets -= count;
    }
    return text;
}

}  // namespace msa
