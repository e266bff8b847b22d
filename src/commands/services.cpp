#include "commands/services.h"

#include "base/file.h"
#include "dkim/digest.h"
#include "dkim/dkim_signer.h"
#include "tables/open_table.h"

#include <string>

namespace msa {
namespace {

std::string sha256_hex(std::string_view octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    Sha256 hash;
    hash.add(octets);
    std::string text;
    for (const char octet : hash.finish()) {
        const auto value = static_cast<unsigned char>(octet);
        text += digits[value >> 4U];
        text += digits[value & 0xfU];
    }
    return text;
}

}  // namespace

RuleServices rule_services() {
    return {.read_file = [](const std::string& path) { return read_file(path, max_config_file); },
            .open_table = open_table,
            .make_signer = make_dkim_signer,
            .sha256 = sha256_hex};
}

}  // namespace msa
