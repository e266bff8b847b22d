#include "commands/throwaway_keys.h"

#include "crypto/new_key.h"
#include "dkim/dkim_signer.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>

namespace msa {
namespace {

namespace fs = std::filesystem;

constexpr unsigned rsa_bits = 2048;

bool is_ed25519(std::string_view file) {
    return fs::path(file).filename() == "ed25519";
}

/// A folder for this user alone, removed at the end.
class SecretFolder {
public:
    SecretFolder() {
        auto name = (fs::temp_directory_path() / "msa-milter-test-XXXXXX").string();
        const char* const made = ::mkdtemp(name.data());
        path_ = made == nullptr ? "" : made;
    }
    SecretFolder(const SecretFolder&) = delete;
    SecretFolder& operator=(const SecretFolder&) = delete;
    ~SecretFolder() {
        std::error_code ignored;  // what is left of throwaway keys is worth nothing
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

}  // namespace

const std::string& throwaway_key(std::string_view file) {
    static const std::string rsa = new_rsa_key(rsa_bits);
    static const std::string ed25519 = new_ed25519_key();
    return is_ed25519(file) ? ed25519 : rsa;
}

Result<std::unique_ptr<const Signer>> throwaway_signer(SigningSettings settings) {
    const SecretFolder folder;
    if (folder.path().empty()) {
        return Error{"no folder for keys of the tests can be made", ErrorKind::cannot_create};
    }
    for (auto& key : settings.keys) {
        const auto file = folder.path() / (is_ed25519(key.file) ? "ed25519" : "rsa");
        std::ofstream(file) << throwaway_key(key.file);
        (void)::chmod(file.c_str(), S_IRUSR | S_IWUSR);  // the folder is closed either way
        key.file = file;
    }
    settings.require_safe_keys = false;
    return make_dkim_signer(settings);
}

}  // namespace msa
