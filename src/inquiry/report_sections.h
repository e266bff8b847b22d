// The sections of a report, see report_page.h.
#pragma once

#include "inquiry/markup.h"
#include "inquiry/report_page.h"

namespace msa::report {

[[nodiscard]] Markup verification(const ReportInput& input);
[[nodiscard]] Markup coverage(const ReportInput& input);
[[nodiscard]] Markup dispositions(const ReportInput& input);
[[nodiscard]] Markup rules(const ReportInput& input);
[[nodiscard]] Markup sources_and_tls(const ReportInput& input);
[[nodiscard]] Markup unsigned_messages(const ReportInput& input);
[[nodiscard]] Markup privileges(const ReportInput& input);
[[nodiscard]] Markup rule_changes(const ReportInput& input);
[[nodiscard]] Markup refused_logins(const ReportInput& input);

/// `msa-milter audit query --since ... --until ... OPTIONS FILES`.
[[nodiscard]] std::string query(const ReportInput& input, const std::string& options);
/// The one that counts what a count of the report counts.
[[nodiscard]] std::string query_of(const ReportInput& input, const ReportCount& count,
                                   const std::string& more = {});

/// All days, or months, of the span.
[[nodiscard]] std::vector<std::string> times_of(const ReportInput& input);
[[nodiscard]] Markup section(const char* id, std::string_view heading, const Markup& content);

}  // namespace msa::report
