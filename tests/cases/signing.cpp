#include "cases/signing.h"

#include "base/text.h"
#include "crypto/private_key.h"
#include "dkim/dkim_signer.h"
#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace msa {
namespace {

const std::string& real_pem(std::string_view file) {
    static const std::string rsa = rsa_pem(2048);
    static const std::string ed25519 = ed25519_pem();
    return file == "ed25519" ? ed25519 : rsa;
}

}  // namespace

Result<std::unique_ptr<const Signer>> real_signer(SigningSettings settings) {
    static const KeyDirectory folder;
    static const std::string rsa = folder.write("rsa", real_pem("rsa"));
    static const std::string ed25519 = folder.write("ed25519", real_pem("ed25519"));
    for (auto& key : settings.keys) {
        key.file = std::filesystem::path(key.file).filename() == "ed25519" ? ed25519 : rsa;
    }
    return make_dkim_signer(settings);
}

std::string real_key_record(std::string_view file) {
    const auto key = parse_private_key(real_pem(file), 1024);
    return key ? key_record(*key) : key.error().what;
}

std::string signature_outline(std::string_view value) {
    constexpr std::array<std::string_view, 4> changing{"b", "bh", "t", "x"};
    std::string outline;
    for (const auto tag : split(value, ';')) {
        std::string text;
        for (const char c : tag) {
            text += c == ' ' || c == '\t' || c == '\n' ? "" : std::string(1, c);
        }
        const auto name = std::string_view(text).substr(0, text.find('='));
        if (!text.empty() && std::find(changing.begin(), changing.end(), name) == changing.end()) {
            outline += (outline.empty() ? " " : "; ") + text;
        }
    }
    return outline;
}

}  // namespace msa
