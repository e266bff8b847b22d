#include "workbench/naming_signer.h"

#include <string>
#include <utility>
#include <vector>

namespace msa {
namespace {

class NamingSigning final : public Signing {
public:
    explicit NamingSigning(std::vector<SigningKeySettings> keys) : keys_(std::move(keys)) {}

    [[nodiscard]] Result<void> add_body(std::string_view /*chunk*/) override { return {}; }
    [[nodiscard]] Result<std::vector<Signature>> finish() override {
        std::vector<Signature> signatures;
        signatures.reserve(keys_.size());
        for (const auto& key : keys_) {
            signatures.push_back({key.domain, key.selector, {}, " d=" + key.domain});
        }
        return signatures;
    }

private:
    std::vector<SigningKeySettings> keys_;
};

class NamingSigner final : public Signer {
public:
    explicit NamingSigner(std::vector<SigningKeySettings> keys) : keys_(std::move(keys)) {}

    [[nodiscard]] std::vector<std::string> signing_domains(std::string_view author_domain,
                                                           const Moment& now) const override {
        std::vector<std::string> domains;
        for (const auto& key : serving(author_domain, now)) {
            domains.push_back(key.domain);
        }
        return domains;
    }

    [[nodiscard]] Result<std::unique_ptr<Signing>> begin(const HeaderList& /*headers*/,
                                                         std::string_view author_domain,
                                                         const Moment& now) const override {
        return std::unique_ptr<Signing>(
            std::make_unique<NamingSigning>(serving(author_domain, now)));
    }

private:
    [[nodiscard]] std::vector<SigningKeySettings> serving(std::string_view author_domain,
                                                          const Moment& now) const {
        std::vector<SigningKeySettings> keys;
        for (const auto& key : keys_) {
            if (key.serves(author_domain, now)) {
                keys.push_back(key);
            }
        }
        return keys;
    }

    std::vector<SigningKeySettings> keys_;
};

}  // namespace

std::unique_ptr<const Signer> naming_signer(const SigningSettings& settings) {
    return std::make_unique<NamingSigner>(settings.keys);
}

}  // namespace msa
