#include "submission/reply.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

constexpr std::string_view temporary_code = "451";
constexpr std::size_t max_name = 100;  // of a rule or session; the text keeps most of the room

bool is_enhanced_code(std::string_view word) {
    const auto parts = split(word, '.');
    return parts.size() == 3 && parts[0].size() == 1 &&
           std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
               return !part.empty() && part.size() <= 3 &&
                      std::all_of(part.begin(), part.end(), is_digit);
           });
}

bool is_reply_code(std::string_view word) {
    return word.size() == 3 && (word[0] == '4' || word[0] == '5') && is_digit(word[1]) &&
           is_digit(word[2]);
}

/// What a client may be sent; findings have their values escaped already.
std::string printable_ascii(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return is_8bit(c) || is_control(c); }, '?');
    return text;
}

std::string cut(std::string text, std::size_t limit) {
    if (text.size() > limit) {
        text.resize(limit - 3);
        text += "...";
    }
    return text;
}

}  // namespace

Result<Reply> parse_reply(std::string_view line) {
    const auto fail = [](std::string_view what) {
        return Error{std::string(what) + "; a reply reads like \"550 5.7.1 text\"",
                     ErrorKind::bad_config};
    };
    const auto first = line.find(' ');
    const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos) {
        return fail("code, enhanced code or text is missing");
    }
    const auto code = line.substr(0, first);
    const auto enhanced = line.substr(first + 1, second - first - 1);
    const auto text = trimmed(line.substr(second + 1));
    if (!is_reply_code(code)) {
        return fail("the code is not between 400 and 599");
    }
    if (!is_enhanced_code(enhanced)) {
        return fail("the enhanced code is not valid (RFC 3463)");
    }
    if (enhanced.front() != code.front()) {
        return fail("the enhanced code is of another class than the code");
    }
    if (text.empty() || text.size() > max_reply_text) {
        return fail("the text is empty or longer than " + std::to_string(max_reply_text));
    }
    if (has_8bit(text) || std::any_of(text.begin(), text.end(), is_control)) {
        return fail("the text is not printable ASCII");
    }
    return Reply{std::stoi(std::string(code)), std::string(enhanced), std::string(text)};
}

std::string to_text(const Reply& reply) {
    return std::to_string(reply.code) + ' ' + reply.enhanced + ' ' + reply.text;
}

Reply as_temporary(Reply reply) {
    if (reply.is_permanent()) {
        reply.code = std::stoi(std::string(temporary_code));
        if (!reply.enhanced.empty()) {
            reply.enhanced.front() = '4';
        }
    }
    return reply;
}

Reply identified(Reply reply, std::string_view rule, std::string_view session) {
    std::string tail = " (";
    if (!rule.empty()) {
        tail += "rule " + printable(rule, max_name) + ", ";
    }
    tail += "session " + printable(session, max_name) + ')';
    reply.text = cut(printable_ascii(std::move(reply.text)), max_reply_text - tail.size()) + tail;
    return reply;
}

Reply try_again_later() {
    return {451, "4.3.0", "Temporary internal trouble, please try again"};
}

}  // namespace msa
