// Whether Sendmail can hold what rules hold, and who can ask about it.
#include "base/text.h"
#include "doctor/sendmail/visit.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace msa {
namespace {

/// 13 of 8.13.8; absent: that is no 8.
std::optional<int> minor_version(std::string_view version) {
    constexpr std::string_view major = "8.";
    int minor = 0;
    if (!version.starts_with(major)) {
        return std::nullopt;
    }
    version.remove_prefix(major.size());
    const auto read = std::from_chars(version.data(), version.data() + version.size(), minor);
    return read.ec == std::errc() ? std::optional(minor) : std::nullopt;
}

/// It has its queue of quarantined messages since 8.13.
void examine_quarantine(const SendmailVisit& visit) {
    constexpr int first = 13;
    const auto& version = visit.settings.version;
    const auto minor = version ? minor_version(version->value) : std::nullopt;
    if (minor && *minor < first) {
        visit.found.complain(
            {.severity = Severity::problem,
             .where = version->place,
             .what = "Sendmail " + printable(version->value, 40) + " cannot quarantine",
             .effect = "Rules hold mail, and this Sendmail cannot: what they would hold is put off "
                       "with 451, and its author's mail program tries again in vain.",
             .fix = "Update Sendmail to 8.13 or later, or take `action = \"hold\"` out of the "
                    "rules."});
    }
}

}  // namespace

void examine_held_mail(const SendmailVisit& visit) {
    if (!visit.daemon.holds) {
        return;
    }
    examine_quarantine(visit);
    const auto found = visit.settings.options.find("PrivacyOptions");
    if (found != visit.settings.options.end() &&
        ascii_lower(found->second.value).find("restrictmailq") != std::string::npos) {
        visit.found.complain(
            {.severity = Severity::note,
             .where = found->second.place,
             .what = "PrivacyOptions has restrictmailq",
             .effect = "Rules hold mail, and only root and the group of the queue can list it: "
                       "`msa-milter held list` exits with 77 for others."});
    }
    visit.found.checked.emplace_back(
        "held mail: Sendmail lets root show, release and delete it, and nobody else; a released "
        "message leaves with the next run of the queue");
}

}  // namespace msa
