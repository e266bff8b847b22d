// What a server that others reach is told of who is counted: names that only the holders of a
// secret can make, of a fixed length.
#pragma once

#include "crypto/digest.h"
#include "submission/limit_store.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace msa {

/// Under which keys a charge is counted.
struct LimitKeys {
    std::string tag;  // of whom the limit is: what has one tag is in one slot of a cluster
    std::string key;  // with the tag, the quota and how is counted: a changed limit starts afresh
    std::string members;  // of newcomers; else empty
};

class LimitNames {
public:
    /// `secret`: of any length; hosts that share a store have the same one.
    explicit LimitNames(std::string secret) : secret_(std::move(secret)) {}

    [[nodiscard]] LimitKeys keys(const Charge& charge) const;
    /// A key for something else, which tells nothing of the names.
    [[nodiscard]] Digest key_for(std::string_view purpose) const;
    /// 12 letters of base64url; empty for no member.
    [[nodiscard]] std::string member(std::string_view member) const;

private:
    [[nodiscard]] std::string name(char kind, std::string_view text, std::size_t length) const;

    std::string secret_;
};

/// As base64, but with '-' and '_' (RFC 4648, 5).
[[nodiscard]] std::string base64url(std::string_view octets);

/// 16 letters of base64url, by chance: a name that nobody else makes.
[[nodiscard]] std::string fresh_name();

/// Of a key that is counted, or of a transaction: its version, then the tag in braces.
[[nodiscard]] std::string tagged_key(std::string_view tag, std::string_view rest);

constexpr std::size_t cluster_slots = 16384;

/// The slot of a tag in a cluster of Redis: CRC16 (XMODEM) modulo that.
[[nodiscard]] unsigned cluster_slot(std::string_view tag);

/// 'a', 'n', 'd' or 's'.
[[nodiscard]] char letter_of(Counting counting);

}  // namespace msa
