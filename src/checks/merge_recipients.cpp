// merge_recipients: repeated To or Cc fields mean one list (RFC 5322, 4.5.3 and 3.6.3); the first
// gets them all. Empty ones are gone by then.
#include "base/text.h"
#include "checks/address_fields.h"
#include "mail/folding.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

/// Octets in the last line of a field so far.
std::size_t width(const std::string& name, const std::string& value) {
    const auto fold = value.rfind('\n');
    return fold == std::string::npos ? name.size() + 1 + value.size() : value.size() - fold - 1;
}

std::string merged(const HeadersStage& at, const std::string& name) {
    std::string value;
    for (std::size_t nth = 1; const auto* field = at.headers->find(name, nth); ++nth) {
        const std::string list(trimmed(field->value));
        const bool fits = width(name, value) + 2 + list.size() <= preferred_line;
        value += nth == 1 ? " " : fits ? ", " : ",\n ";
        value += list;
    }
    return value;
}

struct MergeRecipients final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        for (const char* name : {"To", "Cc"}) {
            const auto count = at.headers->count(name);
            if (count < 2) {
                continue;
            }
            Finding finding = malformed("more than one " + std::string(name) + " field");
            for (auto nth = count; nth > 1; --nth) {
                finding.repair.push_back({FieldChange::Kind::remove, name, {}, nth});
            }
            finding.repair.push_back({FieldChange::Kind::replace, name, merged(at, name)});
            findings.push_back(std::move(finding));
        }
        return findings;
    }
};

}  // namespace

CheckKind merge_recipients() {
    return Describe<MergeRecipients>("merge_recipients", "RFC 5322, 4.5.3",
                                     "Repeated To and Cc fields become one each.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .replies("554 5.6.0 Malformed message: more than one Cc field");
}

}  // namespace msa
