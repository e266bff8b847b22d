// Keys as the rule file names them, see signing_key.h.
#include "dkim/signing_key.h"

#include "base/text.h"
#include "crypto/key_file.h"

#include <algorithm>
#include <string>
#include <utility>

namespace msa {

namespace {

constexpr std::size_t maximum_label = 63;
constexpr std::size_t maximum_name = 253;
constexpr std::string_view between = "._domainkey.";
constexpr std::string_view every_subdomain = "*.";

bool is_ldh_label(std::string_view label) {
    return !label.empty() && label.size() <= maximum_label && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
           });
}

bool is_ldh_name(std::string_view name) {
    const auto labels = split(name, '.');
    return name.size() <= maximum_name && std::all_of(labels.begin(), labels.end(), &is_ldh_label);
}

Error refusal(std::string what) {
    return {.what = std::move(what), .kind = ErrorKind::bad_config};
}

Error malformed(std::string_view kind, std::string_view name) {
    return refusal(std::string(kind) + " `" + printable(name) +
                   "` is not made of lower-case letters, digits and inner hyphens");
}

Result<void> check_names(const SigningKeySettings& key) {
    if (!is_ldh_name(key.domain)) {
        return malformed("the domain", key.domain);
    }
    if (!is_ldh_name(key.selector)) {
        return malformed("the selector", key.selector);
    }
    if (key.selector.size() + between.size() + key.domain.size() > maximum_name) {
        return refusal("selector and domain are too long for one DNS name");
    }
    for (const std::string& author : key.author_domains) {
        std::string_view name = author;
        if (name.substr(0, every_subdomain.size()) == every_subdomain) {
            name.remove_prefix(every_subdomain.size());
        }
        if (!is_ldh_name(name)) {
            return malformed("the author domain", author);
        }
    }
    if (key.activate && key.retire && *key.activate >= *key.retire) {
        return refusal("the key is retired before it becomes active");
    }
    return {};
}

}  // namespace

Result<SigningKey> load_signing_key(const SigningKeySettings& key, const SigningSettings& settings,
                                    const KeyReader& read) {
    if (auto names = check_names(key); !names) {
        return names.error();
    }
    auto loaded = read(key.file, {.minimum_rsa_bits = settings.minimum_rsa_bits,
                                  .require_safe = settings.require_safe_keys});
    if (!loaded) {
        return loaded.error();
    }
    return SigningKey{.settings = key, .key = std::move(loaded).value()};
}

}  // namespace msa
