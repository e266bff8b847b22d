// Replies of an SMTP server: read alike however they are cut, and never for ever.
#include "base/text.h"
#include "fuzz/require.h"
#include "names/smtp_reply.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace msa {
namespace {

struct Read {
    Result<SmtpReply> reply;
    std::string rest;  // of what was given
};

Read read_in_pieces(std::string_view text, std::size_t size) {
    std::string octets;
    auto reply = read_reply(octets, [&]() -> Result<std::string> {
        if (text.empty()) {
            return Error{"the end"};
        }
        std::string piece(text.substr(0, size));
        text.remove_prefix(piece.size());
        return piece;
    });
    return {std::move(reply), octets + std::string(text)};
}

void check(std::string_view text) {
    const auto whole = read_in_pieces(text, std::max<std::size_t>(text.size(), 1));
    const auto cut = read_in_pieces(text, 1);
    require(whole.reply.has_value() == cut.reply.has_value(), "pieces change nothing");
    if (!whole.reply) {
        const auto& why = whole.reply.error().what;
        require(std::none_of(why.begin(), why.end(), is_control), "errors are printable");
        return;
    }
    require(whole.reply->code == cut.reply->code && whole.reply->lines == cut.reply->lines,
            "the same reply");
    require(whole.rest == cut.rest, "and the same rest");
    require(whole.reply->code <= 999 && !whole.reply->lines.empty(), "a code and a line");
}

}  // namespace
}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    msa::check({reinterpret_cast<const char*>(data), size});
    return 0;
}
