// A signer without keys, for those who only ask whether a message would be signed.
#pragma once

#include "submission/ports.h"
#include "submission/signing_settings.h"

#include <memory>

namespace msa {

/// Signs nothing, but says with which keys it would.
[[nodiscard]] std::unique_ptr<const Signer> naming_signer(const SigningSettings& settings);

}  // namespace msa
