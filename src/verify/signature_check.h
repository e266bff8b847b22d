// One signature of a message, verified by libopendkim (RFC 6376, 6.1).
#pragma once

#include "base/dkim_verdict.h"
#include "base/result.h"
#include "verify/message_reader.h"
#include "verify/signature_tags.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct CheckedSignature {
    SignatureTags tags;
    DkimVerdict verdict = DkimVerdict::no_key;
    std::string why;        // in the words of libopendkim, or ours; empty: nothing to say
    unsigned key_bits = 0;  // 0: not known
};

/// A signature is shown to the library alone, as the only one of the message: what another one
/// holds cannot change what becomes of it.
class SignatureCheck {
public:
    /// All fields of the message; `signature` is the place among them of the one to verify.
    SignatureCheck(const std::vector<std::string>& fields, std::size_t signature,
                   const std::string& key_record);
    SignatureCheck(SignatureCheck&&) noexcept;
    SignatureCheck& operator=(SignatureCheck&&) noexcept;
    SignatureCheck(const SignatureCheck&) = delete;
    SignatureCheck& operator=(const SignatureCheck&) = delete;
    ~SignatureCheck();

    /// Chunks in order, lines ended by CRLF.
    void add_body(std::string_view chunk);

    /// Once, after the body: everything but the tags.
    [[nodiscard]] CheckedSignature finish();

private:
    class Handle;
    std::unique_ptr<Handle> handle_;
};

}  // namespace msa
