// The signer and the signing of one message, see dkim_signer.h.
#include "dkim/dkim_signer.h"

#include "crypto/digest.h"
#include "dkim/key_index.h"
#include "dkim/relaxed.h"
#include "dkim/signature_field.h"
#include "dkim/signed_fields.h"
#include "dkim/signing_key.h"
#include "dkim/signing_times.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace msa {

namespace {

constexpr int least_rsa_bits = 1024;  // RFC 8301, 3.2: signers must not use less

class BodyHash {
public:
    void add(std::string_view chunk) { digest_.add(body_.add(chunk)); }
    [[nodiscard]] std::optional<std::string_view> fault() const { return body_.fault(); }
    [[nodiscard]] std::string finish() {
        digest_.add(body_.finish());
        return base64(digest_.finish());
    }

private:
    RelaxedBody body_;
    Sha256 digest_;
};

class MessageSigning final : public Signing {
public:
    MessageSigning(const SignedFields& header, std::vector<const SigningKey*> keys,
                   const Moment& now)
        : list_(header.list),
          canonical_header_(canonical_form(header.fields)),
          keys_(std::move(keys)),
          now_(now) {}

    [[nodiscard]] Result<void> add_body(std::string_view chunk) override;
    [[nodiscard]] Result<std::vector<Signature>> finish() override;

private:
    [[nodiscard]] Result<std::vector<Signature>> signatures();

    std::vector<std::string> list_;  // h=
    std::string canonical_header_;
    std::vector<const SigningKey*> keys_;
    Moment now_;
    BodyHash body_hash_;  // one for all keys
    bool over_ = false;
};

Result<void> MessageSigning::add_body(std::string_view chunk) {
    if (over_) {
        return Error{.what = "the signing is over", .kind = ErrorKind::unavailable};
    }
    body_hash_.add(chunk);
    return {};
}

Result<std::vector<Signature>> MessageSigning::finish() {
    if (over_) {
        return Error{.what = "the signing is over", .kind = ErrorKind::unavailable};
    }
    over_ = true;
    if (const auto fault = body_hash_.fault()) {
        return Error{.what = "the body " + std::string(*fault) + " and cannot be signed",
                     .kind = ErrorKind::bad_input};
    }
    return signatures();
}

Result<std::vector<Signature>> MessageSigning::signatures() {
    const std::string body_hash = body_hash_.finish();
    std::vector<Signature> made;
    made.reserve(keys_.size());
    for (const SigningKey* const key : keys_) {
        const Stopwatch watch(signing_times(key->key.algorithm));
        auto value = signature_field({.key = key->key,
                                      .selector = key->settings.selector,
                                      .domain = key->settings.domain,
                                      .list = list_,
                                      .canonical_header = canonical_header_,
                                      .body_hash = body_hash,
                                      .now = now_});
        if (!value) {
            return value.error();
        }
        made.push_back({.domain = key->settings.domain,
                        .selector = key->settings.selector,
                        .algorithm = std::string(to_text(key->key.algorithm)),
                        .value = std::move(value).value()});
    }
    return made;
}

class DkimSigner final : public Signer {
public:
    DkimSigner(std::vector<SigningKey> keys, SignedNames names)
        : keys_(std::move(keys)), names_(std::move(names)) {
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            for (const auto& pattern : keys_[i].settings.author_domains) {
                index_.add(pattern, i);
            }
        }
    }

    [[nodiscard]] std::vector<std::string> signing_domains(std::string_view author_domain,
                                                           const Moment& now) const override;
    [[nodiscard]] Result<std::unique_ptr<Signing>> begin(const HeaderList& headers,
                                                         std::string_view author_domain,
                                                         const Moment& now) const override;
    /// A trial signature with every key, whatever its time; one for all that are the same.
    [[nodiscard]] Result<void> try_keys() const;

private:
    [[nodiscard]] std::vector<const SigningKey*> serving(std::string_view author_domain,
                                                         const Moment& now) const;

    std::vector<SigningKey> keys_;
    SignedNames names_;
    KeyIndex index_;
};

std::vector<const SigningKey*> DkimSigner::serving(std::string_view author_domain,
                                                   const Moment& now) const {
    std::vector<const SigningKey*> keys;
    for (const auto place : index_.keys_for(author_domain)) {
        if (keys_[place].settings.is_active(now)) {
            keys.push_back(&keys_[place]);
        }
    }
    return keys;
}

std::vector<std::string> DkimSigner::signing_domains(std::string_view author_domain,
                                                     const Moment& now) const {
    std::vector<std::string> domains;
    for (const SigningKey* const key : serving(author_domain, now)) {
        domains.push_back(key->settings.domain);
    }
    return domains;
}

Result<std::unique_ptr<Signing>> DkimSigner::begin(const HeaderList& headers,
                                                   std::string_view author_domain,
                                                   const Moment& now) const {
    auto keys = serving(author_domain, now);
    if (keys.empty()) {
        return Error{.what = "no active key for this author domain",
                     .kind = ErrorKind::unavailable};
    }
    const auto header = signed_fields(headers, names_);
    if (!header) {
        return header.error();
    }
    return std::unique_ptr<Signing>(
        std::make_unique<MessageSigning>(*header, std::move(keys), now));
}

Result<void> DkimSigner::try_keys() const {
    std::set<const EVP_PKEY*> tried;
    for (const SigningKey& key : keys_) {
        if (!tried.insert(key.key.handle.get()).second) {
            continue;
        }
        HeaderList probe;
        probe.append("From", " probe@" + key.settings.domain);
        const auto header = signed_fields(probe, names_);
        if (!header) {
            return header.error();
        }
        MessageSigning signing(*header, {&key}, Moment{});
        if (auto signatures = signing.finish(); !signatures) {
            return within(key.settings.file, signatures.error());
        }
    }
    return {};
}

Result<std::vector<SigningKey>> load_keys(const SigningSettings& settings, const KeyReader& read) {
    if (settings.minimum_rsa_bits < least_rsa_bits) {
        return Error{.what = "RSA keys of less than 1024 bits must not sign (RFC 8301, 3.2)",
                     .kind = ErrorKind::bad_config};
    }
    std::vector<SigningKey> keys;
    std::set<std::pair<std::string, std::string>> seen;
    for (const SigningKeySettings& key : settings.keys) {
        if (!seen.emplace(key.domain, key.selector).second) {
            return Error{.what = "the selector " + key.selector + " of " + key.domain +
                                 " is used for two keys",
                         .kind = ErrorKind::bad_config};
        }
        auto loaded = load_signing_key(key, settings, read);
        if (!loaded) {
            return loaded.error();
        }
        keys.push_back(std::move(loaded).value());
    }
    return keys;
}

}  // namespace

Result<std::unique_ptr<const Signer>> make_dkim_signer(const SigningSettings& settings,
                                                       const KeyReader& read) {
    auto names = signed_names(settings);
    if (!names) {
        return names.error();
    }
    auto keys = load_keys(settings, read);
    if (!keys) {
        return keys.error();
    }
    auto signer = std::make_unique<DkimSigner>(std::move(keys).value(), std::move(names).value());
    if (auto tried = signer->try_keys(); !tried) {
        return tried.error();
    }
    return std::unique_ptr<const Signer>(std::move(signer));
}

}  // namespace msa
