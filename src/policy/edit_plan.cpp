#include "policy/edit_plan.h"

#include "base/text.h"

#include <algorithm>
#include <map>
#include <utility>

namespace msa {
namespace {

/// A received field's identity: its folded bare name and its number among the fields of that name.
using Origin = std::pair<std::string, std::size_t>;

Origin origin_of(const HeaderField& field) {
    return {ascii_lower(bare_name(field.name)), field.occurrence};
}

std::map<Origin, const HeaderField*> survivors_of(const HeaderList& edited) {
    std::map<Origin, const HeaderField*> survivors;
    for (const auto& field : edited.fields()) {
        if (field.occurrence != 0) {
            survivors.emplace(origin_of(field), &field);
        }
    }
    return survivors;
}

bool is_received(const HeaderField& field) {
    return field.occurrence != 0;
}

}  // namespace

std::vector<Edit> edit_plan(const HeaderList& received, const HeaderList& edited) {
    std::vector<Edit> plan;
    const auto survivors = survivors_of(edited);
    const auto& before = received.fields();
    for (auto field = before.rbegin(); field != before.rend(); ++field) {
        const auto survivor = survivors.find(origin_of(*field));
        if (survivor == survivors.end()) {
            plan.push_back({.kind = Edit::Kind::remove,
                            .name = field->name,
                            .occurrence = field->occurrence,
                            .value = {},
                            .old_value = field->value});
        } else if (survivor->second->value != field->value ||
                   survivor->second->name != field->name) {
            plan.push_back({.kind = Edit::Kind::change,
                            .name = survivor->second->name,
                            .occurrence = field->occurrence,
                            .value = survivor->second->value,
                            .old_value = field->value});
        }
    }
    const auto& after = edited.fields();
    // Where nothing received is left, all of the new fields are appended.
    const auto first = std::find_if(after.begin(), after.end(), is_received);
    const auto body = first == after.end() ? after.begin() : first;
    for (auto field = body; field != after.end(); ++field) {
        if (!is_received(*field)) {
            plan.push_back({Edit::Kind::append, field->name, 0, field->value, {}});
        }
    }
    for (auto field = body; field != after.begin();) {
        --field;
        plan.push_back({Edit::Kind::prepend, field->name, 0, field->value, {}});
    }
    return plan;
}

}  // namespace msa
