#include "mail/hidden_character.h"

#include "mail/unicode.h"

#include <algorithm>
#include <array>
#include <vector>

#include <unictype.h>

namespace msa {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Format characters that show nothing or turn the direction, and white space no keyboard writes.
constexpr std::array<Range, 17> invisible{{{0x00AD, 0x00AD},
                                           {0x034F, 0x034F},
                                           {0x061C, 0x061C},
                                           {0x115F, 0x1160},
                                           {0x17B4, 0x17B5},
                                           {0x180B, 0x180F},
                                           {0x200B, 0x200F},
                                           {0x2028, 0x202E},
                                           {0x2060, 0x206F},
                                           {0x3164, 0x3164},
                                           {0xFEFF, 0xFEFF},
                                           {0xFFA0, 0xFFA0},
                                           {0xFFF0, 0xFFFB},
                                           {0x1BCA0, 0x1BCA3},
                                           {0x1D173, 0x1D17A},
                                           {0xE0000, 0xE00FF},
                                           {0xE01F0, 0xE0FFF}}};

// They choose how the character in front of them looks: much used in emoji, nothing in an address.
constexpr std::array<Range, 2> selectors{{{0xFE00, 0xFE0F}, {0xE0100, 0xE01EF}}};

// What is at home in one script: marks, and the letters beside which they may stand.
struct Home {
    Range marks;
    Range letters;
};
constexpr std::array<Home, 3> homes{{{{0x115F, 0x1160}, {0x1100, 0x11FF}},
                                     {{0x17B4, 0x17B5}, {0x1780, 0x17DD}},
                                     {{0x180B, 0x180F}, {0x1810, 0x18AF}}}};

bool is_within(const Range& range, char32_t point) {
    return range.first <= point && point <= range.last;
}

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t point) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [point](const Range& range) { return is_within(range, point); });
}

bool is_control_point(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

bool is_joiner(char32_t point) {
    return point == 0x200C || point == 0x200D;
}

bool is_direction_mark(char32_t point) {
    return point == 0x200E || point == 0x200F || point == 0x061C;
}

/// A letter that joins the one behind it, or a virama, which says that it would.
bool joins_what_follows(char32_t point) {
    constexpr int virama = UC_CCC_VR;
    const int type = uc_joining_type(point);
    return uc_combining_class(point) == virama || type == UC_JOINING_TYPE_D ||
           type == UC_JOINING_TYPE_L;
}

// A character and those around it; 0 where there is none.
struct Place {
    char32_t before;
    char32_t point;
    char32_t behind;
};

bool is_visible_beyond_ascii(char32_t point) {
    return point >= 0xA0 && !is_in(invisible, point);
}

bool joins_visible(const Place& at) {
    return is_joiner(at.point) && is_visible_beyond_ascii(at.before) &&
           is_visible_beyond_ascii(at.behind);
}

bool has_its_place(const Place& at) {
    if (is_direction_mark(at.point)) {
        return true;
    }
    if (is_joiner(at.point)) {
        return joins_what_follows(at.before) || joins_visible(at);
    }
    return std::any_of(homes.begin(), homes.end(), [&](const Home& home) {
        return is_within(home.marks, at.point) &&
               (is_within(home.letters, at.before) || is_within(home.letters, at.behind));
    });
}

/// Whether nobody sees the character there, and nothing around it needs it.
bool is_invisible_at(const std::vector<char32_t>& points, std::size_t i, HiddenMarks allowed) {
    const Place at{.before = i > 0 ? points[i - 1] : 0,
                   .point = points[i],
                   .behind = i + 1 < points.size() ? points[i + 1] : 0};
    const bool is_allowed =
        allowed == HiddenMarks::of_names ? has_its_place(at) : joins_visible(at);
    return is_in(invisible, points[i]) && !is_allowed;
}

}  // namespace

std::optional<HiddenCharacter> hidden_character(std::string_view text, HiddenMarks allowed) {
    constexpr char32_t byte_order_mark = 0xFEFF;
    if (is_printable_ascii(text)) {
        return std::nullopt;
    }
    const auto points = code_points(text);
    const bool has_mark =
        allowed == HiddenMarks::of_names && !points.empty() && points.front() == byte_order_mark;
    for (std::size_t i = has_mark ? 1 : 0; i < points.size(); ++i) {
        if (is_control_point(points[i])) {
            return HiddenCharacter{Hidden::control, points[i]};
        }
        if (is_invisible_at(points, i, allowed)) {
            return HiddenCharacter{Hidden::invisible, points[i]};
        }
    }
    return std::nullopt;
}

std::string without_hidden(std::string_view text) {
    auto points = code_points(text);
    const auto is_hidden = [](char32_t point) {
        return is_in(invisible, point) || is_control_point(point) || is_in(selectors, point);
    };
    points.erase(std::remove_if(points.begin(), points.end(), is_hidden), points.end());
    return to_utf8(points);
}

}  // namespace msa
