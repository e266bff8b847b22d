// Phrases and comments beyond ASCII, see encoded_phrases.h. The value is cut into words and marks;
// words are joined where a reader shows one text, and written again around what stays.
#include "mail/encoded_phrases.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/address_lexer.h"
#include "mail/encoded_lines.h"
#include "mail/encoded_word.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace msa {
namespace {

struct Item {
    enum class Kind { word, mark, open, close };
    Kind kind = Kind::mark;
    std::string gap;      // white space in front of it
    std::string raw;      // as it stands there
    std::string content;  // of a word: without quotes and backslashes
    bool in_comment = false;
    bool is_beyond_ascii = false;

    [[nodiscard]] bool is_word() const { return kind == Kind::word; }
    /// Not of a comment.
    [[nodiscard]] bool is_phrase_word() const { return is_word() && !in_comment; }
    /// Readers leave out white space between two such words.
    [[nodiscard]] bool is_shown_decoded() const {
        return is_word() && (is_beyond_ascii || is_encoded_word(raw));
    }
};

using Items = std::vector<Item>;

/// White space as readers show it.
std::string shown(std::string_view text) {
    std::string result(text);
    std::erase_if(result, [](char c) { return c == '\n' || c == '\r'; });
    std::replace(result.begin(), result.end(), '\t', ' ');
    return result;
}

class ItemReader {
public:
    explicit ItemReader(std::string_view value) : cursor_(value) {}

    /// Nothing where a comment or quoted-string has no end.
    std::optional<Items> items() {
        Items items;
        for (;;) {
            Item item;
            item.gap = cursor_.take_while(is_white_space);
            if (cursor_.at_end()) {
                return depth_ == 0 ? std::optional(std::move(items)) : std::nullopt;
            }
            if (!read(item)) {
                return std::nullopt;
            }
            item.is_beyond_ascii = has_8bit(item.raw);
            items.push_back(std::move(item));
        }
    }

private:
    bool read(Item& item) {
        item.in_comment = depth_ > 0;
        const auto begin = cursor_.position();
        const char next = cursor_.next();
        bool is_read = true;
        if (next == '(' || (next == ')' && depth_ > 0)) {
            item.kind = next == '(' ? Item::Kind::open : Item::Kind::close;
            depth_ += next == '(' ? 1 : -1;
            cursor_.take();
            is_read = depth_ <= max_comment_depth;
        } else if (depth_ > 0) {
            item.kind = Item::Kind::word;
            is_read = read_comment_word(item.content);
        } else if (starts_word(next)) {
            item.kind = Item::Kind::word;
            auto word = read_word(cursor_);
            is_read = word.has_value();
            item.content = is_read ? shown(word->content) : std::string();
        } else {
            cursor_.take();
        }
        item.raw = cursor_.since(begin);
        return is_read;
    }

    bool read_comment_word(std::string& content) {
        while (!cursor_.at_end()) {
            const char c = cursor_.next();
            if (c == '(' || c == ')' || is_white_space(c)) {
                break;
            }
            const bool is_escape = cursor_.take() == '\\';
            if (is_escape && (cursor_.at_end() || cursor_.next() == '\n')) {
                return false;
            }
            content += is_escape ? cursor_.take() : c;
        }
        return true;
    }

