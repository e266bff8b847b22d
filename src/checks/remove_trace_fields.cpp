// remove_trace_fields: what only a delivering or receiving MTA may say is taken out of what a
// user's program sends: Return-Path (RFC 5321, 4.4), Delivered-To, which looks like a mail loop at
// the recipient's (RFC 9228, 4), Received-SPF (RFC 7208, 9.1), what Exchange believes of its own
// servers (X-MS-Exchange-Organization-*), and what the site trusts when it reads it. ARC sets stay
// here: they are the business of foreign_chains.
#include "base/text.h"
#include "policy/check_kind.h"

#include <algorithm>
#include <array>
#include <set>

namespace msa {
namespace {

bool matches(std::string_view name, std::string_view pattern) {
    if (!pattern.empty() && pattern.back() == '*') {
        pattern.remove_suffix(1);
        return name.size() >= pattern.size() &&
               equal_ignoring_case(name.substr(0, pattern.size()), pattern);
    }
    return equal_ignoring_case(name, pattern);
}

Result<void> are_patterns(const std::vector<std::string>& names) {
    // What a message says and how it is read, what the project's other checks rely on, or what RFC
    // 5321, 4.4 forbids to remove.
    constexpr std::array<std::string_view, 14> kept{"From",         "Received",
                                                    "Date",         "DKIM-Signature",
                                                    "Sender",       "Reply-To",
                                                    "To",           "Cc",
                                                    "Subject",      "Message-ID",
                                                    "References",   "MIME-Version",
                                                    "Content-Type", "Content-Transfer-Encoding"};
    for (const auto& name : names) {
        if (!is_field_name(name) || name.find('*') < name.size() - 1) {
            return Error{
                "'" + printable(name) + "' is not a header field name; a * may only end it",
                ErrorKind::bad_config};
        }
        for (const auto needed : kept) {
            if (matches(needed, name)) {
                return Error{"'" + name + "' would remove " + std::string(needed),
                             ErrorKind::bad_config};
            }
        }
    }
    return {};
}

struct RemoveTraceFields final : Check {
    std::vector<std::string> names{"Return-Path", "Delivered-To", "Received-SPF",
                                   "X-MS-Exchange-Organization-*"};

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        std::set<std::string> seen;
        Findings findings;
        for (const auto& field : at.headers->fields()) {
            const auto name = bare_name(field.name);
            const bool is_named =
                std::any_of(names.begin(), names.end(),
                            [name](const std::string& pattern) { return matches(name, pattern); });
            if (!is_named || !seen.insert(ascii_lower(name)).second) {
                continue;
            }
            const std::string text = printable(name);
            findings.push_back(
                {.what = text + " field",
                 .reply = {554, "5.6.0", "A " + text + " field is not accepted"},
                 .repair = {{FieldChange::Kind::remove_all, std::string(name), {}}}});
        }
        return findings;
    }
};

}  // namespace

CheckKind remove_trace_fields() {
    return Describe<RemoveTraceFields>("remove_trace_fields",
                                       "RFC 5321, 4.4; RFC 9228, 4; RFC 7208, 9.1",
                                       "Fields that only a receiving MTA may write are removed.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .option<std::vector<std::string>>(
            "names", &RemoveTraceFields::names,
            "The fields to remove; \"X-Spam-*\" means all that begin like that.", are_patterns);
}

}  // namespace msa
