// The relaxed canonical forms, see relaxed.h.
#include "dkim/relaxed.h"

#include "base/octet_block.h"
#include "base/text.h"

#include <algorithm>

namespace msa {

namespace {

constexpr auto is_fold_or_blank = [](char c) { return is_blank(c) || c == '\r' || c == '\n'; };

/// Whether the canonical form may have something else for this octet in front of that one, or one
/// of them must be noticed: white space that shrinks or vanishes, CR or LF alone, a line that may
/// be empty.
constexpr bool is_special(char here, char next) {
    return here == '\t' || (here == ' ' && (is_blank(next) || next == '\r')) ||
           (here == '\r') != (next == '\n') || (here == '\n' && next == '\r');
}

/// The same of sixteen octets.
bool any_special(const char* octets) {
    const OctetBlock here = block_at(octets);
    const OctetBlock next = block_at(octets + 1);
    return any_set((here == '\t') |
                   ((here == ' ') & ((next == ' ') | (next == '\t') | (next == '\r'))) |
                   ((here == '\r') ^ (next == '\n')) | ((here == '\n') & (next == '\r')));
}

/// How many octets in front, all with another behind them, stay as they are.
std::size_t unchanged_prefix(std::string_view text) {
    std::size_t length = 0;
    while (length + block_octets < text.size() && !any_special(text.data() + length)) {
        length += block_octets;
    }
    while (length + 1 < text.size() && !is_special(text[length], text[length + 1])) {
        ++length;
    }
    return length;
}

}  // namespace

std::string relaxed_field(std::string_view name, std::string_view value) {
    std::string canonical;
    canonical.reserve(name.size() + value.size() + 3);
    canonical += ascii_lower(trimmed(name));
    canonical += ':';
    const std::size_t start = canonical.size();
    const auto* at = value.begin();
    for (;;) {
        const auto* const word = std::find_if_not(at, value.end(), is_fold_or_blank);
        if (word == value.end()) {
            break;
        }
        if (word != at && canonical.size() > start) {
            canonical += ' ';
        }
        at = std::find_if(word, value.end(), is_fold_or_blank);
        canonical.append(word, at);
    }
    canonical += "\r\n";
    return canonical;
}

std::string RelaxedBody::add(std::string_view chunk) {
    std::string canonical;
    canonical.reserve(chunk.size());
    while (!chunk.empty()) {
        chunk.remove_prefix(add_unchanged(canonical, chunk));
        const char c = chunk.front();
        std::size_t used = 1;
        if (after_cr_ && c == '\n') {
            after_cr_ = false;
            end_line(canonical);
        } else if (after_cr_) {
            after_cr_ = false;
            has_bare_cr_ = true;
            add_text(canonical, "\r");
            used = 0;
        } else if (c == '\r') {
            after_cr_ = true;
        } else if (is_blank(c)) {
            after_blank_ = true;
        } else {
            const auto* const end = std::find_if(chunk.begin() + 1, chunk.end(), is_fold_or_blank);
            has_bare_lf_ = has_bare_lf_ || c == '\n';
            used = static_cast<std::size_t>(end - chunk.begin());
            add_text(canonical, chunk.substr(0, used));
        }
        chunk.remove_prefix(used);
    }
    return canonical;
}

/// What of the chunk's front goes out as it came; some octet always remains.
std::size_t RelaxedBody::add_unchanged(std::string& canonical, std::string_view chunk) {
    const bool is_empty_line = !line_has_text_ && chunk.front() == '\r';
    if (after_cr_ || after_blank_ || is_empty_line || chunk.front() == '\n') {
        return 0;
    }
    std::size_t length = unchanged_prefix(chunk);
    if (length > 0 && chunk[length - 1] == '\r') {
        --length;
    }
    if (length > 0) {
        add_text(canonical, chunk.substr(0, length));
        line_has_text_ = length < 2 || chunk.substr(length - 2, 2) != "\r\n";
    }
    return length;
}

std::string RelaxedBody::finish() {
    std::string canonical;
    if (after_cr_) {
        after_cr_ = false;
        add_text(canonical, "\r");
    }
    if (line_has_text_) {
        end_line(canonical);
    }
    return canonical;
}

std::optional<std::string_view> RelaxedBody::fault() const {
    if (has_bare_cr_ || after_cr_) {
        return "has a CR without LF";
    }
    if (has_bare_lf_) {
        return "has an LF without CR";
    }
    if (line_has_text_ || after_blank_) {
        return "does not end with CRLF";
    }
    return std::nullopt;
}

void RelaxedBody::add_text(std::string& canonical, std::string_view text) {
    for (; empty_lines_ > 0; --empty_lines_) {
        canonical += "\r\n";
    }
    if (after_blank_) {
        canonical += ' ';
        after_blank_ = false;
    }
    canonical += text;
    line_has_text_ = true;
}

void RelaxedBody::end_line(std::string& canonical) {
    after_blank_ = false;
    if (line_has_text_) {
        canonical += "\r\n";
    } else {
        ++empty_lines_;
    }
    line_has_text_ = false;
}

}  // namespace msa
