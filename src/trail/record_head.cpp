// The beginnings of lines, see record_head.h.
#include "trail/record_head.h"

#include "trail/trail_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace msa {

namespace {

constexpr std::array<std::pair<std::string_view, RecordKind>, 23> kinds{{
    {"transaction", RecordKind::transaction},
    {"recipients", RecordKind::recipients},
    {"facts", RecordKind::facts},
    {"tree", RecordKind::tree},
    {"start", RecordKind::start},
    {"stop", RecordKind::stop},
    {"reload", RecordKind::reload},
    {"rules", RecordKind::rules},
    {"tables", RecordKind::tables},
    {"dkim_key", RecordKind::dkim_key},
    {"delegation", RecordKind::delegation},
    {"exception", RecordKind::exception},
    {"candidate", RecordKind::candidate},
    {"gap", RecordKind::gap},
    {"clock", RecordKind::clock},
    {"rotation", RecordKind::rotation},
    {"audit_key", RecordKind::audit_key},
    {"reveal", RecordKind::reveal},
    {"expiry", RecordKind::expiry},
    {"held", RecordKind::held},
    {"limit", RecordKind::limit},
    {"suspension", RecordKind::suspension},
    {"other", RecordKind::other},
}};

/// Takes it off the front.
bool take(std::string_view& text, std::string_view wanted) {
    if (!text.starts_with(wanted)) {
        return false;
    }
    text.remove_prefix(wanted.size());
    return true;
}

/// In the only way to write it.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    std::uint64_t number = 0;
    const auto* const begin = text.data();
    const auto read = std::from_chars(begin, begin + text.size(), number);
    const auto length = static_cast<std::size_t>(read.ptr - begin);
    if (read.ec != std::errc() || (text.front() == '0' && length != 1)) {
        return std::nullopt;
    }
    text.remove_prefix(length);
    return number;
}

std::optional<std::string_view> take_quoted(std::string_view& text) {
    const auto end = text.find('"');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto value = text.substr(0, end);
    text.remove_prefix(end + 1);
    return value;
}

std::optional<RecordKind> kind_of(std::string_view name) {
    const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '_';
    });
    if (!is_name) {
        return std::nullopt;
    }
    const auto* const found = std::find_if(kinds.begin(), kinds.end(),
                                           [name](const auto& each) { return each.first == name; });
    return found == kinds.end() ? RecordKind::other : found->second;
}

std::optional<RecordKind> take_kind(std::string_view& text, std::uint64_t version) {
    if (version == 1 && text.starts_with(",\"began\":")) {
        return RecordKind::transaction;
    }
    if (!take(text, ",\"record\":\"")) {
        return std::nullopt;
    }
    const auto name = take_quoted(text);
    return name ? kind_of(*name) : std::nullopt;
}

}  // namespace

std::optional<RecordHead> record_head(std::string_view line) {
    RecordHead head;
    if (!take(line, "{\"")) {
        return std::nullopt;
    }
    if (take(line, "n\":")) {
        head.n = take_number(line);
        if (!head.n || !take(line, ",\"")) {
            return std::nullopt;
        }
    }
    if (!take(line, "time\":\"")) {
        return std::nullopt;
    }
    const auto time = take_quoted(line);
    const auto microseconds = time ? microseconds_of(*time) : std::nullopt;
    if (!microseconds || !take(line, ",\"v\":")) {
        return std::nullopt;
    }
    const auto version = take_number(line);
    const auto kind = version ? take_kind(line, *version) : std::nullopt;
    if (!kind) {
        return std::nullopt;
    }
    head.time = *microseconds;
    head.kind = *kind;
    return head;
}

std::string_view to_text(RecordKind kind) {
    return kinds.at(static_cast<std::size_t>(kind)).first;
}

}  // namespace msa
