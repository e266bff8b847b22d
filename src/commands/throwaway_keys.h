// Keys that sign the messages of tests, made once a run, and that serve nothing else.
#pragma once

#include "submission/ports.h"
#include "submission/signing_settings.h"

#include <memory>
#include <string>
#include <string_view>

namespace msa {

/// PEM. `file` as a rule file names a key: ed25519 has that algorithm, every other one is RSA with
/// 2048 bits.
[[nodiscard]] const std::string& throwaway_key(std::string_view file);

/// Signs as the settings say, with these keys in place of their files.
[[nodiscard]] Result<std::unique_ptr<const Signer>> throwaway_signer(
    const SigningSettings& settings);

}  // namespace msa
