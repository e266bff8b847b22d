// Reads control files of Sendmail's queue, see sendmail_queue_file.h.
#include "queue/sendmail_queue_file.h"

#include "base/text.h"

#include <charconv>

namespace msa {
namespace {

std::string without_brackets(std::string_view text) {
    const auto path = trimmed(text);
    return std::string(
        path.starts_with('<') && path.ends_with('>') ? path.substr(1, path.size() - 2) : path);
}

std::optional<std::chrono::system_clock::time_point> instant(std::string_view text) {
    long long seconds = 0;
    constexpr long long last = 9000000000;  // in 2255: later ones do not fit the clock
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > last) {
        return std::nullopt;
    }
    return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
}

/// `?FLAGS?NAME: VALUE`. What every message is given for some mailers only, as Return-Path, is none
/// of the message's own.
void add_field(std::string_view line, std::string& header, bool& is_own) {
    const auto flags_end = line.starts_with('?') ? line.find('?', 1) : std::string_view::npos;
    const auto field = flags_end == std::string_view::npos ? line : line.substr(flags_end + 1);
    is_own = !equal_ignoring_case(field.substr(0, field.find(':')), "Return-Path");
    if (is_own) {
        header.append(field).append("\n");
    }
}

}  // namespace

std::optional<SendmailQueueFile> sendmail_queue_file(std::string_view id, std::string_view text) {
    SendmailQueueFile file;
    file.message.id = id;
    bool is_in_field = false;
    bool has_sender = false;
    std::optional<std::chrono::system_clock::time_point> since;
    for (const auto line : split(text, '\n')) {
        if (line == ".") {
            if (!since || !has_sender) {
                return std::nullopt;
            }
            file.message.since = *since;
            return file;
        }
        if (line.empty()) {
            continue;
        }
        if (is_blank(line.front())) {
            if (is_in_field) {
                file.header.append(line).append("\n");
            }
            continue;
        }
        is_in_field = false;
        const auto rest = line.substr(1);
        switch (line.front()) {
            case 'T': since = instant(rest); break;
            case 'S':
                file.message.sender = without_brackets(rest);
                has_sender = true;
                break;
            case 'R': {  // FLAGS:ADDRESS; before version 3 without flags
                const auto flags = rest.find(':');
                const bool has_flags = flags != std::string_view::npos && rest.find('<') > flags;
                file.message.recipients.push_back(
                    without_brackets(has_flags ? rest.substr(flags + 1) : rest));
                break;
            }
            case 'H': add_field(rest, file.header, is_in_field); break;
            default: break;
        }
    }
    return std::nullopt;
}

}  // namespace msa
