// valid_date: a Date that is not written as RFC 5322, 3.3 asks is written anew: the same instant
// where one can be read, else the time of MAIL (RFC 6409, 8.2). One that conforms stays, however
// old. The date of resent mail is its author's: what cannot be read there stays (RFC 5322, 3.6.6).
#include "base/text.h"
#include "mail/date.h"
#include "policy/check_kind.h"

#include <array>

namespace msa {
namespace {

constexpr std::array<std::string_view, 2> names{"Date", "Resent-Date"};

/// Zones are at most so far from each other's middle: what is further off is no date of now.
constexpr auto farthest = std::chrono::hours(14);

/// A clock without zone is this host's, where that makes it a time near that of MAIL.
std::string corrected(const DateReading& date, const Moment& now) {
    if (!date.without_zone) {
        return date.corrected;
    }
    const auto instant = *date.without_zone - now.utc_offset;
    const auto present = std::chrono::floor<std::chrono::seconds>(now.time);
    const bool is_near = instant <= present + farthest && instant >= present - farthest;
    return format_date(is_near ? instant : now.time, now.utc_offset);
}

struct ValidDate final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        for (const auto name : names) {
            for (std::size_t nth = 1; const auto* field = at.headers->find(name, nth); ++nth) {
                judge(at, *field, std::string(name), nth, findings);
            }
        }
        return findings;
    }

private:
    static void judge(const HeadersStage& at, const HeaderField& field, const std::string& name,
                      std::size_t nth, Findings& findings) {
        const auto date = read_date(field.value);
        if (date && date->conforms) {
            return;
        }
        const bool is_authors = name == "Date" && at.headers->count("Resent-From") != 0;
        if (!date && is_authors) {
            return;
        }
        const auto instead =
            date ? corrected(*date, at.now) : format_date(at.now.time, at.now.utc_offset);
        findings.push_back(
            {.what = name + " is not written as it should be: " + printable(trimmed(field.value)),
             .reply = {554, "5.6.0",
                       "The date in " + name +
                           (date ? " should be written " : " cannot be read, write it as ") +
                           instead},
             .repair = {{FieldChange::Kind::replace, name, ' ' + instead, nth}}});
    }
};

}  // namespace

CheckKind valid_date() {
    return Describe<ValidDate>("valid_date", "RFC 6409, 8.2; RFC 5322, 3.3 and 4.3",
                               "A Date in an obsolete or broken form is rewritten; its instant is "
                               "kept if it can be read.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .replies("554 5.6.0 The date in Date should be written Wed, 25 Nov 2026 09:05:03 +0100");
}

}  // namespace msa
