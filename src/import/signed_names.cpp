#include "import/signed_names.h"

#include "base/text.h"
#include "config/field_names.h"
#include "dkim/signed_fields.h"

#include <algorithm>
#include <vector>

namespace msa {
namespace {

bool has_name(const std::vector<std::string>& names, const std::string& name) {
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& each) { return equal_ignoring_case(each, name); });
}

bool may_be_signed(const std::string& name, const std::string& place, RuleDraft& draft) {
    SigningSettings settings;
    settings.signed_present = {name};
    const auto names = signed_names(settings);
    if (!names) {
        draft.remark(place, names.error().what);
    }
    return names.has_value();
}

}  // namespace

void add_oversigned(const std::string& name, const std::string& place, RuleDraft& draft) {
    if (!has_name(core_oversigned_fields(), name) && !has_name(draft.oversign, name) &&
        may_be_signed(name, place, draft)) {
        draft.oversign.push_back(name);
    }
}

void add_signed(const std::string& name, const std::string& place, RuleDraft& draft) {
    const bool is_covered = has_name(core_oversigned_fields(), name) ||
                            has_name(core_signed_fields(), name) || has_name(draft.oversign, name);
    if (!is_covered && !has_name(draft.sign, name) && may_be_signed(name, place, draft)) {
        draft.sign.push_back(name);
    }
}

}  // namespace msa
