// One pass over the tokens of a list that is known to be one, see sendmail_form.h.
#include "mail/sendmail_form.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/address_lexer.h"
#include "mail/encoded_word.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace msa {

namespace {

bool must_be_quoted(char c) {
    return c == '.' || c == '\'';
}

/// A word of RFC 2047 in Q, with those two characters as the hexadecimal that it allows anyway.
std::string encoded_further(std::string_view word) {
    const auto charset_end = word.find('?', 2);
    const bool is_q =
        charset_end != std::string_view::npos && ascii_lower(word.substr(charset_end, 3)) == "?q?";
    if (!is_q) {
        return std::string(word);
    }
    std::string text(word.substr(0, charset_end + 3));
    for (const char c : word.substr(charset_end + 3)) {
        if (must_be_quoted(c)) {
            text += c == '.' ? "=2E" : "=27";
        } else {
            text += c;
        }
    }
    return text;
}

/// Behind a line break there is always white space, which stays.
std::string unfolded(std::string_view text) {
    std::string line;
    std::copy_if(text.begin(), text.end(), std::back_inserter(line),
                 [](char c) { return c != '\n' && c != '\r'; });
    return line;
}

/// White space, a comment or a word, as they stand in front of the octet that tells what they are.
struct Token {
    enum class Kind { white_space, comment, quoted, encoded, atom };
    Kind kind;
    std::string text;
};

using Tokens = std::vector<Token>;

/// A run of atoms with white space between them: [begin, end) begins and ends with an atom.
Tokens::const_iterator end_of_atoms(Tokens::const_iterator begin, Tokens::const_iterator end) {
    auto last = begin;
    for (auto at = begin; at != end; ++at) {
        if (at->kind == Token::Kind::atom) {
            last = at;
        } else if (at->kind != Token::Kind::white_space) {
            break;
        }
    }
    return last + 1;
}

std::string text_of(Tokens::const_iterator begin, Tokens::const_iterator end) {
    std::string text;
    for (; begin != end; ++begin) {
        text += begin->text;
    }
    return text;
}

/// One blank stands for any white space between words, as it did without quotes.
std::string quoted(Tokens::const_iterator begin, Tokens::const_iterator end) {
    std::string text;
    for (; begin != end; ++begin) {
        text += begin->kind == Token::Kind::white_space ? " " : begin->text;
    }
    return '"' + text + '"';
}

std::string as_phrase(const Tokens& tokens) {
    std::string text;
    for (auto at = tokens.begin(); at != tokens.end();) {
        if (at->kind != Token::Kind::atom) {
            text += at->kind == Token::Kind::encoded ? encoded_further(at->text) : at->text;
            ++at;
            continue;
        }
        const auto end = end_of_atoms(at, tokens.end());
        const auto atoms = text_of(at, end);
        const bool is_quoted = std::any_of(atoms.begin(), atoms.end(), must_be_quoted);
        text += is_quoted ? quoted(at, end) : atoms;
        at = end;
    }
    return text;
}

class Writer {
public:
    explicit Writer(std::string_view list) : cursor_(list) {}

    SendmailForm write() {
        while (!cursor_.at_end()) {
            const char next = cursor_.next();
            if (is_white_space(next) || next == '(' || starts_word(next)) {
                read_token();
            } else {
                write_special();
            }
        }
        form_.value += text_of(tokens_.begin(), tokens_.end());
        end_member();
        return std::move(form_);
    }

private:
    void read_token();
    void write_special();
    void write_comma();
    void write_bracketed();
    void end_member() {
        const auto begin =
            std::min(form_.value.find_first_not_of(" \t\n", member_), form_.value.size());
        form_.longest_member = std::max(form_.longest_member, form_.value.size() - begin);
        member_ = form_.value.size();
    }

    Cursor cursor_;
    Tokens tokens_;  // read, but not written: what follows tells what they are
    SendmailForm form_;
    std::size_t member_ = 0;  // where it begins in the value
};

void Writer::read_token() {
    const auto begin = cursor_.position();
    auto kind = Token::Kind::white_space;
    if (cursor_.take_while(is_white_space).empty()) {
        if (cursor_.next() == '(') {
            kind = Token::Kind::comment;
            (void)read_cfws(cursor_);  // the list has been read before: no errors here and below
        } else {
            kind = read_word(cursor_)->is_quoted ? Token::Kind::quoted : Token::Kind::atom;
        }
    }
    auto text = unfolded(cursor_.since(begin));
    if (kind == Token::Kind::atom && is_encoded_word(text)) {
        kind = Token::Kind::encoded;
    }
    tokens_.push_back({kind, std::move(text)});
}

void Writer::write_special() {
    const char special = cursor_.take();
    const bool are_phrase = special == '<' || special == ':';
    form_.value += are_phrase ? as_phrase(tokens_) : text_of(tokens_.begin(), tokens_.end());
    tokens_.clear();
    if (special == ',') {
        write_comma();
        return;
    }
    form_.value += special;
    if (special == '[') {
        form_.value += cursor_.take_while([](char c) { return c != ']'; });
    } else if (special == '<') {
        write_bracketed();
    }
}

/// Sendmail leaves out blanks inside the brackets and parts comments there by one. Comments go
/// behind the address, where it leaves them: in front it would add a blank.
void Writer::write_bracketed() {
    std::string comments;
    while (cursor_.next() != '>') {
        const auto begin = cursor_.position();
        if (cursor_.next() == '(') {
            (void)read_comment(cursor_);
            comments += ' ' + unfolded(cursor_.since(begin));
        } else if (cursor_.next() == '"') {
            (void)read_word(cursor_);
            form_.value += cursor_.since(begin);
        } else if (const char c = cursor_.take(); !is_white_space(c)) {
            form_.value += c;
        }
    }
    form_.value += comments;
}

void Writer::write_comma() {
    form_.value.resize(form_.value.find_last_not_of(" \t") + 1);
    end_member();
    const auto white_space = cursor_.take_while(is_white_space);
    form_.value += ',';
    form_.value += white_space.empty() ? " " : white_space;
    member_ = form_.value.size();
}

}  // namespace

std::optional<SendmailForm> sendmail_form(std::string_view field_body) {
    if (!parse_unqualified_list(field_body)) {
        return std::nullopt;
    }
    return Writer(field_body).write();
}

}  // namespace msa
