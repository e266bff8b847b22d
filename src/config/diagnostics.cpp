#include "config/diagnostics.h"

#include "base/text.h"

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

namespace msa {
namespace {

std::string_view line_at(std::string_view text, std::size_t number) {
    for (; number > 1; --number) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) {
            return {};
        }
        text.remove_prefix(end + 1);
    }
    return text.substr(0, text.find_first_of("\r\n"));
}

/// With a question mark for what a terminal would not show, one for each character or stray octet.
std::string shown(std::string_view line) {
    std::string text;
    while (!line.empty()) {
        const auto length = utf8_length(line);
        const bool is_shown = length > 0 && (!is_control(line.front()) || line.front() == '\t');
        const auto octets = std::max<std::size_t>(length, 1);
        text += is_shown ? std::string(line.substr(0, octets)) : "?";
        line.remove_prefix(octets);
    }
    return text;
}

/// As wide as what stands in front of `column`, tabs kept, so that the caret lands below it.
std::string padding(std::string_view line, std::size_t column) {
    std::string blanks;
    for (const char c : line) {
        const bool continues = (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
        if (continues) {
            continue;
        }
        if (blanks.size() + 1 >= column) {
            break;
        }
        blanks += c == '\t' ? '\t' : ' ';
    }
    return blanks;
}

bool is_error(const Diagnostic& diagnostic) {
    return diagnostic.severity == Diagnostic::Severity::error;
}

/// Lines to write instead of what the first line is about.
std::string_view behind_first_line(std::string_view message) {
    const auto end = message.find('\n');
    return end == std::string_view::npos ? std::string_view() : message.substr(end + 1);
}

}  // namespace

Diagnostics::Diagnostics(std::string file, std::string text)
    : file_(std::move(file)), text_(std::move(text)) {}

Diagnostics Diagnostics::of_unreadable(std::string file, Error error) {
    const std::string named = file + ": ";
    if (error.what.rfind(named, 0) == 0) {
        error.what.erase(0, named.size());
    }
    Diagnostics diagnostics(std::move(file), {});
    diagnostics.error({}, error);
    return diagnostics;
}

void Diagnostics::error(Place place, std::string message) {
    found_.push_back({.place = place, .message = std::move(message)});
}

void Diagnostics::error(Place place, const Error& error) {
    found_.push_back({.place = place, .message = error.what, .kind = error.kind});
}

void Diagnostics::warning(Place place, std::string message) {
    found_.push_back(
        {.place = place, .message = std::move(message), .severity = Diagnostic::Severity::warning});
}

void Diagnostics::risk(Place place, std::string message, const std::string& reason,
                       Place reason_place) {
    if (!reason.empty()) {
        message.insert(std::min(message.find('\n'), message.size()),
                       "; accepted: " + printable(reason));
    }
    found_.push_back({.place = place,
                      .message = std::move(message),
                      .severity = Diagnostic::Severity::warning,
                      .is_accepted = !reason.empty(),
                      .accepted = reason_place});
}

bool Diagnostics::accepts_by(Place reason) const {
    return std::any_of(found_.begin(), found_.end(), [reason](const Diagnostic& each) {
        return each.is_accepted && each.accepted.line == reason.line &&
               each.accepted.column == reason.column;
    });
}

std::size_t Diagnostics::errors() const {
    return static_cast<std::size_t>(std::count_if(found_.begin(), found_.end(), is_error));
}

ErrorKind Diagnostics::kind() const {
    const auto first = std::find_if(found_.begin(), found_.end(), is_error);
    const bool alike = std::all_of(found_.begin(), found_.end(), [&](const Diagnostic& each) {
        return !is_error(each) || each.kind == first->kind;
    });
    return first != found_.end() && alike ? first->kind : ErrorKind::bad_config;
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    auto result = found_;
    std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
        return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
    });
    return result;
}

std::string Diagnostics::beside_file(const std::string& path) const {
    return path.empty() ? path : (std::filesystem::path(file_).parent_path() / path).string();
}

std::string Diagnostics::where(Place place) const {
    return file_ + ':' + std::to_string(place.line);
}

std::string Diagnostics::line_of(const Diagnostic& diagnostic) const {
    std::string line = file_;
    if (diagnostic.place.line != 0) {
        line += ':' + std::to_string(diagnostic.place.line) + ':' +
                std::to_string(diagnostic.place.column);
    }
    line += diagnostic.severity == Diagnostic::Severity::warning ? ": warning: " : ": ";
    return line + diagnostic.message.substr(0, diagnostic.message.find('\n'));
}

std::string Diagnostics::block_of(const Diagnostic& diagnostic) const {
    std::string block = line_of(diagnostic) + '\n';
    if (diagnostic.place.line == 0) {
        return block;
    }
    const auto line = shown(line_at(text_, diagnostic.place.line));
    block += "    " + line + "\n    " + padding(line, diagnostic.place.column) + "^\n";
    for (std::string_view rest = behind_first_line(diagnostic.message); !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        block += "        " + printable(rest.substr(0, end), end * 4) + '\n';
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return block;
}

}  // namespace msa
