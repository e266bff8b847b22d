// Who signs the messages of cases.
#pragma once

#include "policy/ports.h"
#include "policy/signing_settings.h"

#include <memory>
#include <string>
#include <string_view>

namespace msa {

/// Signs; the files of the keys are named `rsa` and `ed25519`, whatever the folder.
[[nodiscard]] Result<std::unique_ptr<const Signer>> real_signer(SigningSettings settings);

/// What DNS would answer for the key of such a file.
[[nodiscard]] std::string real_key_record(std::string_view file);

/// The tags of a DKIM-Signature that do not depend on the key: all but b=, bh=, t= and x=.
[[nodiscard]] std::string signature_outline(std::string_view value);

}  // namespace msa
