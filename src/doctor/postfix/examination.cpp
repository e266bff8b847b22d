#include "doctor/postfix/examination.h"

#include "base/text.h"
#include "doctor/postfix/visit.h"

#include <charconv>
#include <utility>

namespace msa {
namespace {

/// Whether `version` (3.7.11) is older than Postfix 3.7; false where it is no version.
bool is_older_than_tested(std::string_view version) {
    constexpr int tested_major = 3;
    constexpr int tested_minor = 7;
    const auto parts = split(version, '.');
    int major = 0;
    int minor = 0;
    if (parts.size() < 2 ||
        std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), major).ec !=
            std::errc() ||
        std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), minor).ec !=
            std::errc()) {
        return false;
    }
    return major < tested_major || (major == tested_major && minor < tested_minor);
}

void examine_version(const PostfixVisit& visit) {
    const std::string version = visit.text(nullptr, "mail_version");
    visit.found.checked.push_back("parameters that are not set: as in Postfix " + version);
    if (is_older_than_tested(version)) {
        visit.found.complain({.severity = Severity::warning,
                              .where = visit.settings.main_name(),
                              .what = "mail_version = " + version,
                              .effect = "The milter was tested with Postfix 3.7 and newer.",
                              .fix = "Postfix 3.7 or newer"});
    }
}

void repeat_postconf(std::string_view said, Examination& found) {
    for (const std::string_view line : split(said, '\n')) {
        if (!trimmed(line).empty()) {
            found.complain({.severity = Severity::warning,
                            .where = "postconf",
                            .what = printable(line, 300),
                            .effect = {}});
        }
    }
}

}  // namespace

Result<PostfixExamination> examine_postfix(const PostfixInput& input, const DaemonFacts& daemon) {
    PostfixExamination examination;
    repeat_postconf(input.said, examination.found);
    const auto settings =
        PostfixSettings::read(input.main, input.master, input.defaults, examination.found);
    if (!settings) {
        return settings.error();
    }
    examination.found.checked.push_back(
        input.main.is_file ? "read: " + input.main.name + ", " + input.master.name
                           : "read: what postconf -n, postconf -M and postconf -d print");
    const PostfixVisit visit{
        .settings = *settings, .daemon = daemon, .found = examination.found, .read = input.read};
    examine_identities(visit);
    examine_milters(visit);
    examine_listeners(visit);
    examine_senders(visit);
    examine_delivery(visit);
    examine_held_mail(visit);
    examine_version(visit);
    examination.user = visit.text(nullptr, "mail_owner");
    return examination;
}

}  // namespace msa
