// Reads dates, see date.h. The field becomes tokens without white space and comments; the forms are
// told apart by the kinds of the first few. Whether it conforms is asked of what was read: a date
// that conforms is one that is spelled like its correction, but for what the grammar leaves open.
#include "base/text.h"
#include "mail/address_lexer.h"
#include "mail/date.h"
#include "mail/date_names.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <vector>

namespace msa {

namespace {

struct Token {
    enum class Kind { number, word, mark };
    Kind kind = Kind::mark;
    std::string_view text;
};

bool is_word_octet(char c) {
    return is_letter(c) || is_8bit(c);
}

/// Nothing where comments or octets are not those of a header field.
std::optional<std::vector<Token>> tokens_of(std::string_view field_body) {
    std::vector<Token> tokens;
    if (!check_octets(field_body)) {
        return std::nullopt;
    }
    for (Cursor cursor(field_body);;) {
        if (!read_cfws(cursor)) {
            return std::nullopt;
        }
        if (cursor.at_end()) {
            return tokens;
        }
        const std::size_t begin = cursor.position();
        if (is_digit(cursor.next())) {
            tokens.push_back({Token::Kind::number, cursor.take_while(is_digit)});
        } else if (is_word_octet(cursor.next())) {
            tokens.push_back({Token::Kind::word, cursor.take_while(is_word_octet)});
        } else {
            cursor.take();
            tokens.push_back({Token::Kind::mark, cursor.since(begin)});
        }
    }
}

/// Where `name` stands among `names`, counted from 0.
template <std::size_t N>
std::optional<unsigned> index_in(const std::array<std::string_view, N>& names,
                                 std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [name](std::string_view known) {
        return equal_ignoring_case(known, name);
    });
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<unsigned>(std::distance(names.begin(), found));
}

std::optional<unsigned> month_named(std::string_view name) {
    const auto index = index_in(month_names, name);
    return index ? index : index_in(long_month_names, name);
}

/// A date as written, each part in its own range.
struct Parts {
    std::string_view day_name;
    unsigned day = 0;
    unsigned month = 0;
    int year = 0;
    unsigned hour = 0;
    unsigned minute = 0;
    std::optional<unsigned> second;
    std::string zone = "-0000";
    bool has_zone = true;
    bool is_current_form = true;  // no token that RFC 5322, 3.3 does not have

