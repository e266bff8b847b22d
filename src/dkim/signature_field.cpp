// Signatures over OpenSSL, see signature_field.h.
#include "dkim/signature_field.h"

#include "crypto/digest.h"
#include "dkim/relaxed.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include <openssl/err.h>
#include <openssl/evp.h>

namespace msa {

namespace {

constexpr std::string_view field_name = "DKIM-Signature";
constexpr std::size_t line_length = 78;  // RFC 5322, 2.1.1

// Writes parts that may be folded apart, and folds where a line gets long.
class FoldedValue {
public:
    /// A part with a blank or a fold in front.
    void add(std::string_view part) {
        if (column_ + 1 + part.size() > line_length) {
            fold();
        } else {
            append(" ");
        }
        append(part);
    }
    /// A part with nothing or a fold in front.
    void attach(std::string_view part) {
        if (column_ > 1 && column_ + part.size() > line_length) {
            fold();
        }
        append(part);
    }
    void fold() {
        text_ += "\n\t";
        column_ = 1;
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void append(std::string_view part) {
        text_ += part;
        column_ += part.size();
    }

    std::string text_;
    std::size_t column_ = field_name.size() + 1;
};

// Everything in front of the signature itself. b= begins a line: white space in front of a tag is
// signed, white space inside b= is not (RFC 6376, 3.7).
FoldedValue unsigned_value(const SignatureRequest& request) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(request.now.time.time_since_epoch());
    FoldedValue value;
    value.add("v=1;");
    value.add("a=" + std::string(to_text(request.key.algorithm)) + ";");
    value.add("c=relaxed/relaxed;");
    value.add("d=" + std::string(request.domain) + ";");
    value.add("s=" + std::string(request.selector) + ";");
    value.add("t=" + std::to_string(std::max<std::chrono::seconds::rep>(0, seconds.count())) + ";");
    value.add("bh=" + std::string(request.body_hash) + ";");
    const auto& list = request.list;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string name = list[i] + (i + 1 < list.size() ? ":" : ";");
        if (i == 0) {
            value.add("h=" + name);
        } else {
            value.attach(name);
        }
    }
    value.fold();
    value.attach("b=");
    return value;
}

Result<std::string> raw_signature(const PrivateKey& key, std::string_view text) {
    // RSA signs the digest of the text (RFC 8017, 8.2). Ed25519 takes its whole message at once,
    // and the digest is that message (RFC 8463, 3).
    const bool is_rsa = key.algorithm == KeyAlgorithm::rsa_sha256;
    const std::string digest = is_rsa ? std::string() : sha256(text);
    const std::string_view message = is_rsa ? text : digest;
    const DigestContext context(EVP_MD_CTX_new());
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.handle.get())), '\0');
    std::size_t size = signature.size();
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, is_rsa ? EVP_sha256() : nullptr, nullptr,
                           key.handle.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(message.data()),
                       message.size()) != 1 ||
        size != signature.size()) {
        ERR_clear_error();
        return Error{
            .what = "OpenSSL cannot sign with the " + std::string(to_text(key.algorithm)) + " key",
            .kind = ErrorKind::unavailable};
    }
    return signature;
}

}  // namespace

Result<std::string> signature_field(const SignatureRequest& request) {
    FoldedValue value = unsigned_value(request);
    std::string text(request.canonical_header);
    text += relaxed_field(field_name, value.text());
    text.resize(text.size() - 2);  // this field is signed without its CRLF (RFC 6376, 3.7)
    const auto signature = raw_signature(request.key, text);
    if (!signature) {
        return signature.error();
    }
    const std::string encoded = base64(*signature);
    constexpr std::size_t piece = line_length - 6;
    for (std::size_t at = 0; at < encoded.size(); at += piece) {
        value.attach(std::string_view(encoded).substr(at, piece));
    }
    return value.text();
}

}  // namespace msa
