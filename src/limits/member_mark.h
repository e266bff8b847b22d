// What is remembered of a recipient or a network: a number that only who has the key can compute.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace msa {

using MarkKey = std::array<std::uint64_t, 2>;

/// SipHash-2-4 (Aumasson and Bernstein, 2012), a keyed function made for short texts: HMAC would
/// take as long as all else that a limit does.
[[nodiscard]] std::uint64_t member_mark(const MarkKey& key, std::string_view text);

}  // namespace msa
