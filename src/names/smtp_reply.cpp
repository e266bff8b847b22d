#include "names/smtp_reply.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>

namespace msa {
namespace {

constexpr std::size_t longest = 65536;
constexpr std::size_t code_size = 3;

/// Absent: no line of a reply.
bool is_reply_line(std::string_view line) {
    return line.size() >= code_size &&
           std::all_of(line.begin(), line.begin() + code_size, is_digit) &&
           (line.size() == code_size || line[code_size] == ' ' || line[code_size] == '-');
}

/// Without its end.
Result<std::string> next_line(std::string& octets, std::size_t& left, const MoreOctets& more) {
    auto end = octets.find('\n');
    while (end == std::string::npos) {
        if (octets.size() > left) {
            return Error{"a reply without end"};
        }
        const auto further = more();
        if (!further) {
            return further.error();
        }
        octets += *further;
        end = octets.find('\n');
    }
    if (end > left) {
        return Error{"a reply without end"};
    }
    left -= end;
    auto line = octets.substr(0, end);
    octets.erase(0, end + 1);
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    return line;
}

}  // namespace

bool SmtpReply::offers(std::string_view extension) const {
    return std::any_of(lines.begin(), lines.end(), [extension](const std::string& line) {
        const auto word = std::string_view(line).substr(0, line.find_first_of(" ="));
        return equal_ignoring_case(word, extension);
    });
}

Result<SmtpReply> read_reply(std::string& octets, const MoreOctets& more) {
    SmtpReply reply;
    std::size_t left = longest;
    for (;;) {
        const auto line = next_line(octets, left, more);
        if (!line) {
            return line.error();
        }
        if (!is_reply_line(*line)) {
            return Error{"no reply of SMTP: \"" + printable(*line, 80) + '"'};
        }
        (void)std::from_chars(line->data(), line->data() + code_size, reply.code);  // digits
        reply.lines.push_back(line->substr(std::min(line->size(), code_size + 1)));
        if (line->size() == code_size || (*line)[code_size] == ' ') {
            return reply;
        }
    }
}

}  // namespace msa
