#include "commands/throwaway_keys.h"

#include "crypto/new_key.h"
#include "dkim/dkim_signer.h"

#include <filesystem>

namespace msa {
namespace {

constexpr unsigned rsa_bits = 2048;

}  // namespace

const std::string& throwaway_key(std::string_view file) {
    static const std::string rsa = new_rsa_key(rsa_bits);
    static const std::string ed25519 = new_ed25519_key();
    return std::filesystem::path(file).filename() == "ed25519" ? ed25519 : rsa;
}

Result<std::unique_ptr<const Signer>> throwaway_signer(const SigningSettings& settings) {
    return make_dkim_signer(settings, [](const std::string& file, const KeyDemands& demands) {
        return parse_private_key(throwaway_key(file), demands.minimum_rsa_bits);
    });
}

}  // namespace msa
