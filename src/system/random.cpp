// Random numbers of the kernel, see random.h.
#include "system/random.h"

#include "base/text.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace msa {

namespace {

constexpr std::size_t max_octets = 256;  // of one getentropy()

}  // namespace

std::string SystemRandom::hex(std::size_t octets) {
    std::string random(octets, '\0');
    for (std::size_t at = 0; at < octets; at += max_octets) {
        const std::size_t count = std::min(octets - at, max_octets);
        if (::getentropy(random.data() + at, count) != 0) {
            throw std::system_error(errno, std::generic_category(), "getentropy");
        }
    }
    return msa::hex(random);
}

}  // namespace msa
