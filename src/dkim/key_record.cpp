// Key records, see key_record.h.
#include "dkim/key_record.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "dkim/tag_list.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <new>

#include <openssl/evp.h>
#include <openssl/x509.h>

namespace msa {

namespace {

using Tags = std::map<std::string, std::string>;

Error no_key_record(std::string why) {
    return {.what = std::move(why), .kind = ErrorKind::bad_input};
}

std::string value_or(const Tags& tags, const std::string& name, std::string_view otherwise) {
    const auto tag = tags.find(name);
    return tag == tags.end() ? std::string(otherwise) : tag->second;
}

std::vector<std::string> words(const Tags& tags, const std::string& name) {
    std::vector<std::string> result;
    if (tags.contains(name)) {
        for (const auto word : split(tags.at(name), ':')) {
            result.emplace_back(word);
        }
    }
    return result;
}

bool holds(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// The version must come first (RFC 6376, 3.6.1).
bool has_right_version(std::string_view txt, const Tags& tags) {
    if (!tags.contains("v")) {
        return true;
    }
    const auto first = trimmed(split(txt, ';').front());
    return tags.at("v") == "DKIM1" && trimmed(first.substr(0, first.find('='))) == "v";
}

struct FreeOctets {
    void operator()(unsigned char* octets) const { OPENSSL_free(octets); }
};

/// Verifiers take a bare RSAPublicKey, too (RFC 6376, 3.6.1).
bool is_same_rsa_key(std::string_view published, const PrivateKey& key) {
    const auto size = static_cast<long>(published.size());
    const auto* octets = reinterpret_cast<const unsigned char*>(published.data());
    const auto* again = octets;
    std::unique_ptr<EVP_PKEY, FreeKey> other(d2i_PUBKEY(nullptr, &octets, size));
    if (!other) {
        other.reset(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &again, size));
    }
    return other && EVP_PKEY_eq(other.get(), key.handle.get()) == 1;
}

std::string key_type(KeyAlgorithm algorithm) {
    return algorithm == KeyAlgorithm::rsa_sha256 ? "rsa" : "ed25519";
}

}  // namespace

// A SubjectPublicKeyInfo, or the 32 octets of an Ed25519 key.
std::string public_half(const PrivateKey& key) {
    if (key.algorithm == KeyAlgorithm::ed25519_sha256) {
        std::array<unsigned char, 32> octets{};
        std::size_t size = octets.size();
        if (EVP_PKEY_get_raw_public_key(key.handle.get(), octets.data(), &size) != 1) {
            throw std::bad_alloc();
        }
        return {octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size)};
    }
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key.handle.get(), &der);
    const std::unique_ptr<unsigned char, FreeOctets> owner(der);
    if (size <= 0) {
        throw std::bad_alloc();
    }
    return {der, der + size};
}

Result<KeyRecord> parse_key_record(std::string_view txt) {
    const auto tags = tag_list(txt);
    if (!tags) {
        return tags.error();
    }
    if (!has_right_version(txt, *tags)) {
        return no_key_record("v= is not DKIM1, or not the first tag");
    }
    if (!tags->contains("p")) {
        return no_key_record("no public key (p=)");
    }
    auto key = from_base64(tags->at("p"));
    if (!key) {
        return no_key_record("the public key (p=) is not base64");
    }
    KeyRecord record;
    record.key_type = value_or(*tags, "k", "rsa");
    record.public_key = *std::move(key);
    record.hashes = words(*tags, "h");
    const auto services = words(*tags, "s");
    record.is_for_mail = services.empty() || holds(services, "*") || holds(services, "email");
    record.is_tested = holds(words(*tags, "t"), "y");
    return record;
}

std::string key_record(const PrivateKey& key) {
    return "v=DKIM1; k=" + key_type(key.algorithm) + "; p=" + base64(public_half(key));
}

std::string objection(const KeyRecord& record, const PrivateKey& key) {
    const auto type = key_type(key.algorithm);
    if (record.public_key.empty()) {
        return "the key is revoked (empty p=)";
    }
    if (record.key_type != type) {
        return "a key of type " + printable(record.key_type, 40) + " (k=), not " + type;
    }
    const bool is_same = key.algorithm == KeyAlgorithm::rsa_sha256
                             ? is_same_rsa_key(record.public_key, key)
                             : record.public_key == public_half(key);
    if (!is_same) {
        return "another public key (p=)";
    }
    if (!record.hashes.empty() && !holds(record.hashes, "sha256")) {
        return "sha256 is not allowed (h=)";
    }
    if (!record.is_for_mail) {
        return "the key is not for mail (s=)";
    }
    return record.is_tested ? "the domain only tests DKIM (t=y)" : "";
}

std::string key_record_name(std::string_view selector, std::string_view domain) {
    return std::string(selector) + "._domainkey." + std::string(domain);
}

}  // namespace msa
