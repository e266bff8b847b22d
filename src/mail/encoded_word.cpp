// Encoded-words, see encoded_word.h.
#include "mail/encoded_word.h"

#include "base/text.h"
#include "mail/encoded_lines.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace msa {
namespace {

/// White space and the word behind it.
struct Piece {
    std::string_view blanks;
    std::string_view word;
};

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    while (!text.empty()) {
        const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
        const auto end = std::min(text.find_first_of(" \t", begin), text.size());
        if (begin == text.size()) {
            break;  // white space at the end
        }
        pieces.push_back({text.substr(0, begin), text.substr(begin, end - begin)});
        text.remove_prefix(end);
    }
    return pieces;
}

std::string unfolded(std::string_view value) {
    std::string text(value);
    std::erase(text, '\n');
    return text;
}

}  // namespace

bool is_encoded_word(std::string_view word) {
    return word.size() > 4 && word.starts_with("=?") && word.ends_with("?=");
}

std::string encoded_value(std::string_view name, std::string_view value) {
    const std::string text = unfolded(value);
    const auto pieces = pieces_of(text);
    EncodedLines lines(name);
    for (auto piece = pieces.begin(); piece != pieces.end();) {
        if (!has_8bit(piece->word)) {
            lines.add(piece->blanks, piece->word);
            ++piece;
            continue;
        }
        const bool joins = piece != pieces.begin() && is_encoded_word((piece - 1)->word);
        std::string run(joins ? piece->blanks : "");
        run += piece->word;
        const bool is_bare = joins || piece->blanks.empty();
        const auto blanks = is_bare ? std::string_view(" ") : piece->blanks;
        for (++piece; piece != pieces.end() && has_8bit(piece->word); ++piece) {
            run += piece->blanks;
            run += piece->word;
        }
        if (piece != pieces.end() && is_encoded_word(piece->word)) {
            run += piece->blanks;
        }
        lines.add_encoded(blanks, run, EncodedPlace::text);
    }
    return std::move(lines).text();
}

}  // namespace msa
