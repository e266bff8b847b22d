// A tree over lines that are there, see trail_replay.h.
#include "audit/trail_replay.h"

#include "audit/signed_note.h"
#include "audit/trail_lines.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace msa {

namespace {

constexpr std::string_view stop_mark = "\"record\":\"stop\"";
constexpr std::string_view tree_mark = "\"record\":\"tree\"";

std::string text_at(const nlohmann::json& record, const char* key) {
    const auto found = record.find(key);
    return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Whether the record of a new tree holds the last checkpoint of this one.
bool follows(const nlohmann::json& record, const TrailState& state) {
    if (state.origin.empty()) {
        return true;
    }
    const auto note = parse_note(text_at(record, "previous"));
    const auto previous = note ? parse_checkpoint(note->text) : Result<Checkpoint>(Error{});
    return previous && *previous == state.checkpoint();
}

bool is_behind(const Checkpoint& made, const TrailState& state) {
    if (made.origin == state.origin) {
        return made.size < state.tree.size();
    }
    return std::find(state.origins.begin(), state.origins.end(), made.origin) !=
           state.origins.end();
}

}  // namespace

TrailReplay::TrailReplay(TrailState from, std::optional<Checkpoint> wanted)
    : state_(std::move(from)),
      wanted_(std::move(wanted)),
      // A state is written after its checkpoint: where it is ahead, the checkpoint's file was lost.
      is_as_wanted_(!wanted_ || is_behind(*wanted_, state_)) {
    compare();
}

void TrailReplay::take(std::string_view line) {
    const auto number = leaf_number(line);
    if (!number) {
        return;
    }
    const bool begins = *number == 0 && begins_tree(line);
    if (!begins && (state_.origin.empty() || *number != state_.tree.size())) {
        has_gap_ = has_gap_ || state_.origin.empty() || *number > state_.tree.size();
        return;
    }
    state_.tree.add(line);
    state_.is_stopped = line.find(stop_mark) != std::string_view::npos;
    ++taken_;
    compare();
}

bool TrailReplay::begins_tree(std::string_view line) {
    if (line.find(tree_mark) == std::string_view::npos) {
        return false;
    }
    const auto record = nlohmann::json::parse(line, nullptr, false);
    if (!record.is_object() || text_at(record, "record") != "tree" || !follows(record, state_)) {
        return false;
    }
    auto origin = text_at(record, "origin");
    auto& used = state_.origins;
    if (!is_key_name(origin) || std::find(used.begin(), used.end(), origin) != used.end()) {
        return false;
    }
    used.push_back(origin);
    state_.origin = std::move(origin);
    state_.tree = {};
    state_.key = text_at(record, "key");
    return true;
}

void TrailReplay::compare() {
    if (wanted_ && wanted_->origin == state_.origin && wanted_->size == state_.tree.size()) {
        is_as_wanted_ = wanted_->root == state_.tree.root();
    }
}

}  // namespace msa
