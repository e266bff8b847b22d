// Names of what is counted, see limit_keys.h.
#include "limits/limit_keys.h"

#include "crypto/hmac.h"

#include <algorithm>
#include <random>

namespace msa {

namespace {

constexpr std::string_view layout = "msa1:";  // changes with what the script writes
constexpr std::size_t name_length = 12;       // letters: 72 bits
constexpr std::size_t limit_length = 8;       // 48 bits, among the limits of one

/// Behind the second '|' of a key; all of it where there are no two.
std::string_view whose(std::string_view key) {
    const auto first = key.find('|');
    const auto second = first == std::string_view::npos ? first : key.find('|', first + 1);
    return second == std::string_view::npos ? key : key.substr(second + 1);
}

std::string quota_text(const Charge& charge) {
    return std::string(1, letter_of(charge.counting)) + ' ' + std::to_string(charge.quota.events) +
           '/' + std::to_string(charge.quota.window.count()) + ' ' +
           std::to_string(charge.quota.burst) + ' ' + std::to_string(charge.memory.count()) + ' ';
}

}  // namespace

char letter_of(Counting counting) {
    switch (counting) {
        case Counting::amount: return 'a';
        case Counting::newcomers: return 'n';
        case Counting::distinct: return 'd';
        case Counting::share: return 's';
    }
    return 'a';
}

std::string base64url(std::string_view octets) {
    auto letters = base64(octets);
    std::replace(letters.begin(), letters.end(), '+', '-');
    std::replace(letters.begin(), letters.end(), '/', '_');
    return letters;
}

std::string fresh_name() {
    constexpr int octet_count = 12;
    std::random_device random;
    std::string octets;
    for (int i = 0; i < octet_count; ++i) {
        octets += static_cast<char>(random());
    }
    return base64url(octets);
}

std::string LimitNames::name(char kind, std::string_view text, std::size_t length) const {
    const auto digest = hmac_sha256(secret_, std::string(1, kind) + std::string(text));
    return base64url(octets_of(digest)).substr(0, length);
}

std::string LimitNames::member(std::string_view member) const {
    return member.empty() ? std::string() : name('m', member, name_length);
}

Digest LimitNames::key_for(std::string_view purpose) const {
    return hmac_sha256(secret_, 'k' + std::string(purpose));
}

LimitKeys LimitNames::keys(const Charge& charge) const {
    LimitKeys keys{.tag = name('w', whose(charge.key), name_length), .key = {}, .members = {}};
    keys.key = tagged_key(keys.tag, name('l', quota_text(charge) + charge.key, limit_length));
    if (charge.counting == Counting::newcomers) {
        keys.members = keys.key + 'm';
    }
    return keys;
}

std::string tagged_key(std::string_view tag, std::string_view rest) {
    return std::string(layout) + '{' + std::string(tag) + '}' + std::string(rest);
}

unsigned cluster_slot(std::string_view tag) {
    constexpr unsigned polynomial = 0x1021;
    unsigned crc = 0;
    for (const char c : tag) {
        crc ^= static_cast<unsigned>(static_cast<unsigned char>(c)) << 8U;
        for (int bit = 0; bit < 8; ++bit) {
            crc = ((crc << 1U) ^ ((crc & 0x8000U) != 0 ? polynomial : 0U)) & 0xffffU;
        }
    }
    return crc % static_cast<unsigned>(cluster_slots);
}

}  // namespace msa
