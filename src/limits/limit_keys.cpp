// Names of what is counted, see limit_keys.h.
#include "limits/limit_keys.h"

#include "crypto/hmac.h"

#include <algorithm>
#include <random>
#include <utility>

namespace msa {

namespace {

constexpr std::string_view layout = "msa2:";  // changes with what the script writes
constexpr std::size_t name_length = 12;       // letters: 72 bits
constexpr unsigned octet_bits = 8;

/// What makes a limit another one, and what it is called.
std::string limit_text(const Charge& charge) {
    std::string text;
    for (const std::int64_t number :
         {static_cast<std::int64_t>(charge.counting), charge.quota.events,
          charge.quota.window.count(), charge.quota.burst, charge.memory.count()}) {
        text += std::to_string(number);
        text += ' ';
    }
    const std::string_view key = charge.key;
    return text.append(key.substr(0, key.size() - whose(key).size()));
}

}  // namespace

std::string_view whose(std::string_view key) {
    const auto first = key.find('|');
    const auto second = first == std::string_view::npos ? first : key.find('|', first + 1);
    return second == std::string_view::npos ? key : key.substr(second + 1);
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

LimitNames::LimitNames(std::string secret) : secret_(std::move(secret)) {
    constexpr std::size_t in_a_word = 8;
    const auto key = key_for("names of limits");
    for (std::size_t i = 0; i < mark_key_.size() * in_a_word; ++i) {  // the same on all hosts
        auto& word = mark_key_.at(i / in_a_word);
        word = word << octet_bits | static_cast<unsigned char>(key.at(i));
    }
}

std::string LimitNames::name(char kind, std::string_view text) const {
    const auto digest = hmac_sha256(secret_, std::string(1, kind) + std::string(text));
    return base64url(octets_of(digest)).substr(0, name_length);
}

std::string LimitNames::member(std::string_view member) const {
    return member.empty() ? std::string() : name('m', member);
}

std::string LimitNames::tag(const Charge& charge) const {
    return name('w', whose(charge.key));
}

Digest LimitNames::key_for(std::string_view purpose) const {
    return hmac_sha256(secret_, 'k' + std::string(purpose));
}

LimitKeys LimitNames::keys(const Charge& charge, std::string tag) const {
    constexpr std::size_t octet_count = 4;
    constexpr std::size_t letter_count = 6;  // the others are padding
    LimitKeys keys{.tag = std::move(tag), .rates = {}, .name = {}, .key = {}};
    auto mark = member_mark(mark_key_, limit_text(charge));
    for (std::size_t i = 0; i < octet_count; ++i) {
        keys.name += static_cast<char>(mark & 0xffU);
        mark >>= octet_bits;
    }
    keys.rates = tagged_key(keys.tag, {});
    if (charge.counting != Counting::amount) {
        keys.key = keys.rates + base64url(keys.name).substr(0, letter_count);
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
