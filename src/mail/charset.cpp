#include "mail/charset.h"

#include "base/text.h"
#include "mail/unicode.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace msa {

namespace {

using Alias = std::pair<std::string_view, std::string_view>;

// What differs from iconv, or is unknown to it.
constexpr std::array<Alias, 61> aliases{{
    {"ansi_x3.4-1968", "cp1252"},
    {"ascii", "cp1252"},
    {"cp819", "cp1252"},
    {"csisolatin1", "cp1252"},
    {"ibm819", "cp1252"},
    {"iso-8859-1", "cp1252"},
    {"iso-ir-100", "cp1252"},
    {"iso8859-1", "cp1252"},
    {"iso88591", "cp1252"},
    {"iso_8859-1", "cp1252"},
    {"iso_8859-1:1987", "cp1252"},
    {"l1", "cp1252"},
    {"latin1", "cp1252"},
    {"us-ascii", "cp1252"},
    {"x-cp1252", "cp1252"},
    {"csisolatin5", "cp1254"},
    {"iso-8859-9", "cp1254"},
    {"iso-ir-148", "cp1254"},
    {"iso8859-9", "cp1254"},
    {"iso_8859-9", "cp1254"},
    {"l5", "cp1254"},
    {"latin5", "cp1254"},
    {"dos-874", "cp874"},
    {"iso-8859-11", "cp874"},
    {"iso8859-11", "cp874"},
    {"tis-620", "cp874"},
    {"windows-874", "cp874"},
    {"cseuckr", "cp949"},
    {"csksc56011987", "cp949"},
    {"euc-kr", "cp949"},
    {"iso-ir-149", "cp949"},
    {"korean", "cp949"},
    {"ks_c_5601-1987", "cp949"},
    {"ks_c_5601-1989", "cp949"},
    {"ksc5601", "cp949"},
    {"ksc_5601", "cp949"},
    {"windows-949", "cp949"},
    {"chinese", "gbk"},
    {"csgb2312", "gbk"},
    {"csiso58gb231280", "gbk"},
    {"gb2312", "gbk"},
    {"gb_2312", "gbk"},
    {"gb_2312-80", "gbk"},
    {"iso-ir-58", "gbk"},
    {"x-gbk", "gbk"},
    {"csshiftjis", "cp932"},
    {"ms_kanji", "cp932"},
    {"shift-jis", "cp932"},
    {"shift_jis", "cp932"},
    {"sjis", "cp932"},
    {"windows-31j", "cp932"},
    {"x-sjis", "cp932"},
    {"x-euc-jp", "euc-jp"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"unicode11utf8", "utf-8"},
    {"unicode20utf8", "utf-8"},
    {"utf8", "utf-8"},
    {"x-unicode20utf8", "utf-8"},
    {"csunicode11utf7", "utf-7"},
    {"csutf7", "utf-7"},
    {"utf7", "utf-7"},
}};

// Without a mark these are big-endian (RFC 2781, 4.3); iconv takes the order of the machine.
constexpr std::array<std::string_view, 10> two_octets{
    "utf-16",         "utf16",   "ucs-2",     "ucs2",    "iso-10646-ucs-2",
    "ucs-2-internal", "unicode", "csunicode", "csutf16", "unicodefeff"};
constexpr std::array<std::string_view, 8> four_octets{
    "utf-32", "utf32", "ucs-4", "ucs4", "iso-10646-ucs-4", "csucs4", "csutf32", "iso-10646"};

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

struct Wide {
    std::string_view big;
    std::string_view little;
    std::string_view big_mark;
    std::string_view little_mark;
};
constexpr Wide utf_16{"utf-16be", "utf-16le", {"\xFE\xFF", 2}, {"\xFF\xFE", 2}};
constexpr Wide utf_32{"utf-32be", "utf-32le", {"\0\0\xFE\xFF", 4}, {"\xFF\xFE\0\0", 4}};

std::optional<std::string> from_wide(const Wide& wide, std::string_view octets,
                                     bool is_little_endian) {
    const bool has_big_mark = starts_with(octets, wide.big_mark);
    const bool has_little_mark = starts_with(octets, wide.little_mark);
    if (has_big_mark || has_little_mark) {
        octets.remove_prefix(wide.big_mark.size());
    }
    const bool is_little = has_little_mark || (is_little_endian && !has_big_mark);
    return from_charset(is_little ? wide.little : wide.big, octets);
}

std::optional<std::string> converted(std::string_view name, std::string_view octets,
                                     bool is_little_endian) {
    if (is_among(two_octets, name)) {
        return from_wide(utf_16, octets, is_little_endian);
    }
    if (is_among(four_octets, name)) {
        return from_wide(utf_32, octets, is_little_endian);
    }
    auto text = from_charset(name, octets);
    constexpr std::string_view private_mark = "x-";
    if (!text && starts_with(name, private_mark) && name != "x-mac-roman") {
        text = from_charset(name.substr(private_mark.size()), octets);
    }
    return text;
}

std::string without_replacements(std::string_view text) {
    auto points = code_points(text);
    points.erase(std::remove_if(points.begin(), points.end(),
                                [](char32_t point) { return point == U'?' || point == 0xFFFD; }),
                 points.end());
    return to_utf8(points);
}

}  // namespace

std::string usual_charset(std::string_view label) {
    std::string name = ascii_lower(label);
    const auto* const alias = std::find_if(aliases.begin(), aliases.end(),
                                           [&](const Alias& each) { return each.first == name; });
    if (alias != aliases.end()) {
        return std::string(alias->second);
    }
    const bool is_utf_7 = name.find("utf-7") != std::string::npos;
    return is_utf_7 && name.find("imap") == std::string::npos ? "utf-7" : name;
}

std::optional<std::string> from_charset(std::string_view label, std::string_view octets,
                                        const CharsetReading& reading) {
    const std::string name = usual_charset(label);
    if (name == "utf-8") {
        return from_utf8(octets, reading.drops_invalid);
    }
    auto text = converted(name, octets, reading.is_little_endian);
    return text && reading.drops_invalid ? without_replacements(*text) : text;
}

std::string from_utf8(std::string_view octets, bool drops_invalid) {
    std::string text;
    while (!octets.empty()) {
        const auto valid = well_formed_prefix(octets);
        text += octets.substr(0, valid);
        octets.remove_prefix(valid);
        if (!octets.empty()) {
            text += drops_invalid ? "" : "\uFFFD";
            octets.remove_prefix(1);
        }
    }
    return text;
}

std::string from_latin1(std::string_view octets) {
    std::vector<char32_t> points;
    for (const char c : octets) {
        points.push_back(static_cast<unsigned char>(c));
    }
    return to_utf8(points);
}

std::string ascii_of(std::string_view octets) {
    std::string text(octets);
    text.erase(std::remove_if(text.begin(), text.end(), is_8bit), text.end());
    return text;
}

}  // namespace msa
