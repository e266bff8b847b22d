// Content-Type and Content-Transfer-Encoding: what is accepted says the same when it is written and
// read again.
#include "fuzz/require.h"
#include "mail/content_type.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace msa {

namespace {

bool is_same(const ContentType& a, const ContentType& b) {
    if (a.type != b.type || a.subtype != b.subtype || a.parameters.size() != b.parameters.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.parameters.size(); ++i) {
        if (a.parameters[i].name != b.parameters[i].name ||
            a.parameters[i].value != b.parameters[i].value) {
            return false;
        }
    }
    return true;
}

void check(std::string_view text) {
    if (const auto type = parse_content_type(text)) {
        const auto again = parse_content_type(to_text(*type));
        require(again && is_same(*type, *again), "a type is read back as it was");
        require(again->deviation.empty(), "what was written anew does not deviate");
        require(!type->is_multipart() || type->find("boundary") != nullptr, "a boundary is there");
        require(type->type.find_first_of("/; \t\"()") == std::string::npos, "a type is a token");
    }
    if (const auto encoding = parse_transfer_encoding(text)) {
        const auto again = parse_transfer_encoding(encoding->name);
        require(again && again->name == encoding->name && again->deviation.empty(),
                "an encoding is read back as it was");
    }
    require(!is_mime_1_0(text) || text.find('1') < text.find('0'), "1.0 has a 1 and a 0");
}

}  // namespace

}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    msa::check(std::string_view(reinterpret_cast<const char*>(data), size));
    return 0;
}
