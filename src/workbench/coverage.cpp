#include "workbench/coverage.h"

#include <algorithm>

namespace msa {
namespace {

constexpr const char* meets = "no case in which it finds something";
constexpr const char* passes = "no case in which it finds nothing";
constexpr const char* not_meant = "no case that its condition leaves out";
constexpr const char* applies = "no case to which it applies";
constexpr const char* gives = "no case in which it gives a right";
constexpr const char* stays_silent = "finds something, though `silent` names it";
constexpr const char* is_known = "`silent` names a rule that the file does not have";

}  // namespace

void Coverage::expect(const RuleSet& rules, const std::vector<std::string>& silent,
                      const std::string& place) {
    const auto add = [this](const std::string& name, const std::string& where,
                            const std::vector<std::string>& directions) {
        Part part{.where = where, .name = name};
        for (const auto& direction : directions) {
            part.directions[direction] = false;
        }
        parts_.emplace(name, std::move(part));
        order_.push_back(name);
    };
    for (const auto& rule : rules.rules) {
        if (rule.where.empty() || rule.action == Action::off) {
            continue;
        }
        std::vector<std::string> directions{meets, passes};
        if (!when_text(rule.when).empty()) {
            directions.emplace_back(not_meant);
        }
        add("rule " + rule.id, rule.where, directions);
    }
    for (const auto& id : silent) {
        const auto part = parts_.find("rule " + id);
        if (part == parts_.end()) {
            add("rule " + id, place, {is_known});
        } else {
            part->second.directions.erase(meets);
            part->second.directions[stays_silent] = true;
        }
    }
    for (const auto& exception : rules.exceptions) {
        add("exception " + exception.id, exception.where, {applies});
    }
    for (const auto& delegation : rules.owners.settings().delegations) {
        add("delegation " + delegation.id, delegation.where, {gives});
    }
}

void Coverage::reach(const std::string& part, const std::string& direction) {
    const auto found = parts_.find(part);
    if (found == parts_.end()) {
        return;
    }
    const auto reached = found->second.directions.find(direction);
    if (reached != found->second.directions.end()) {
        reached->second = true;
    }
}

void Coverage::meet(const std::string& part) {
    reach(part, meets);
    const auto found = parts_.find(part);
    if (found != parts_.end() && found->second.directions.count(stays_silent) != 0) {
        found->second.directions[stays_silent] = false;
    }
}

void Coverage::add(const Explanation& explanation) {
    for (const auto& rule : explanation.rules) {
        const auto name = "rule " + rule.id;
        switch (rule.result) {
            case ExplainedRule::Result::not_meant: reach(name, not_meant); break;
            case ExplainedRule::Result::passed: reach(name, passes); break;
            case ExplainedRule::Result::excepted:
            case ExplainedRule::Result::found: meet(name); break;
        }
        for (const auto& finding : rule.findings) {
            reach("exception " + finding.exception, applies);
        }
    }
    for (const auto& [address, right] : explanation.judgement.record.rights) {
        add(right);
    }
}

void Coverage::add(const Right& right) {
    const bool is_given = right.kind == Right::Kind::owner || right.kind == Right::Kind::on_behalf;
    if (is_given && right.source.kind == RightSource::Kind::delegation) {
        reach("delegation " + right.source.id, gives);
    }
}

std::vector<Coverage::Gap> Coverage::gaps() const {
    std::vector<Gap> gaps;
    for (const auto& name : order_) {
        const auto& part = parts_.at(name);
        for (const auto& [direction, is_reached] : part.directions) {
            if (!is_reached) {
                gaps.push_back({part.where, name + ": " + direction});
            }
        }
    }
    return gaps;
}

std::size_t Coverage::reached() const {
    return all() - gaps().size();
}

std::size_t Coverage::all() const {
    std::size_t all = 0;
    for (const auto& [name, part] : parts_) {
        all += part.directions.size();
    }
    return all;
}

}  // namespace msa
