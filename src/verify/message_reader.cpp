// Standard input in three parts, see message_reader.h.
#include "verify/message_reader.h"

#include "base/file.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <unistd.h>

namespace msa {
namespace {

constexpr std::size_t max_given = 2000;
constexpr std::size_t max_given_line = 16384;  // octets

Error bad_line(std::size_t number, const std::string& what) {
    return {"line " + std::to_string(number) + ": " + what, ErrorKind::bad_input};
}

bool is_field_start(std::string_view line) {
    const auto colon = line.find(':');
    return colon != std::string_view::npos && colon != 0 && !is_blank(line.front()) &&
           std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                       [](char c) { return is_blank(c) || (!is_control(c) && !is_8bit(c)); });
}

std::string_view without_end(std::string_view line) {
    line.remove_suffix(line.ends_with('\n') ? 1 : 0);
    line.remove_suffix(line.ends_with('\r') ? 1 : 0);
    return line;
}

bool take(std::string_view line, Given& given) {
    constexpr std::string_view key = "key ";
    constexpr std::string_view only = "only ";
    if (line.starts_with(only)) {
        given.only.emplace(line.substr(only.size()));
        return true;
    }
    const auto end = line.find(' ', key.size());
    if (!line.starts_with(key) || end == std::string_view::npos) {
        return false;
    }
    given.keys[ascii_lower(line.substr(key.size(), end - key.size()))] = line.substr(end + 1);
    return true;
}

}  // namespace

Result<bool> MessageReader::fill() {
    std::array<char, 65536> buffer{};
    ahead_.erase(0, taken_);
    taken_ = 0;
    while (true) {
        const auto count = ::read(descriptor_, buffer.data(), buffer.size());
        if (count >= 0) {
            ahead_.append(buffer.data(), static_cast<std::size_t>(count));
            return count > 0;
        }
        if (errno != EINTR) {
            return file_error("standard input", errno);
        }
    }
}

Result<std::string> MessageReader::line(std::size_t most) {
    ++line_number_;
    std::size_t seen = taken_;
    while (true) {
        const auto end = ahead_.find('\n', seen);
        const auto octets = (end == std::string::npos ? ahead_.size() : end + 1) - taken_;
        if (octets > most) {
            return bad_line(line_number_, "longer than " + std::to_string(most) + " octets");
        }
        seen = ahead_.size() - taken_;
        const auto more = end == std::string::npos ? fill() : Result(false);
        if (!more) {
            return more.error();
        }
        if (!*more) {
            auto text = ahead_.substr(taken_, octets);
            taken_ += octets;
            return text;
        }
    }
}

Result<Given> MessageReader::given() {
    Given given;
    while (given.keys.size() + given.only.size() <= max_given) {
        const auto next = line(max_given_line);
        if (!next) {
            return next.error();
        }
        if (*next == "\n") {
            return given;
        }
        if (!take(without_end(*next), given)) {
            return bad_line(
                line_number_,
                "neither `key NAME RECORD` nor `only B` nor the empty line behind them");
        }
    }
    return bad_line(line_number_,
                    "more than " + std::to_string(max_given) + " keys and signatures");
}

std::string MessageReader::in_wire_form(std::string_view text) {
    std::string wire;
    wire.reserve(text.size() + text.size() / 16);
    for (const char c : text) {
        if (c == '\n' && last_ != '\r') {
            wire += '\r';
        }
        wire += c;
        last_ = c;
    }
    return wire;
}

Result<std::vector<std::string>> MessageReader::header() {
    std::vector<std::string> fields;
    std::size_t octets = 0;
    const auto begun = line_number_;
    while (true) {
        const auto next = line(max_header - octets);
        if (!next) {
            return next.error();
        }
        octets += next->size();
        const bool is_first = line_number_ == begun + 1;
        const auto text = without_end(*next);
        if (text.empty()) {
            break;
        }
        if (is_blank(text.front()) && !fields.empty()) {
            fields.back() += "\r\n" + std::string(text);
        } else if (is_field_start(text)) {
            fields.emplace_back(text);
        } else if (!is_first || !text.starts_with("From ")) {
            return bad_line(line_number_ - begun, "no header field");
        }
    }
    return fields.empty() ? Result<std::vector<std::string>>(
                                Error{"no message: it has no header", ErrorKind::bad_input})
                          : fields;
}

Result<void> MessageReader::body(const std::function<Result<void>(std::string_view)>& chunk) {
    bool is_empty = true;
    while (true) {
        if (taken_ < ahead_.size()) {
            is_empty = false;
            const auto wire = in_wire_form(std::string_view(ahead_).substr(taken_));
            taken_ = ahead_.size();
            if (auto told = chunk(wire); !told) {
                return told;
            }
        }
        const auto more = fill();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            break;
        }
    }
    if (is_empty || last_ == '\n') {
        return {};
    }
    return chunk(last_ == '\r' ? "\n" : "\r\n");
}

}  // namespace msa
