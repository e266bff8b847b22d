// add_mime_version: a message with MIME fields says that it is MIME (RFC 2045, 4). Mail without
// Content-* fields is not MIME and stays so.
#include "base/text.h"
#include "policy/check_kind.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::string_view mime_prefix = "Content-";

bool is_mime_field(const HeaderField& field) {
    return equal_ignoring_case(std::string_view(field.name).substr(0, mime_prefix.size()),
                               mime_prefix);
}

struct AddMimeVersion final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto& fields = at.headers->fields();
        if (at.headers->count("MIME-Version") != 0 ||
            std::none_of(fields.begin(), fields.end(), is_mime_field)) {
            return {};
        }
        return {{.what = "Content-* fields without MIME-Version",
                 .reply = {554, "5.6.0", "A MIME-Version field is needed"},
                 .repair = {{FieldChange::Kind::append, "MIME-Version", " 1.0"}}}};
    }
};

}  // namespace

CheckKind add_mime_version() {
    return Describe<AddMimeVersion>(
               "add_mime_version", "RFC 2045, 4",
               "MIME-Version is added if there are Content-* fields without it.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent();
}

}  // namespace msa
