// Arguments of MAIL and RCPT: paths and xtext.
#include "base/text.h"
#include "fuzz/require.h"
#include "mail/address_key.h"
#include "mail/path.h"
#include "mail/xtext.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using msa::require;

namespace {

void check(const msa::Result<msa::Path>& path, std::string_view argument) {
    if (!path) {
        require(path.error().what == msa::printable(path.error().what, path.error().what.size()),
                "errors are printable");
        return;
    }
    require(argument.front() == '<' && argument.back() == '>', "a path has brackets");
    if (path->is_null() || path->is_bare_postmaster()) {
        return;
    }
    require(msa::address_key(path->address).has_value(), "a path has a key");
    const auto again = msa::parse_forward_path('<' + msa::to_text(path->address) + '>');
    require(again && again->address == path->address && !again->has_source_route,
            "written again it is the same");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check(msa::parse_reverse_path(text), text);
    check(msa::parse_forward_path(text), text);
    const auto decoded = msa::decode_xtext(text);
    require(!decoded || decoded->size() <= text.size(), "xtext only shrinks");
    return 0;
}
