// The audit trail, see audit_trail.h.
#include "audit/audit_trail.h"

#include "audit/message_line.h"
#include "audit/record_json.h"

#include <utility>

namespace msa {

AuditTrail::AuditTrail(AuditFile file, std::string host, LogOutput log)
    : file_(std::move(file)),
      commit_([this](std::string_view lines) {
          return file_.with([lines](AuditFile& held) { return held.append(lines); });
      }),
      path_(file_.with([](const AuditFile& held) { return held.path(); })),
      host_(std::move(host)),
      log_(std::move(log)) {}

Result<std::unique_ptr<AuditTrail>> AuditTrail::open(std::string path, std::string host,
                                                     LogOutput log) {
    auto file = AuditFile::open(std::move(path));
    if (!file) {
        return within("audit file", file.error());
    }
    return std::unique_ptr<AuditTrail>(
        new AuditTrail(*std::move(file), std::move(host), std::move(log)));
}

Result<void> AuditTrail::write(const AuditRecord& record) {
    const std::string line = record_json(record, host_) + '\n';
    const auto appended = commit_.write(line);
    if (!appended) {
        log_(LogLevel::error, LogLine("audit")
                                  .add("result", "failed")
                                  .add("transaction", record.transaction)
                                  .add("queue_id", record.queue_id)
                                  .add("action", to_text(record.disposition))
                                  .add("error", appended.error().what));
        return within("audit file", appended.error());
    }
    if (!appended->empty()) {
        log_(LogLevel::warning,
             LogLine("audit").add("result", "ok").add("file", path_).add("notice", *appended));
    }
    log_(record.trouble.empty() ? LogLevel::info : LogLevel::warning, message_line(record));
    return {};
}

Result<void> AuditTrail::reopen() {
    const auto reopened = file_.with([](AuditFile& file) { return file.reopen(); });
    return reopened ? reopened : within("audit file", reopened.error());
}

}  // namespace msa
