// One rsa-sha256 signature in the making, by libopendkim; relaxed/relaxed, without l=.
#pragma once

#include "base/result.h"
#include "dkim/key_token.h"
#include "dkim/opendkim.h"
#include "dkim/signed_fields.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// The library's handle, set up once and not changed while signatures are made with it, by however
/// many threads.
class OpendkimLibrary {
public:
    [[nodiscard]] static Result<OpendkimLibrary> open(const std::vector<std::string>& oversigned);

    [[nodiscard]] DKIM_LIB* handle() const { return handle_.get(); }

private:
    struct Close {
        void operator()(DKIM_LIB* library) const { dkim_close(library); }
    };
    OpendkimLibrary() = default;

    std::unique_ptr<DKIM_LIB, Close> handle_;
};

struct OpendkimSignature {
    std::string value;      // of the field: leading blank, folds as LF + blank
    std::string body_hash;  // bh=, base64
};

class OpendkimSigning {
public:
    /// `library` and `token` must outlive it.
    [[nodiscard]] static Result<OpendkimSigning> begin(const OpendkimLibrary& library,
                                                       const KeyToken& token,
                                                       const std::string& selector,
                                                       const std::string& domain,
                                                       const SignedFields& header);

    /// Chunks cut anywhere; lines ended by CRLF.
    [[nodiscard]] Result<void> add_body(std::string_view chunk);
    /// Errors too where the signature does not say what was asked for: d=, s=, a=, c=, h=, no l=.
    [[nodiscard]] Result<OpendkimSignature> finish();

private:
    struct Free {
        void operator()(DKIM* handle) const;
    };
    OpendkimSigning() = default;
    [[nodiscard]] Result<void> feed(const std::vector<HeaderField>& fields);

    std::unique_ptr<DKIM, Free> handle_;
    std::string selector_;
    std::string domain_;
    std::string list_;  // h= as it must come out
};

}  // namespace msa
