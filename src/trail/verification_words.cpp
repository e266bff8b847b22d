// Verdicts in words, see verification_words.h.
#include "trail/verification_words.h"

#include <algorithm>

namespace msa {

namespace {

/// Whose word the signatures are worth.
std::string authority(const VerificationReport& report) {
    if (report.is_trusted) {
        return "signed with the key that was given";
    }
    return report.has_key
               ? "signed with a key that only the trail itself names: give yours with --key"
               : "not signed: this shows accidents, not forgery";
}

}  // namespace

std::vector<Observation> in_order(const VerificationReport& report) {
    auto all = report.observations.kept();
    std::stable_sort(all.begin(), all.end(), [](const Observation& a, const Observation& b) {
        return a.place.file != b.place.file ? a.place.file < b.place.file
                                            : a.place.line < b.place.line;
    });
    return all;
}

std::string integrity_words(const VerificationReport& report) {
    if (!report.has_integrity()) {
        return report.observations.count(Concern::integrity) == 0
                   ? "NOT PROVEN"
                   : "NOT GIVEN (" + std::to_string(report.observations.count(Concern::integrity)) +
                         " findings)";
    }
    return "given, " + authority(report);
}

std::string completeness_words(const VerificationReport& report) {
    if (!report.is_complete()) {
        return "NOT GIVEN (" + std::to_string(report.observations.count(Concern::completeness)) +
               " findings)";
    }
    const bool is_declared = report.observations.count(Verdict::gap) != 0 ||
                             report.observations.count(Verdict::expired) != 0;
    return std::string("given up to the last checkpoint") +
           (is_declared ? ", except for what the trail declares" : "");
}

}  // namespace msa
