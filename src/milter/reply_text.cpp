// Reply texts, see reply_text.h.
#include "milter/reply_text.h"

#include "base/text.h"

namespace msa {

namespace {

// MAXREPLYLEN of libmilter.
constexpr std::size_t limit = 980;

}  // namespace

std::string milter_reply_text(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (result.size() + (c == '%' ? 2 : 1) > limit) {
            break;
        }
        result += is_control(c) || is_8bit(c) ? '?' : c;
        if (c == '%') {
            result += '%';
        }
    }
    return result;
}

}  // namespace msa
