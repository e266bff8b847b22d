// The signer and the signing of one message, see dkim_signer.h.
#include "dkim/dkim_signer.h"

#include "dkim/digest.h"
#include "dkim/ed25519_signature.h"
#include "dkim/opendkim_signing.h"
#include "dkim/relaxed.h"
#include "dkim/signed_fields.h"
#include "dkim/signing_key.h"
#include "mail/body_facts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace msa {

namespace {

constexpr int least_rsa_bits = 1024;  // RFC 8301, 3.2: signers must not use less

Error unsignable(std::string_view reason) {
    return {.what = "the body " + std::string(reason) + " and cannot be signed",
            .kind = ErrorKind::bad_input};
}

class BodyHash {
public:
    void add(std::string_view chunk) { digest_.add(body_.add(chunk)); }
    [[nodiscard]] std::string finish() {
        digest_.add(body_.finish());
        return base64(digest_.finish());
    }

private:
    RelaxedBody body_;
    Sha256 digest_;
};

// What one key does for one message. libopendkim hashes the body itself; Ed25519 takes the hash
// from it, or from own_hash_ where no RSA key signs too.
struct KeyAtWork {
    const SigningKey* key = nullptr;
    std::optional<OpendkimSigning> rsa;
};

class MessageSigning final : public Signing {
public:
    MessageSigning(SignedFields header, const Moment& now)
        : header_(std::move(header)), now_(now) {}

    [[nodiscard]] Result<void> use(const SigningKey& key, const OpendkimLibrary& library);
    [[nodiscard]] Result<void> add_body(std::string_view chunk) override;
    [[nodiscard]] Result<std::vector<Signature>> finish() override;

private:
    [[nodiscard]] Result<void> check_body() const;
    [[nodiscard]] Result<std::vector<Signature>> signatures();
    [[nodiscard]] Result<std::string> rsa_signatures(std::vector<Signature>& made);

    SignedFields header_;
    Moment now_;
    std::vector<KeyAtWork> keys_;
    std::optional<BodyHash> own_hash_ = BodyHash();
    BodyScanner scanner_;
    bool over_ = false;  // finished, or failed for good
};

Result<void> MessageSigning::use(const SigningKey& key, const OpendkimLibrary& library) {
    keys_.push_back({.key = &key, .rsa = std::nullopt});
    if (!key.token) {
        return {};
    }
    auto rsa = OpendkimSigning::begin(library, *key.token, key.settings.selector,
                                      key.settings.domain, header_);
    if (!rsa) {
        return rsa.error();
    }
    keys_.back().rsa = std::move(rsa).value();
    own_hash_.reset();
    return {};
}

Result<void> MessageSigning::add_body(std::string_view chunk) {
    if (over_) {
        return Error{.what = "the signing is over", .kind = ErrorKind::unavailable};
    }
    scanner_.add(chunk);
    if (own_hash_) {
        own_hash_->add(chunk);
    }
    for (KeyAtWork& work : keys_) {
        if (!work.rsa) {
            continue;
        }
        if (auto added = work.rsa->add_body(chunk); !added) {
            over_ = true;
            return added;
        }
    }
    return {};
}

Result<std::vector<Signature>> MessageSigning::finish() {
    if (over_) {
        return Error{.what = "the signing is over", .kind = ErrorKind::unavailable};
    }
    over_ = true;
    // Before libopendkim ends its body: it drops octets around a bare CR.
    if (auto checked = check_body(); !checked) {
        return checked.error();
    }
    return signatures();
}

Result<void> MessageSigning::check_body() const {
    const BodyFacts facts = scanner_.facts();
    if (facts.has_bare_cr) {
        return unsignable("has a CR without LF");
    }
    if (facts.has_bare_lf) {
        return unsignable("has an LF without CR");
    }
    if (!facts.ends_with_crlf) {
        return unsignable("does not end with CRLF");
    }
    return {};
}

Result<std::vector<Signature>> MessageSigning::signatures() {
    std::vector<Signature> made;
    for (const KeyAtWork& work : keys_) {
        made.push_back({.domain = work.key->settings.domain,
                        .selector = work.key->settings.selector,
                        .algorithm = std::string(to_text(work.key->key.algorithm)),
                        .value = {}});
    }
    const auto body_hash = rsa_signatures(made);
    if (!body_hash) {
        return body_hash.error();
    }
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        if (keys_[i].rsa) {
            continue;
        }
        auto value = ed25519_signature({.key = keys_[i].key->key,
                                        .selector = made[i].selector,
                                        .domain = made[i].domain,
                                        .header = header_,
                                        .body_hash = *body_hash,
                                        .now = now_});
        if (!value) {
            return value.error();
        }
        made[i].value = std::move(value).value();
    }
    return made;
}

