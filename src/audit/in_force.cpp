#include "audit/in_force.h"

#include "audit/control_line.h"

#include <map>
#include <set>
#include <utility>

namespace msa {

namespace {

using Time = InForceThing::Time;
using Things = std::vector<InForceThing>;
using Key = std::pair<std::string_view, std::string_view>;  // kind and id
using Holding = std::map<Key, const InForceThing*>;

Holding holding_at(const InForceMoment& moment) {
    Holding holding;
    for (const auto& thing : moment.things) {
        if (thing.holds_at(moment.time)) {
            holding.emplace(Key(thing.kind, thing.id), &thing);
        }
    }
    return holding;
}

std::string_view word_for_beginning(const InForceThing& thing) {
    return thing.kind == "dkim_key" ? "activated" : "begun";
}

std::string_view word_for_end(const InForceThing& thing) {
    return thing.kind == "dkim_key" ? "retired" : "ended";
}

std::string line_of(const InForceThing& thing, std::string_view event, Time now,
                    std::string_view host, std::string_view why = {}) {
    ControlLine line(thing.kind, now, host);
    line.text("event", event);
    if (!why.empty()) {
        line.text("why", why);
    }
    return line.members(thing.members).finished() + '\n';
}

std::set<Key> keys_of(const Things& things) {
    std::set<Key> keys;
    for (const auto& each : things) {
        keys.emplace(each.kind, each.id);
    }
    return keys;
}

}  // namespace

std::string in_force_lines(const Things& things, Time now, std::string_view host) {
    std::string lines;
    for (const auto& thing : things) {
        if (thing.holds_at(now)) {
            lines += line_of(thing, "in_force", now, host);
        }
    }
    return lines;
}

std::string in_force_lines(const InForceMoment& before, const InForceMoment& after,
                           std::string_view host) {
    const auto was = holding_at(before);
    const auto is = holding_at(after);
    std::string lines;
    for (const auto& thing : after.things) {
        if (!thing.holds_at(after.time)) {
            continue;
        }
        const auto old = was.find(Key(thing.kind, thing.id));
        if (old == was.end()) {
            lines += line_of(thing, word_for_beginning(thing), after.time, host);
        } else if (old->second->members != thing.members) {
            lines += line_of(thing, "changed", after.time, host);
        }
    }
    const auto there = keys_of(after.things);
    for (const auto& thing : before.things) {
        const Key key(thing.kind, thing.id);
        if (was.find(key) != was.end() && is.find(key) == is.end()) {
            const auto* const why = there.contains(key) ? "date" : "removed";
            lines += line_of(thing, word_for_end(thing), after.time, host, why);
        }
    }
    return lines;
}

std::optional<Time> next_turn(const Things& things, Time now) {
    std::optional<Time> next;
    for (const auto& thing : things) {
        for (const auto& each : {thing.begins, thing.ends}) {
            if (each && *each > now && (!next || *each < *next)) {
                next = each;
            }
        }
    }
    return next;
}

}  // namespace msa
