// An audit report: one HTML file that needs nothing else, no script and no network.
#pragma once

#include "inquiry/report_numbers.h"
#include "trail/verification.h"

#include <string>
#include <vector>

namespace msa {

struct ReportInput {
    const VerificationReport& verification;
    const ReportNumbers& numbers;
    std::vector<std::string> rules;  // that there are
    std::string from;                // days, as they were typed
    std::string to;
    std::vector<std::string> trail;  // words of the command line that name the trail
    std::vector<std::string> proof;  // and of those that name keys and anchors
    std::string written;             // when
};

[[nodiscard]] std::string report_page(const ReportInput& input);

}  // namespace msa
