#include "submission/edit_plan.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {
namespace {

using Fields = std::vector<HeaderField>;

bool is_received(const HeaderField& field) {
    return field.occurrence != 0;
}

/// What became of each received field; null: removed. One pass, since they keep their order.
std::vector<const HeaderField*> survivors_of(const Fields& before, const Fields& after) {
    std::vector<const HeaderField*> survivors;
    survivors.reserve(before.size());
    auto next = std::find_if(after.begin(), after.end(), is_received);
    for (const auto& field : before) {
        const bool is_left = next != after.end() && next->occurrence == field.occurrence &&
                             same_name(next->name, field.name);
        survivors.push_back(is_left ? &*next : nullptr);
        if (is_left) {
            next = std::find_if(next + 1, after.end(), is_received);
        }
    }
    return survivors;
}

/// What Sendmail adds on its own: the H lines with mailer flags of its cf.
bool is_sendmails_own(std::string_view name) {
    constexpr std::array<std::string_view, 8> names{"Return-Path",       "Resent-Date", "Date",
                                                    "Resent-From",       "From",        "Full-Name",
                                                    "Resent-Message-ID", "Message-ID"};
    return std::any_of(names.begin(), names.end(),
                       [name](std::string_view own) { return same_name(name, own); });
}

Edit added(Edit::Kind kind, const HeaderField& field) {
    return {kind, field.name, 0, field.value, {}};
}

void add_new_fields(std::vector<Edit>& plan, const Fields& after, Fields::const_iterator body) {
    for (auto field = body; field != after.end(); ++field) {
        if (!is_received(*field)) {
            plan.push_back(added(Edit::Kind::append, *field));
        }
    }
    for (auto field = body; field != after.begin();) {
        plan.push_back(added(Edit::Kind::prepend, *--field));
    }
}

/// From the last to the first: what is appended comes to stand in front of its namesakes.
void add_new_fields_in_sendmail(std::vector<Edit>& plan, const Fields& after,
                                Fields::const_iterator body, const HeaderList& received) {
    for (auto field = after.end(); field != after.begin();) {
        const bool is_below = field > body;
        --field;
        if (!is_received(*field)) {
            const bool is_appended =
                is_below || (received.count(field->name) == 0 && is_sendmails_own(field->name));
            plan.push_back(added(is_appended ? Edit::Kind::append : Edit::Kind::prepend, *field));
        }
    }
}

}  // namespace

std::vector<Edit> edit_plan(const HeaderList& received, const HeaderList& edited, MtaKind host) {
    std::vector<Edit> plan;
    const auto& before = received.fields();
    const auto& after = edited.fields();
    const auto survivors = survivors_of(before, after);
    auto survives = survivors.rbegin();
    for (auto field = before.rbegin(); field != before.rend(); ++field, ++survives) {
        const HeaderField* survivor = *survives;
        if (survivor == nullptr) {
            plan.push_back({.kind = Edit::Kind::remove,
                            .name = field->name,
                            .occurrence = field->occurrence,
                            .value = {},
                            .old_value = field->value});
        } else if (survivor->value != field->value || survivor->name != field->name) {
            plan.push_back({.kind = Edit::Kind::change,
                            .name = survivor->name,
                            .occurrence = field->occurrence,
                            .value = survivor->value,
                            .old_value = field->value});
        }
    }
    // Where nothing received is left, all of the new fields are appended.
    const auto first = std::find_if(after.begin(), after.end(), is_received);
    const auto body = first == after.end() ? after.begin() : first;
    if (host == MtaKind::sendmail) {
        add_new_fields_in_sendmail(plan, after, body, received);
    } else {
        add_new_fields(plan, after, body);
    }
    return plan;
}

}  // namespace msa
