// Proofs as files, see tlog_proof.h.
#include "trail/tlog_proof.h"

#include "base/text.h"

#include <charconv>
#include <optional>

namespace msa {

namespace {

/// No tree has more levels.
constexpr std::size_t most_hashes = 64;

Error no_proof(std::string why) {
    return {"not a proof of a record: " + std::move(why), ErrorKind::bad_input};
}

/// The next line, taken off the front; absent: there is none with an end.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::optional<std::uint64_t> index_in(std::string_view line) {
    constexpr std::string_view name = "index ";
    const auto digits = line.substr(std::min(line.size(), name.size()));
    std::uint64_t index = 0;
    const auto* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, index);
    const bool is_number = read.ec == std::errc() && read.ptr == end;
    const bool is_shortest = digits == "0" || !digits.starts_with('0');
    return line.starts_with(name) && is_number && is_shortest ? std::optional(index) : std::nullopt;
}

std::optional<Digest> hash_in(std::string_view line) {
    const auto octets = from_base64(line);
    return octets && base64(*octets) == line ? as_digest(*octets) : std::nullopt;
}

Result<MerkleProof> take_hashes(std::string_view& text) {
    MerkleProof hashes;
    for (;;) {
        const auto line = take_line(text);
        if (!line) {
            return no_proof("it ends before its checkpoint");
        }
        if (line->empty()) {
            return hashes;
        }
        const auto hash = hash_in(*line);
        if (!hash || hashes.size() == most_hashes) {
            return no_proof("the lines after the index must be at most 64 hashes in base64");
        }
        hashes.push_back(*hash);
    }
}

}  // namespace

std::string TlogProof::text() const {
    std::string text(tlog_proof_begin);
    text += "index " + std::to_string(index) + '\n';
    for (const auto& hash : hashes) {
        text += base64(octets_of(hash)) + '\n';
    }
    return text + '\n' + note.octets();
}

Result<TlogProof> parse_tlog_proof(std::string_view text) {
    if (!text.starts_with(tlog_proof_begin)) {
        return no_proof("the first line is not c2sp.org/tlog-proof@v1");
    }
    text.remove_prefix(tlog_proof_begin.size());
    auto line = take_line(text);
    if (line && line->starts_with("extra ")) {
        line = take_line(text);
    }
    const auto index = line ? index_in(*line) : std::nullopt;
    if (!index) {
        return no_proof("it has no line `index N`");
    }
    auto hashes = take_hashes(text);
    if (!hashes) {
        return hashes.error();
    }
    auto note = parse_note(text);
    auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (!checkpoint) {
        return checkpoint.error();
    }
    return TlogProof{*index, *std::move(hashes), *std::move(note), *std::move(checkpoint)};
}

}  // namespace msa
