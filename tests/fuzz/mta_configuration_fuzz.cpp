// Configurations of Postfix and Sendmail: whatever the text, it is examined or refused with a
// reason, and every complaint can be shown. The first octet says of what kind it is.
#include "doctor/postfix/examination.h"
#include "doctor/sendmail/examination.h"
#include "fuzz/require.h"

#include <cstddef>
#include <cstdint>
#include <string>

using msa::require;

namespace {

void require_shown(const msa::Examination& found) {
    for (const msa::Complaint& each : found.complaints) {
        require(!each.where.empty() && !each.what.empty(), "a complaint has a place and a cause");
        require(!msa::to_text(each).empty(), "a complaint can be shown");
    }
    require(!found.checked.empty(), "it says what was checked");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    const msa::DaemonFacts daemon{.socket = "unix:/var/spool/postfix/msa-milter/milter.sock",
                                  .listeners = {"submission"}};
    if (data[0] % 2 == 0) {
        const auto examination = msa::examine_sendmail({.name = "sendmail", .text = text}, daemon);
        require(examination || !examination.error().what.empty(), "a refusal has a reason");
        if (examination) {
            require_shown(examination->found);
        }
        return 0;
    }
    const auto end_of_main = text.find("\n\n");
    msa::PostfixInput input;
    input.main = {.name = "main.cf", .text = text.substr(0, end_of_main)};
    input.master = {.name = "master.cf",
                    .text = end_of_main == std::string::npos ? "" : text.substr(end_of_main)};
    const auto examination = msa::examine_postfix(input, daemon);
    require(examination || !examination.error().what.empty(), "a refusal has a reason");
    if (examination) {
        require_shown(examination->found);
    }
    return 0;
}