    [[nodiscard]] std::chrono::year_month_day date() const {
        return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    }
    [[nodiscard]] std::string_view right_day_name() const {
        const std::chrono::weekday weekday{std::chrono::sys_days(date())};
        return day_names.at(weekday.c_encoding());
    }
};

std::string two_digits(unsigned number) {
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

std::string to_text(const Parts& parts) {
    std::string text(parts.right_day_name());
    text += ", " + std::to_string(parts.day) + " ";
    text += month_names.at(parts.month - 1);
    text += " " + std::to_string(parts.year) + " " + two_digits(parts.hour) + ":" +
            two_digits(parts.minute) + ":" + two_digits(parts.second.value_or(0));
    return text + " " + parts.zone;
}

/// Zones by name (RFC 5322, 4.3). All others, military ones included, tell nothing.
std::string zone_named(std::string_view name) {
    struct Named {
        std::string_view name;
        std::string_view offset;
    };
    constexpr std::array<Named, 10> known{{{"UT", "+0000"},
                                           {"GMT", "+0000"},
                                           {"EST", "-0500"},
                                           {"EDT", "-0400"},
                                           {"CST", "-0600"},
                                           {"CDT", "-0500"},
                                           {"MST", "-0700"},
                                           {"MDT", "-0600"},
                                           {"PST", "-0800"},
                                           {"PDT", "-0700"}}};
    const auto* const found = std::find_if(known.begin(), known.end(), [name](const Named& zone) {
        return equal_ignoring_case(zone.name, name);
    });
    return std::string(found == known.end() ? "-0000" : found->offset);
}

class DateParser {
public:
    explicit DateParser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    std::optional<Parts> parse() {
        const bool read = is_iso() ? iso() : (day_name(), day_and_month()) && time() && zone();
        if (!read || at_ != tokens_.size() || !parts_.date().ok() || parts_.year < 1900) {
            return std::nullopt;
        }
        return parts_;
    }

private:
    using Kind = Token::Kind;

    [[nodiscard]] bool sees(Kind kind, std::size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].kind == kind;
    }
    [[nodiscard]] bool sees_mark(std::string_view mark, std::size_t ahead = 0) const {
        return sees(Kind::mark, ahead) && tokens_[at_ + ahead].text == mark;
    }
    bool take_mark(std::string_view mark) {
        const bool is_there = sees_mark(mark);
        at_ += is_there ? 1 : 0;
        return is_there;
    }
    std::string_view take() { return tokens_[at_++].text; }

    /// A number of `least` to `most` digits, at most `limit`.
    template <class Number>
    bool number(Number& into, std::size_t least, std::size_t most, Number limit) {
        if (!sees(Kind::number)) {
            return false;
        }
        const auto digits = take();
        if (digits.size() < least || digits.size() > most) {
            return false;
        }
        into = 0;
        for (const char digit : digits) {
            into = into * 10 + static_cast<Number>(digit - '0');
        }
        return into <= limit;
    }

    [[nodiscard]] bool is_iso() const {
        return sees(Kind::number) && tokens_[at_].text.size() == 4 && sees_mark("-", 1);
    }
    bool iso() {
        parts_.is_current_form = false;
        if (!number(parts_.year, 4, 4, 9999) || !take_mark("-") ||
            !number(parts_.month, 2, 2, 12U) || !take_mark("-") || !number(parts_.day, 2, 2, 31U)) {
            return false;
        }
        if (sees(Kind::word) && !equal_ignoring_case(take(), "T")) {
            return false;
        }
        if (!time()) {
            return false;
        }
        if (sees(Kind::word) && equal_ignoring_case(tokens_[at_].text, "Z")) {
            take();
            parts_.zone = "+0000";
            return true;
        }
        return zone();
    }

    /// Any word counts: the date tells the day, in whatever language it was named.
    void day_name() {
        const bool names_month =
            sees(Kind::word) && month_named(tokens_[at_].text) && sees(Kind::number, 1);
        if (!sees(Kind::word) || names_month) {
            return;
        }
        parts_.day_name = take();
        const bool had_period = take_mark(".");
        const bool had_comma = take_mark(",");
        parts_.is_current_form = had_comma && !had_period;
    }

    bool day_and_month() {
        if (sees(
                Kind::word)) {  // asctime(): Nov 21 11:59:30 2025; JavaScript: Nov 21 2025 11:59:30
            parts_.is_current_form = false;
            const bool read = month() && number(parts_.day, 1, 2, 31U);
            take_mark(",");
            year_is_last_ = sees_mark(":", 1);
            return read && (year_is_last_ || year());
        }
        if (!number(parts_.day, 1, 2, 31U)) {
            return false;
        }
        const bool has_hyphens = take_mark("-");  // RFC 850: 21-Nov-25
        parts_.is_current_form &= !has_hyphens;
        return month() && take_mark("-") == has_hyphens && year();
    }
    bool month() {
        const auto index = sees(Kind::word) ? month_named(take()) : std::nullopt;
        parts_.is_current_form &= index && tokens_[at_ - 1].text.size() == 3;
        parts_.month = index.value_or(0) + 1;
        return index.has_value();
    }
    /// Two and three digits have had a meaning since 1997 (RFC 5322, 4.3).
    bool year() {
        const std::size_t digits = sees(Kind::number) ? tokens_[at_].text.size() : 0;
        if (!number(parts_.year, 2, 4, 9999)) {
            return false;
        }
        if (digits < 4) {
            parts_.is_current_form = false;
            parts_.year += digits == 2 && parts_.year < 50 ? 2000 : 1900;
        }
        return true;
    }

    /// An hour, minute or second.
    bool clock(unsigned& into, unsigned limit) {
        parts_.is_current_form &= sees(Kind::number) && tokens_[at_].text.size() == 2;
        return number(into, 1, 2, limit);
    }
    bool time() {
        if (!clock(parts_.hour, 23U) || !take_mark(":") || !clock(parts_.minute, 59U)) {
            return false;
        }
        if (take_mark(":")) {
            parts_.second = 0;
            if (!clock(*parts_.second, 60U) || !fraction()) {  // 60: a leap second
                return false;
            }
        }
        return half_of_day() && (!year_is_last_ || year());
    }
    bool fraction() {
        if (!take_mark(".") && !take_mark(",")) {
            return true;
        }
        parts_.is_current_form = false;
        unsigned fraction = 0;
        return number(fraction, 1, 9, 999'999'999U);
    }
    /// AM and PM. An hour over 12 says what PM does.
    bool half_of_day() {
        const bool is_pm = sees(Kind::word) && equal_ignoring_case(tokens_[at_].text, "PM");
        if (!is_pm && !(sees(Kind::word) && equal_ignoring_case(tokens_[at_].text, "AM"))) {
            return true;
        }
        take();
        parts_.is_current_form = false;
        if (is_pm ? parts_.hour == 0 : parts_.hour > 12) {
            return false;
        }
        if (parts_.hour == 12) {
            parts_.hour = is_pm ? 12 : 0;
        } else if (is_pm && parts_.hour < 12) {
            parts_.hour += 12;
        }
        return true;
    }

    bool zone() {
        if (is_universal() && (sees_mark("+", 1) || sees_mark("-", 1))) {  // GMT+0100
            take();
            parts_.is_current_form = false;
        }
        const bool is_east = sees_mark("+");
        if (is_east || sees_mark("-")) {
            take();
            return offset(is_east ? "+" : "-");
        }
        parts_.is_current_form = false;
        parts_.has_zone = sees(Kind::word);
        parts_.zone = parts_.has_zone ? zone_named(take()) : "-0000";
        return true;
    }
    [[nodiscard]] bool is_universal() const {
        constexpr std::array<std::string_view, 3> names{"GMT", "UTC", "UT"};
        return sees(Kind::word) && index_in(names, tokens_[at_].text);
    }
    bool offset(std::string sign) {
        unsigned hours = 0;
        unsigned minutes = 0;
        if (sees(Kind::number) && sees_mark(":", 1)) {  // +01:00
            parts_.is_current_form = false;
            if (!number(hours, 2, 2, 99U) || !take_mark(":") || !number(minutes, 2, 2, 59U)) {
                return false;
            }
        } else {
            if (!number(hours, 4, 4, 9959U)) {
                return false;
            }
            minutes = hours % 100;
            hours /= 100;
        }
        parts_.zone = std::move(sign) + two_digits(hours) + two_digits(minutes);
        return minutes <= 59;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    bool year_is_last_ = false;
    Parts parts_;
};

/// The white space and comments of the grammar without its obsolete parts: comments behind all
/// else, a blank where two words would run together, none inside the time or in front of the comma.
bool is_spaced_well(std::string_view field_body, const Parts& parts) {
    Cursor cursor(field_body);
    const auto blank = [&] { return !cursor.take_while(is_white_space).empty(); };
    const auto word = [&] {
        return !cursor.take_while([](char c) { return is_letter(c) || is_digit(c); }).empty();
    };
    (void)blank();
    if (!parts.day_name.empty() && !(word() && cursor.take_if(','))) {
        return false;
    }
    (void)blank();
    const bool has_date = word() && blank() && word() && blank() && word() && blank();
    bool has_time = has_date && word() && cursor.take_if(':') && word();
    if (has_time && parts.second) {
        has_time = cursor.take_if(':') && word();
    }
    return has_time && blank() && (cursor.take_if('+') || cursor.take_if('-')) && word();
}

bool conforms(std::string_view field_body, const Parts& parts) {
    const bool is_right_day =
        parts.day_name.empty() || equal_ignoring_case(parts.day_name, parts.right_day_name());
    return parts.is_current_form && is_right_day && is_spaced_well(field_body, parts);
}

}  // namespace

std::optional<DateReading> read_date(std::string_view field_body) {
    auto tokens = tokens_of(field_body);
    if (!tokens) {
        return std::nullopt;
    }
    const auto parts = DateParser(*std::move(tokens)).parse();
    if (!parts) {
        return std::nullopt;
    }
    DateReading reading{
        .conforms = conforms(field_body, *parts), .corrected = to_text(*parts), .without_zone = {}};
    if (!parts->has_zone) {
        reading.without_zone =
            std::chrono::sys_days(parts->date()) + std::chrono::hours(parts->hour) +
            std::chrono::minutes(parts->minute) + std::chrono::seconds(parts->second.value_or(0));
    }
    return reading;
}

}  // namespace msa
