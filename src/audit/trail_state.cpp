// The state of a trail, see trail_state.h.
#include "audit/trail_state.h"

#include "audit/signed_note.h"
#include "base/text.h"

#include <charconv>
#include <optional>

namespace msa {

namespace {

constexpr std::string_view first_line = "msa-milter trail state 1";

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number number{};
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

/// A state whose tree is not put together yet.
struct Reading {
    TrailState state;
    std::optional<std::uint64_t> size;
    std::vector<Digest> subtrees;
    bool is_whole = false;
};

bool read_place(std::string_view value, FilePlace& place) {
    const auto parts = split(value, ' ');
    if (parts.size() != 3) {
        return false;
    }
    const auto device = number_in<dev_t>(parts[0]);
    const auto inode = number_in<ino_t>(parts[1]);
    const auto end = number_in<off_t>(parts[2]);
    if (!device || !inode || !end || *end < 0) {
        return false;
    }
    place = {*device, *inode, *end};
    return true;
}

bool read_subtree(std::string_view value, std::vector<Digest>& subtrees) {
    const auto octets = from_base64(value);
    const auto digest = octets ? as_digest(*octets) : std::nullopt;
    if (digest) {
        subtrees.push_back(*digest);
    }
    return digest.has_value();
}

bool read_line(std::string_view line, Reading& reading) {
    const auto blank = std::min(line.find(' '), line.size());
    const auto key = line.substr(0, blank);
    const auto value = line.substr(std::min(blank + 1, line.size()));
    if (key == "origin") {
        reading.state.origin = value;
        return is_key_name(value);
    }
    if (key == "size") {
        reading.size = number_in<std::uint64_t>(value);
        return reading.size.has_value();
    }
    if (key == "key") {
        reading.state.key = value;
        return true;
    }
    if (key == "stopped") {
        reading.state.is_stopped = true;
        return true;
    }
    if (key == "used") {
        reading.state.origins.emplace_back(value);
        return true;
    }
    if (key == "file") {
        return read_place(value, reading.state.place);
    }
    if (key == "subtree") {
        return read_subtree(value, reading.subtrees);
    }
    reading.is_whole = key == "end";
    return reading.is_whole;
}

}  // namespace

std::string TrailState::text() const {
    std::string text = std::string(first_line) + "\norigin " + origin + "\nsize " +
                       std::to_string(tree.size()) + "\nfile " + std::to_string(place.device) +
                       ' ' + std::to_string(place.inode) + ' ' + std::to_string(place.end) + '\n';
    if (!key.empty()) {
        text += "key " + key + '\n';
    }
    if (is_stopped) {
        text += "stopped\n";
    }
    for (const auto& each : origins) {
        text += "used " + each + '\n';
    }
    for (const auto& each : tree.subtrees()) {
        text += "subtree " + base64(octets_of(each)) + '\n';
    }
    return text + "end\n";
}

Result<TrailState> parse_trail_state(std::string_view text) {
    const Error none{"not the state of a trail", ErrorKind::bad_input};
    if (!text.ends_with('\n')) {
        return none;
    }
    Reading reading;
    const auto lines = split(text.substr(0, text.size() - 1), '\n');
    if (lines.front() != first_line) {
        return none;
    }
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (reading.is_whole || !read_line(lines[i], reading)) {
            return none;
        }
    }
    auto tree =
        reading.size ? MerkleTree::of(*reading.size, std::move(reading.subtrees)) : std::nullopt;
    if (!reading.is_whole || !tree || reading.state.origin.empty()) {
        return none;
    }
    reading.state.tree = *std::move(tree);
    return std::move(reading.state);
}

}  // namespace msa
