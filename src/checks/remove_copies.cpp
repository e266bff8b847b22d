// remove_copies: a field that may stand once and stands there again with the same text says nothing
// new, and comes from honest programs; the later copies are taken out (RFC 5322, 3.6). Never a From
// or Sender, and different texts are left to header_counts and merge_recipients.
#include "base/text.h"
#include "checks/single_fields.h"
#include "policy/check_kind.h"

#include <algorithm>
#include <iterator>

namespace msa {
namespace {

/// The text of a field apart from its folds and the blanks around it.
std::string text_of(std::string_view value) {
    std::string text;
    std::copy_if(value.begin(), value.end(), std::back_inserter(text),
                 [](char c) { return c != '\n'; });
    return std::string(trimmed(text));
}

void find_copies(const HeaderList& headers, std::string_view name, Findings& findings) {
    const auto count = headers.count(name);
    if (count < 2) {
        return;
    }
    const auto first = text_of(headers.find(name)->value);
    // From the last to the first: a number must not change before it is used.
    for (auto nth = count; nth > 1; --nth) {
        if (text_of(headers.find(name, nth)->value) == first) {
            Finding finding = malformed("identical copy of the " + std::string(name) + " field");
            finding.repair = {{FieldChange::Kind::remove, std::string(name), {}, nth}};
            findings.push_back(std::move(finding));
        }
    }
}

struct RemoveCopies final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        for (const auto name : single_fields) {
            if (name != "From" && name != "Sender") {
                find_copies(at.headers, name, findings);
            }
        }
        for (const std::string_view name : {"To", "Cc"}) {
            find_copies(at.headers, name, findings);
        }
        return findings;
    }
};

}  // namespace

CheckKind remove_copies() {
    return Describe<RemoveCopies>("remove_copies", "RFC 5322, 3.6",
                                  "Of identical copies of a field that may occur once, the first "
                                  "stays; From and Sender are left alone.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .replies("554 5.6.0 Malformed message: identical copy of the Subject field");
}

}  // namespace msa
