// Checkpoints, see checkpoint.h.
#include "audit/checkpoint.h"

#include "audit/signed_note.h"
#include "base/text.h"

#include <charconv>

namespace msa {

namespace {

Error no_checkpoint(std::string why) {
    return {"not a checkpoint: " + std::move(why), ErrorKind::bad_input};
}

/// As many digits as it needs and nothing else.
bool parse_size(std::string_view text, std::uint64_t& size) {
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, size);
    return read.ec == std::errc() && read.ptr == end && (text == "0" || text.front() != '0');
}

}  // namespace

std::string Checkpoint::text() const {
    return origin + '\n' + std::to_string(size) + '\n' + base64(octets_of(root)) + '\n';
}

Checkpoint checkpoint(std::string origin, const MerkleTree& tree) {
    return {std::move(origin), tree.size(), tree.root()};
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    if (text.empty() || text.back() != '\n') {
        return no_checkpoint("its last line has no end");
    }
    const auto lines = split(text.substr(0, text.size() - 1), '\n');
    if (lines.size() < 3 || !is_key_name(lines[0])) {
        return no_checkpoint("it needs the lines of origin, size and root");
    }
    Checkpoint found{std::string(lines[0])};
    if (!parse_size(lines[1], found.size)) {
        return no_checkpoint("its size is not a number");
    }
    const auto octets = from_base64(lines[2]);
    const auto root = octets ? as_digest(*octets) : std::nullopt;
    if (!root || base64(*octets) != lines[2]) {
        return no_checkpoint("its root is not a hash in base64");
    }
    found.root = *root;
    return found;
}

}  // namespace msa
