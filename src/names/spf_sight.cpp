#include "names/spf_sight.h"

#include "base/text.h"

namespace msa {
namespace {

std::string cost_of(const SpfTrial& trial) {
    std::string text = ", " + std::to_string(trial.lookups) + " of 10 look-ups";
    if (trial.void_lookups != 0) {
        text += ", " + std::to_string(trial.void_lookups) + " of 2 for what is not there";
    }
    return text;
}

std::string outcome_of(const SpfTrial& trial) {
    std::string text(to_text(trial.answer.result));
    if (!trial.answer.why.empty()) {
        text += ": " + printable(trial.answer.why);
    } else if (!trial.term.empty()) {
        text += " by " + printable(trial.term);
    } else if (trial.answer.result == SpfResult::neutral) {
        text += ": no term matches";
    }
    return text;
}

}  // namespace

std::string spf_mechanism(const std::string& address) {
    return (address.find(':') == std::string::npos ? "ip4:" : "ip6:") + address;
}

Sight spf_sight(const SpfQuestion& question, const Inquiry& inquiry, const std::string& fix) {
    const auto domain = question.sender.substr(question.sender.rfind('@') + 1);
    const auto trial = try_spf(question, inquiry.zone, Inquiry::soon());
    const auto what = "from " + question.address + ": " + outcome_of(trial) + cost_of(trial);
    switch (trial.answer.result) {
        case SpfResult::pass: return fine(domain, what);
        case SpfResult::temperror: return unknown_sight(domain, what);
        case SpfResult::none: return missing(domain, what, fix);
        case SpfResult::permerror:
            return wrong(domain, what,
                         "a record without that error; `msa-milter dns print` prints a short one");
        case SpfResult::neutral:
        case SpfResult::softfail:
        case SpfResult::fail: break;
    }
    return wrong(domain, what, fix);
}

}  // namespace msa