    Cursor cursor_;
    int depth_ = 0;
};

/// Whether a phrase may stand between these marks; NUL: the ends of the field.
bool may_have_phrase(PhrasePlace place, char before, char behind) {
    const auto is_one_of = [](char c, std::string_view marks) {
        return marks.find(c) != std::string_view::npos;
    };
    switch (place) {
        case PhrasePlace::name:
            return (before == '\0' || is_one_of(before, ",;:")) && is_one_of(behind, "<:");
        case PhrasePlace::list:
            return (before == '\0' || is_one_of(before, ",;>")) &&
                   (behind == '\0' || is_one_of(behind, ",;<"));
        case PhrasePlace::nowhere: break;
    }
    return false;
}

/// Whether every word beyond ASCII outside of comments is part of a phrase.
bool has_only_phrases(const Items& items, PhrasePlace place) {
    char before = '\0';
    bool is_beyond_ascii = false;
    for (const auto& item : items) {
        if (item.is_phrase_word()) {
            is_beyond_ascii = is_beyond_ascii || item.is_beyond_ascii;
        } else if (item.kind == Item::Kind::mark) {
            const char mark = item.raw.front();
            if (is_beyond_ascii && !may_have_phrase(place, before, mark)) {
                return false;
            }
            before = mark;
            is_beyond_ascii = false;
        }
    }
    return !is_beyond_ascii || may_have_phrase(place, before, '\0');
}

/// What has nothing between it is one word to readers: `José"Smith"`.
Items with_whole_words(Items items) {
    Items whole;
    for (auto& item : items) {
        if (item.is_phrase_word() && item.gap.empty() && !whole.empty() &&
            whole.back().is_phrase_word()) {
            auto& word = whole.back();
            word.raw += item.raw;
            word.content += item.content;
            word.is_beyond_ascii = word.is_beyond_ascii || item.is_beyond_ascii;
        } else {
            whole.push_back(std::move(item));
        }
    }
    return whole;
}

/// White space beside encoded-words is content of the new one of the two.
Items with_joined_words(Items items) {
    Items joined;
    for (auto& item : items) {
        const bool is_beside =
            !joined.empty() && joined.back().is_shown_decoded() && item.is_shown_decoded();
        if (!is_beside || (!item.is_beyond_ascii && !joined.back().is_beyond_ascii)) {
            joined.push_back(std::move(item));
            continue;
        }
        auto& word = joined.back();
        const std::string blanks = item.in_comment ? shown(item.gap) : " ";
        if (item.is_beyond_ascii && word.is_beyond_ascii) {
            word.content += blanks + item.content;
        } else if (item.is_beyond_ascii) {
            item.content.insert(0, blanks);
            joined.push_back(std::move(item));
        } else {
            word.content += blanks;
            joined.push_back(std::move(item));
        }
    }
    return joined;
}

/// Whether a comment parts two words of a phrase that readers would show without a blank.
bool has_comment_inside(const Items& items) {
    bool is_decoded = false;  // the last word of the phrase
    bool is_beyond_ascii = false;
    bool has_comment = false;
    for (const auto& item : items) {
        if (item.kind == Item::Kind::mark) {
            is_decoded = false;
        } else if (!item.is_phrase_word()) {
            has_comment = true;
        } else {
            if (has_comment && is_decoded && item.is_shown_decoded() &&
                (is_beyond_ascii || item.is_beyond_ascii)) {
                return true;
            }
            is_decoded = item.is_shown_decoded();
            is_beyond_ascii = item.is_beyond_ascii;
            has_comment = false;
        }
    }
    return false;
}

/// A reader may decode it before or after us.
bool looks_encoded(const Item& item) {
    return item.is_beyond_ascii && item.content.find("=?") != std::string::npos;
}

/// An encoded-word stands alone, but in a comment beside its parentheses (RFC 2047, 5).
std::string gap_of(const Item& item, const Item* before) {
    const bool is_encoded = item.is_word() && item.is_beyond_ascii;
    const bool was_encoded = before != nullptr && before->is_word() && before->is_beyond_ascii;
    const bool needs_blank = !item.in_comment && (is_encoded || was_encoded);
    return item.gap.empty() && needs_blank ? " " : item.gap;
}

std::string written(std::string_view name, const Items& items) {
    EncodedLines lines(name);
    std::string gap;
    std::string plain;  // what may not be parted
    const auto end_plain = [&] {
        if (!plain.empty()) {
            lines.add(gap, plain);
            plain.clear();
        }
    };
    const Item* before = nullptr;
    for (const auto& item : items) {
        auto next_gap = gap_of(item, before);
        before = &item;
        const bool is_encoded = item.is_word() && item.is_beyond_ascii;
        if (is_encoded || !next_gap.empty()) {
            end_plain();
            gap = std::move(next_gap);
        } else if (plain.empty()) {
            gap.clear();
        }
        if (is_encoded) {
            lines.add_encoded(gap, item.content, EncodedPlace::phrase);
            gap.clear();
        } else {
            plain += item.raw;
        }
    }
    end_plain();
    return std::move(lines).text();
}

}  // namespace

std::optional<std::string> encoded_phrases(std::string_view name, std::string_view value,
                                           PhrasePlace place) {
    auto items = ItemReader(value).items();
    if (!items || !has_only_phrases(*items, place)) {
        return std::nullopt;
    }
    auto words = with_whole_words(*std::move(items));
    if (has_comment_inside(words) || std::any_of(words.begin(), words.end(), looks_encoded)) {
        return std::nullopt;
    }
    return written(name, with_joined_words(std::move(words)));
}

}  // namespace msa
