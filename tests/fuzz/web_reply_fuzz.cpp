// Replies of a web server, and policies in them: read alike however they are cut, and never for
// ever.
#include "base/text.h"
#include "fuzz/require.h"
#include "names/sts_policy.h"
#include "names/web_reply.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace msa {
namespace {

Result<WebReply> read_in_pieces(std::string_view text, std::size_t size) {
    return read_web_reply([&]() -> Result<std::string> {
        std::string piece(text.substr(0, size));
        text.remove_prefix(piece.size());
        return piece;
    });
}

void check(std::string_view text) {
    constexpr std::size_t longest_body = 65536;
    const auto whole = read_in_pieces(text, std::max<std::size_t>(text.size(), 1));
    const auto cut = read_in_pieces(text, 1);
    require(whole.has_value() == cut.has_value(), "pieces change nothing");
    if (!whole) {
        const auto& why = whole.error().what;
        require(std::none_of(why.begin(), why.end(), is_control), "errors are printable");
        return;
    }
    require(whole->body == cut->body && whole->status == cut->status, "the same reply");
    require(whole->body.size() <= longest_body, "a bounded body");
    if (const auto policy = parse_sts_policy(whole->body)) {
        require(policy->mode == "none" || !policy->hosts.empty(), "a policy names hosts");
        (void)policy->names("mx.example.com");
    }
}

}  // namespace
}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    msa::check({reinterpret_cast<const char*>(data), size});
    return 0;
}
