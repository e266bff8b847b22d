// Words that mean nothing: groups, listeners and sources that nothing else in the rule set knows.
#include "base/text.h"
#include "config/owner_listing.h"
#include "review/findings.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

using Names = std::set<std::string, std::less<>>;

bool has(const Names& names, std::string_view name) {
    return names.find(name) != names.end();
}

/// Every group:NAME in the file, wherever it stands.
void collect_groups(const toml::node& node, Names& names) {
    if (const auto* text = node.as_string()) {
        if (const auto group = group_name(text->get())) {
            names.emplace(*group);
        }
    } else if (const auto* list = node.as_array()) {
        for (const auto& each : *list) {
            collect_groups(each, names);
        }
    } else if (const auto* table = node.as_table()) {
        for (const auto& each : *table) {
            collect_groups(each.second, names);
        }
    }
}

void unused_groups(const Review& review) {
    const auto* groups = review.root["groups"].as_table();
    if (groups == nullptr) {
        return;
    }
    Names used;
    collect_groups(review.root, used);
    std::vector<const toml::key*> unused;
    for (const auto& each : *groups) {
        if (!has(used, each.first.str())) {
            unused.push_back(&each.first);
        }
    }
    const bool is_known =
        unused.empty() ||
        for_each_owner(review.rules, [&](std::string_view, const std::vector<std::string>& owners) {
            for (const auto& owner : owners) {
                const auto group = group_name(owner);
                std::erase_if(unused,
                              [&](const auto* key) { return group && key->str() == *group; });
            }
            return !unused.empty();
        });
    if (!is_known) {
        return;
    }
    for (const auto* key : unused) {
        review.diagnostics.warning(place_of(*key),
                                   "nothing uses group '" + printable(key->str()) + '\'');
    }
}

void groups_without_member(const Review& review) {
    const auto* groups = review.root["groups"].as_table();
    if (groups == nullptr) {
        return;
    }
    for (const auto& [key, value] : *groups) {
        if (value.is_array() && value.as_array()->empty()) {
            review.diagnostics.warning(place_of(value),
                                       "group '" + printable(key.str()) +
                                           "' has no member: what names it holds for nobody");
        }
    }
}

void listeners_outside_scope(const Review& review) {
    const auto& scope = review.rules.listeners;
    if (scope.empty()) {
        return;
    }
    for_each_condition(review.root, [&](const toml::table& when) {
        for (const auto& each : strings_of(when, "listener")) {
            if (std::find(scope.begin(), scope.end(), each.value) == scope.end()) {
                review.diagnostics.error(each.place,
                                         unknown("listener of [scope]", each.value, scope));
            }
        }
    });
}

void sources_that_are_not_asked(const Review& review) {
    const auto& sources = review.rules.identity.sources;
    for_each_condition(review.root, [&](const toml::table& when) {
        for (const auto& each : strings_of(when, "source")) {
            const auto source = parse_identity_source(each.value);
            if (source && std::find(sources.begin(), sources.end(), *source) == sources.end()) {
                review.diagnostics.warning(each.place, "\"" + each.value +
                                                           "\" is not among the sources of "
                                                           "[identity]: this holds for nobody");
            }
        }
    });
}

}  // namespace

const std::vector<ReviewFinding>& word_findings() {
    static const std::vector<ReviewFinding> findings{
        unused_groups, groups_without_member, listeners_outside_scope, sources_that_are_not_asked};
    return findings;
}

}  // namespace msa
