// The keys of signed notes, see note_key.h.
#include "audit/note_key.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/ed25519.h"

namespace msa {

namespace {

constexpr char algorithm = '\1';

std::string id_octets(const VerifierKey& key) {
    return sha256(key.name + '\n' + algorithm + key.public_key).substr(0, 4);
}

Error no_key(std::string why) {
    return {"not a verifier key: " + std::move(why), ErrorKind::bad_input};
}

}  // namespace

std::uint32_t VerifierKey::id() const {
    std::uint32_t id = 0;
    for (const char c : id_octets(*this)) {
        id = id << 8U | static_cast<unsigned char>(c);
    }
    return id;
}

std::string VerifierKey::text() const {
    return name + '+' + hex(id_octets(*this)) + '+' + base64(algorithm + public_key);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos || !is_key_name(text.substr(0, first))) {
        return no_key("it is NAME+ID+KEY");
    }
    const auto octets = from_base64(text.substr(second + 1));
    if (!octets || octets->size() != 1 + ed25519::public_key_octets ||
        octets->front() != algorithm) {
        return no_key("its last part is not an Ed25519 key");
    }
    VerifierKey key{std::string(text.substr(0, first)), octets->substr(1)};
    if (text.substr(first + 1, second - first - 1) != hex(id_octets(key))) {
        return no_key("its id does not fit its name and its key");
    }
    return key;
}

NoteVerdict verdict(const SignedNote& note, const VerifierKey& key) {
    const auto id = key.id();
    NoteVerdict verdict = NoteVerdict::not_signed;
    for (const auto& each : note.signatures) {
        if (each.name != key.name || each.key_id != id) {
            continue;
        }
        if (!ed25519::is_signed(key.public_key, note.text, each.octets)) {
            return NoteVerdict::bad;
        }
        verdict = NoteVerdict::good;
    }
    return verdict;
}

Result<VerifierKey> verifier_key(const PrivateKey& key, std::string name) {
    auto half = ed25519::public_key(key);
    if (!half) {
        return half.error();
    }
    return VerifierKey{std::move(name), *std::move(half)};
}

Result<void> sign(SignedNote& note, const PrivateKey& key, const std::string& name) {
    const auto verifier = verifier_key(key, name);
    if (!verifier) {
        return verifier.error();
    }
    auto signature = ed25519::signature(key, note.text);
    if (!signature) {
        return signature.error();
    }
    note.signatures.push_back({name, verifier->id(), *std::move(signature)});
    return {};
}

}  // namespace msa
