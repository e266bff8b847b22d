// SHA-256 and base64, over OpenSSL.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace msa {

struct FreeDigestContext {
    void operator()(EVP_MD_CTX* context) const;
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigestContext>;

/// A SHA-256.
using Digest = std::array<char, 32>;

[[nodiscard]] inline std::string_view octets_of(const Digest& digest) {
    return {digest.data(), digest.size()};
}
/// Absent: not 32 octets.
[[nodiscard]] std::optional<Digest> as_digest(std::string_view octets);

class Sha256 {
public:
    Sha256();
    void add(std::string_view octets);
    /// Either of them once; nothing can be added afterwards.
    [[nodiscard]] Digest digest();
    [[nodiscard]] std::string finish() { return std::string(octets_of(digest())); }

private:
    DigestContext context_;
};

/// The 32 octets of a text's digest.
[[nodiscard]] std::string sha256(std::string_view octets);

/// The 40 lower-case digits by which Redis knows a script: a name, not a protection.
[[nodiscard]] std::string sha1_name(std::string_view octets);

/// On one line, padded. Of at most a gigabyte.
[[nodiscard]] std::string base64(std::string_view octets);

/// Back again. Absent: no base64 (RFC 4648, 4), padding included; white space is none.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace msa
