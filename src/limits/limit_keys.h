// What a server that others reach is told of who is counted: names that only the holders of a
// secret can make, of a fixed length.
#pragma once

#include "crypto/digest.h"
#include "limits/member_mark.h"
#include "submission/limit_store.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace msa {

/// Under which keys a charge is counted.
struct LimitKeys {
    std::string tag;    // of whom the limit is: what has one tag is in one slot of a cluster
    std::string rates;  // all rates of that tag are in one value,
    std::string name;   // where this one has these four octets: a changed limit starts afresh
    std::string key;    // what is no rate has one of its own, as have known newcomers
};

class LimitNames {
public:
    /// `secret`: of any length; hosts that share a store have the same one.
    explicit LimitNames(std::string secret);

    /// 12 letters of base64url.
    [[nodiscard]] std::string tag(const Charge& charge) const;
    [[nodiscard]] LimitKeys keys(const Charge& charge) const { return keys(charge, tag(charge)); }
    /// The same, where the tag is known.
    [[nodiscard]] LimitKeys keys(const Charge& charge, std::string tag) const;
    /// A key for something else, which tells nothing of the names.
    [[nodiscard]] Digest key_for(std::string_view purpose) const;
    /// 12 letters of base64url; empty for no member.
    [[nodiscard]] std::string member(std::string_view member) const;

private:
    [[nodiscard]] std::string name(char kind, std::string_view text) const;

    std::string secret_;
    MarkKey mark_key_{};
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

/// Whom it is about: behind the second '|' of a key; all of it where there are no two.
[[nodiscard]] std::string_view whose(std::string_view key);

}  // namespace msa
