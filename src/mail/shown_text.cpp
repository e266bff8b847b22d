#include "mail/shown_text.h"

#include "base/text.h"
#include "mail/address_lexer.h"
#include "mail/decoded_text.h"
#include "mail/unicode.h"

#include <algorithm>
#include <array>

namespace msa {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Format characters that show nothing or turn the direction, and white space no keyboard writes.
constexpr std::array<Range, 13> invisible{{{0x00AD, 0x00AD},
                                           {0x034F, 0x034F},
                                           {0x061C, 0x061C},
                                           {0x115F, 0x1160},
                                           {0x180E, 0x180E},
                                           {0x200B, 0x200F},
                                           {0x2028, 0x202E},
                                           {0x2060, 0x206F},
                                           {0x3164, 0x3164},
                                           {0xFEFF, 0xFEFF},
                                           {0xFFA0, 0xFFA0},
                                           {0xFFF9, 0xFFFB},
                                           {0xE0000, 0xE007F}}};

// They choose how the character in front of them looks: much used in emoji, nothing in an address.
constexpr std::array<Range, 4> selectors{
    {{0x17B4, 0x17B5}, {0x180B, 0x180F}, {0xFE00, 0xFE0F}, {0xE0100, 0xE01EF}}};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t point) {
    return std::any_of(ranges.begin(), ranges.end(), [point](const Range& range) {
        return range.first <= point && point <= range.last;
    });
}

bool is_invisible(char32_t point) {
    return is_in(invisible, point);
}

bool is_control_point(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

bool is_joiner(char32_t point) {
    return point == 0x200C || point == 0x200D;
}

bool is_domain_octet(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || is_8bit(c);
}

bool is_local_octet(char c) {
    return is_atext(c) || c == '.';
}

void add(std::vector<std::string>& texts, std::string_view text) {
    if (!text.empty()) {
        texts.push_back(decoded_text(text));
    }
}

void add(std::vector<std::string>& texts, const std::vector<std::string>& comments) {
    for (const auto& comment : comments) {
        add(texts, comment);
    }
}

void add(std::vector<std::string>& texts, const Mailbox& mailbox) {
    add(texts, mailbox.display_name);
    add(texts, mailbox.comments);
    if (!is_dot_string(mailbox.address.local_part)) {
        add(texts, mailbox.address.local_part);
    }
}

std::string without_unseen(std::string_view text) {
    auto points = code_points(text);
    const auto is_unseen = [](char32_t point) {
        return is_invisible(point) || is_control_point(point) || is_in(selectors, point);
    };
    points.erase(std::remove_if(points.begin(), points.end(), is_unseen), points.end());
    return to_utf8(points);
}

// What is seen of a text: the ideographic full stops separate labels as `.` does (RFC 3490, 3.1).
// Some compatibility forms stand for what is not seen, so that is looked for twice.
std::string as_seen(std::string_view text) {
    auto points = code_points(without_unseen(nfkc(without_unseen(text))));
    std::replace(points.begin(), points.end(), U'\u3002', U'.');
    return to_utf8(points);
}

/// What people take for a local part in front of the `@` there.
std::string local_part_before(std::string_view text, std::size_t at) {
    auto begin = at;
    while (begin > 0 && is_local_octet(text[begin - 1])) {
        --begin;
    }
    while (begin < at && (text[begin] == '\'' || text[begin] == '`' || text[begin] == '.')) {
        ++begin;
    }
    return std::string(text.substr(begin, at - begin));
}

/// What people take for a domain behind it.
std::string domain_behind(std::string_view text, std::size_t at) {
    auto end = at + 1;
    while (end < text.size() && is_domain_octet(text[end])) {
        ++end;
    }
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) {
        --end;
    }
    return std::string(text.substr(at + 1, end - at - 1));
}

}  // namespace

std::vector<std::string> shown_texts(const std::vector<Address>& addresses) {
    std::vector<std::string> texts;
    for (const auto& address : addresses) {
        if (const auto* group = std::get_if<Group>(&address)) {
            add(texts, group->name);
            add(texts, group->comments);
            for (const auto& member : group->members) {
                add(texts, member);
            }
        } else {
            add(texts, std::get<Mailbox>(address));
        }
    }
    return texts;
}

std::optional<HiddenCharacter> hidden_character(std::string_view text) {
    const auto points = code_points(text);
    const auto is_beyond_ascii = [&](std::size_t at) {
        return at < points.size() && points[at] >= 0xA0 && !is_invisible(points[at]);
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (is_control_point(points[i])) {
            return HiddenCharacter{Hidden::control, points[i]};
        }
        const bool joins =
            is_joiner(points[i]) && i > 0 && is_beyond_ascii(i - 1) && is_beyond_ascii(i + 1);
        if (is_invisible(points[i]) && !joins) {
            return HiddenCharacter{Hidden::invisible, points[i]};
        }
    }
    return std::nullopt;
}

std::vector<AddrSpec> addresses_in(std::string_view text) {
    const std::string seen = as_seen(text);
    std::vector<AddrSpec> found;
    for (auto at = seen.find('@'); at != std::string::npos; at = seen.find('@', at + 1)) {
        std::string domain = domain_behind(seen, at);
        if (domain.find('.') != std::string::npos && domain.front() != '.') {
            found.push_back(
                {.local_part = local_part_before(seen, at), .domain = std::move(domain)});
        }
    }
    return found;
}

}  // namespace msa
