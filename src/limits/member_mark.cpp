#include "limits/member_mark.h"

#include <bit>
#include <cstddef>

namespace msa {
namespace {

constexpr std::size_t word_size = 8;

struct Sip {
    std::array<std::uint64_t, 4> v;

    void round() {
        v[0] += v[1];
        v[1] = std::rotl(v[1], 13) ^ v[0];
        v[0] = std::rotl(v[0], 32);
        v[2] += v[3];
        v[3] = std::rotl(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = std::rotl(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = std::rotl(v[1], 17) ^ v[2];
        v[2] = std::rotl(v[2], 32);
    }
    void take(std::uint64_t word) {
        v[3] ^= word;
        round();
        round();
        v[0] ^= word;
    }
};

/// Up to eight octets, the first one lowest.
std::uint64_t word_of(std::string_view octets) {
    std::uint64_t word = 0;
    for (std::size_t i = octets.size(); i > 0; --i) {
        word = word << 8U | static_cast<unsigned char>(octets[i - 1]);
    }
    return word;
}

}  // namespace

std::uint64_t member_mark(const MarkKey& key, std::string_view text) {
    Sip sip{{key[0] ^ 0x736f6d6570736575U, key[1] ^ 0x646f72616e646f6dU,
             key[0] ^ 0x6c7967656e657261U, key[1] ^ 0x7465646279746573U}};
    const auto size = static_cast<std::uint64_t>(text.size());
    for (; text.size() >= word_size; text.remove_prefix(word_size)) {
        sip.take(word_of(text.substr(0, word_size)));
    }
    sip.take(word_of(text) | size << 56U);
    sip.v[2] ^= 0xffU;
    for (int i = 0; i < 4; ++i) {
        sip.round();
    }
    return sip.v[0] ^ sip.v[1] ^ sip.v[2] ^ sip.v[3];
}

}  // namespace msa