// Fills in the values of the RSA keys and returns the body hash.
Result<std::string> MessageSigning::rsa_signatures(std::vector<Signature>& made) {
    std::string body_hash = own_hash_ ? own_hash_->finish() : std::string();
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        if (!keys_[i].rsa) {
            continue;
        }
        auto signature = keys_[i].rsa->finish();
        if (!signature) {
            return signature.error();
        }
        body_hash = std::move(signature->body_hash);
        made[i].value = std::move(signature->value);
    }
    return body_hash;
}

class DkimSigner final : public Signer {
public:
    DkimSigner(std::vector<SigningKey> keys, SignedNames names, OpendkimLibrary library)
        : keys_(std::move(keys)), names_(std::move(names)), library_(std::move(library)) {}

    [[nodiscard]] std::vector<std::string> signing_domains(std::string_view author_domain,
                                                           const Moment& now) const override;
    [[nodiscard]] Result<std::unique_ptr<Signing>> begin(const HeaderList& headers,
                                                         std::string_view author_domain,
                                                         const Moment& now) const override;
    /// A trial signature with every key, whatever its time.
    [[nodiscard]] Result<void> try_keys() const;

private:
    std::vector<SigningKey> keys_;
    SignedNames names_;
    OpendkimLibrary library_;
};

std::vector<std::string> DkimSigner::signing_domains(std::string_view author_domain,
                                                     const Moment& now) const {
    std::vector<std::string> domains;
    for (const SigningKey& key : keys_) {
        if (key.serves(author_domain, now)) {
            domains.push_back(key.settings.domain);
        }
    }
    return domains;
}

Result<std::unique_ptr<Signing>> DkimSigner::begin(const HeaderList& headers,
                                                   std::string_view author_domain,
                                                   const Moment& now) const {
    if (!has_key(author_domain, now)) {
        return Error{.what = "no active key for this author domain",
                     .kind = ErrorKind::unavailable};
    }
    auto header = signed_fields(headers, names_);
    if (!header) {
        return header.error();
    }
    auto signing = std::make_unique<MessageSigning>(std::move(header).value(), now);
    for (const SigningKey& key : keys_) {
        if (!key.serves(author_domain, now)) {
            continue;
        }
        if (auto used = signing->use(key, library_); !used) {
            return used.error();
        }
    }
    return std::unique_ptr<Signing>(std::move(signing));
}

Result<void> DkimSigner::try_keys() const {
    for (const SigningKey& key : keys_) {
        HeaderList probe;
        probe.append("From", " probe@" + key.settings.domain);
        auto header = signed_fields(probe, names_);
        if (!header) {
            return header.error();
        }
        MessageSigning signing(std::move(header).value(), Moment{});
        auto used = signing.use(key, library_);
        if (!used) {
            return within(key.settings.file, used.error());
        }
        if (auto signatures = signing.finish(); !signatures) {
            return within(key.settings.file, signatures.error());
        }
    }
    return {};
}

Result<std::vector<SigningKey>> load_keys(const SigningSettings& settings) {
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
        auto loaded = load_signing_key(key, settings);
        if (!loaded) {
            return loaded.error();
        }
        keys.push_back(std::move(loaded).value());
    }
    return keys;
}

}  // namespace

Result<std::unique_ptr<const Signer>> make_dkim_signer(const SigningSettings& settings) {
    auto names = signed_names(settings);
    if (!names) {
        return names.error();
    }
    auto keys = load_keys(settings);
    if (!keys) {
        return keys.error();
    }
    auto library = OpendkimLibrary::open(names->oversigned);
    if (!library) {
        return library.error();
    }
    auto signer = std::make_unique<DkimSigner>(std::move(keys).value(), std::move(names).value(),
                                               std::move(library).value());
    if (auto tried = signer->try_keys(); !tried) {
        return tried.error();
    }
    return std::unique_ptr<const Signer>(std::move(signer));
}

}  // namespace msa
