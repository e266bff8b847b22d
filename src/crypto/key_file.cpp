// Reading a private key file, see key_file.h.
#include "crypto/key_file.h"

#include "base/file.h"
#include "base/safe_path.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

constexpr std::size_t maximum_size = 65536;

// Text that is wiped before its memory is given back.
struct Secret {
    std::string text;

    Secret() = default;
    ~Secret() { OPENSSL_cleanse(text.data(), text.size()); }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
};

Error system_error(int code) {
    const bool denied = code == EACCES || code == EPERM;
    return {.what = std::generic_category().message(code),
            .kind = denied ? ErrorKind::no_permission : ErrorKind::bad_config};
}

Error refusal(std::string what) {
    return {.what = std::move(what), .kind = ErrorKind::bad_config};
}

// At most one octet more than the limit, so that a file that grows is noticed.
Result<void> read_all(int descriptor, Secret& secret) {
    secret.text.reserve(maximum_size + 1);  // no reallocation leaves a copy behind
    std::array<char, 4096> chunk{};
    for (;;) {
        const ssize_t count = read(descriptor, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        const int code = errno;
        const bool fits =
            count >= 0 && secret.text.size() + static_cast<std::size_t>(count) <= maximum_size;
        if (fits) {
            secret.text.append(chunk.data(), static_cast<std::size_t>(count));
        }
        OPENSSL_cleanse(chunk.data(), chunk.size());
        if (count < 0) {
            return system_error(code);
        }
        if (!fits) {
            return refusal("longer than 64 KB");
        }
        if (count == 0) {
            return {};
        }
    }
}

Error not_opened(const std::string& path, int code) {
    const auto folder = std::filesystem::path(path).parent_path();
    if (code == ENOENT && folder.is_absolute() && !may_exist(folder.string())) {
        return refusal("its folder does not exist; make it with: install -d " + folder.string());
    }
    return system_error(code);
}

Result<PrivateKey> load(const std::string& path, const KeyDemands& demands) {
    // O_NONBLOCK: a FIFO must not hold up the start of the daemon. Links are followed, because that
    // is how keys are rotated; safe_path.h looks at them.
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    struct stat status {};
    if (!file.is_open() || fstat(file.get(), &status) != 0) {
        return not_opened(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return refusal("not a regular file");
    }
    if (demands.require_safe) {
        const auto safe =
            demands.is_credential ? check_credential(path, status) : check_safe_path(path, status);
        if (!safe) {
            return safe.error();
        }
    }
    Secret secret;
    if (auto done = read_all(file.get(), secret); !done) {
        return done.error();
    }
    return parse_private_key(secret.text, demands.minimum_rsa_bits);
}

}  // namespace

Result<PrivateKey> load_private_key(const std::string& file, const KeyDemands& demands) {
    if (file.empty() || file.find('\0') != std::string::npos) {
        return refusal("no key file is named");
    }
    auto key = load(file, demands);
    return key ? std::move(key) : within(file, key.error());
}

}  // namespace msa
