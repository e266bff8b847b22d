// Private keys for tests, made once per run, and a directory to keep them in.
#pragma once

#include "fakes/temporary_folder.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace msa {

/// PEM (PKCS#8). 1024 and 2048 bits are generated at first use; 4096 would take too long and is a
/// fixed key that serves nothing else.
[[nodiscard]] const std::string& rsa_pem(int bits);
[[nodiscard]] const std::string& ed25519_pem();

/// Keys that must be refused.
[[nodiscard]] std::string ec_pem();
[[nodiscard]] std::string rsa_pss_pem();
[[nodiscard]] std::string encrypted_pem();              // PKCS#8
[[nodiscard]] std::string traditional_encrypted_pem();  // Proc-Type: 4,ENCRYPTED
/// RSA numbers of 8192 bits that are no key, but read like one.
[[nodiscard]] std::string oversized_rsa_pem();
/// The modulus of one key with the private numbers of another.
[[nodiscard]] std::string mismatched_rsa_pem();

/// A folder for key files, mode 0700, removed at the end.
class KeyDirectory {
public:
    [[nodiscard]] std::filesystem::path path() const { return folder_.path(); }
    /// Writes a file and returns its path.
    [[nodiscard]] std::string write(std::string_view name, std::string_view text,
                                    unsigned mode = 0600) const;

private:
    TemporaryFolder folder_;
};

}  // namespace msa
