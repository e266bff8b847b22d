// Signed notes, see signed_note.h.
#include "audit/signed_note.h"

#include "base/text.h"
#include "crypto/digest.h"

#include <algorithm>

namespace msa {

namespace {

constexpr std::string_view signature_begin = "\u2014 ";  // an em dash and a blank
constexpr std::size_t id_octets = 4;

Error no_note(std::string why) {
    return {"not a signed note: " + std::move(why), ErrorKind::bad_input};
}

bool begins_with(std::string_view text, std::string_view beginning) {
    return text.substr(0, beginning.size()) == beginning;
}

Result<NoteSignature> parse_signature(std::string_view line) {
    const auto rest = line.substr(signature_begin.size());
    const auto blank = rest.find(' ');
    const auto name = rest.substr(0, blank);
    if (blank == std::string_view::npos || !is_key_name(name)) {
        return no_note("a signature has no name");
    }
    const auto octets = from_base64(rest.substr(blank + 1));
    if (!octets || octets->size() <= id_octets) {
        return no_note("a signature is not base64 of an id and a signature");
    }
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < id_octets; ++i) {
        id = id << 8U | static_cast<unsigned char>((*octets)[i]);
    }
    return NoteSignature{std::string(name), id, octets->substr(id_octets)};
}

bool is_text(std::string_view text) {
    return text.size() > 1 && text.back() == '\n' && text.front() != '\n' &&
           text.find("\n\n") == std::string_view::npos && is_utf8(text) &&
           std::none_of(text.begin(), text.end(),
                        [](char c) { return is_control(c) && c != '\n' && c != '\x7f'; });
}

/// The line at `at` with its end; without it where there is none.
std::string_view line_at(std::string_view octets, std::size_t at) {
    const auto end = octets.find('\n', at);
    return octets.substr(at, end == std::string_view::npos ? end : end - at + 1);
}

bool is_whole(std::string_view line) {
    return !line.empty() && line.back() == '\n';
}

}  // namespace

bool is_key_name(std::string_view name) {
    return !name.empty() && is_utf8(name) && std::none_of(name.begin(), name.end(), [](char c) {
        return is_control(c) || c == ' ' || c == '+';
    });
}

std::string SignedNote::octets() const {
    std::string note = text + '\n';
    for (const auto& each : signatures) {
        std::string signature;
        for (const unsigned shift : {24U, 16U, 8U, 0U}) {
            signature += static_cast<char>(each.key_id >> shift & 0xffU);
        }
        note +=
            std::string(signature_begin) + each.name + ' ' + base64(signature + each.octets) + '\n';
    }
    return note;
}

Result<SignedNote> parse_note(std::string_view octets) {
    if (octets.size() > max_note) {
        return no_note("longer than " + std::to_string(max_note) + " octets");
    }
    const auto blank = octets.find("\n\n");
    if (blank == std::string_view::npos || !is_text(octets.substr(0, blank + 1))) {
        return no_note("no text with a blank line after it");
    }
    SignedNote note{std::string(octets.substr(0, blank + 1)), {}};
    for (std::size_t at = blank + 2; at < octets.size();) {
        const auto line = line_at(octets, at);
        at += line.size();
        if (!is_whole(line) || !begins_with(line, signature_begin) ||
            note.signatures.size() == max_note_signatures) {
            return no_note("what follows the text is not all signatures");
        }
        auto signature = parse_signature(line.substr(0, line.size() - 1));
        if (!signature) {
            return signature.error();
        }
        note.signatures.push_back(*std::move(signature));
    }
    return note;
}

std::size_t note_length(std::string_view octets, bool is_all) {
    std::size_t at = 0;
    bool is_behind_text = false;
    while (at < octets.size()) {
        const auto line = line_at(octets, at);
        if (!is_whole(line)) {
            break;
        }
        if (is_behind_text && line != "\n" && !begins_with(line, signature_begin)) {
            return at;
        }
        is_behind_text = is_behind_text || line == "\n";
        at += line.size();
    }
    return is_all ? octets.size() : 0;
}

}  // namespace msa
