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

/// FLAGS:ADDRESS; before version 3 without flags.
std::string recipient_of(std::string_view text) {
    const auto flags = text.find(':');
    const bool has_flags = flags != std::string_view::npos && text.find('<') > flags;
    return without_brackets(has_flags ? text.substr(flags + 1) : text);
}

// Takes the lines before the one that ends the file.
class ControlReader {
public:
    explicit ControlReader(std::string_view id) { file_.message.id = id; }

    void take(std::string_view line) {
        if (is_blank(line.front())) {
            if (is_in_field_) {
                file_.header.append(line).append("\n");
            }
            return;
        }
        is_in_field_ = false;
        const auto rest = line.substr(1);
        switch (line.front()) {
            case 'T': since_ = instant(rest); break;
            case 'S':
                file_.message.sender = without_brackets(rest);
                has_sender_ = true;
                break;
            case 'R': file_.message.recipients.push_back(recipient_of(rest)); break;
            case 'H': add_field(rest, file_.header, is_in_field_); break;
            default: break;
        }
    }

    [[nodiscard]] std::optional<SendmailQueueFile> finished() {
        if (!since_ || !has_sender_) {
            return std::nullopt;
        }
        file_.message.since = *since_;
        return std::move(file_);
    }

private:
    SendmailQueueFile file_;
    std::optional<std::chrono::system_clock::time_point> since_;
    bool has_sender_ = false;
    bool is_in_field_ = false;
};

}  // namespace

std::optional<SendmailQueueFile> sendmail_queue_file(std::string_view id, std::string_view text) {
    ControlReader reader(id);
    for (const auto line : split(text, '\n')) {
        if (line == ".") {
            return reader.finished();
        }
        if (!line.empty()) {
            reader.take(line);
        }
    }
    return std::nullopt;
}

}  // namespace msa
