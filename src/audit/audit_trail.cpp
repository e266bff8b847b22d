// The audit trail, see audit_trail.h.
#include "audit/audit_trail.h"

#include "audit/message_line.h"
#include "audit/record_json.h"

#include <utility>

namespace msa {

namespace {

/// Whether the client still hears of it that there is no record: with 451, whatever was to be said.
/// Who gave up hears nothing any more, and recipients were answered one by one.
bool is_put_off_without_record(const AuditRecord& record) {
    switch (record.disposition) {
        case Disposition::aborted: return false;
        case Disposition::rejected:
        case Disposition::deferred: return record.stage != "recipient";
        default: return true;
    }
}

/// What became of a transaction whose record could not be written.
AuditRecord without_record(AuditRecord record, const Error& error) {
    if (record.trouble.empty()) {
        record.trouble = error.what;
    }
    if (is_put_off_without_record(record)) {
        record.disposition = Disposition::deferred;
        record.reply = identified(try_again_later(), {}, record.session.id);
        record.edits.clear();
        record.signatures.clear();
    }
    return record;
}

}  // namespace

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
    std::unique_ptr<AuditTrail> trail(
        new AuditTrail(*std::move(file), std::move(host), std::move(log)));
    trail->log_notice(trail->torn_line());
    return trail;
}

Result<void> AuditTrail::write(const AuditRecord& record) {
    const auto appended = commit_.write(record_lines(record, host_));
    if (!appended) {
        const Error error = within("audit file", appended.error());
        const AuditRecord ended = without_record(record, error);
        log_(LogLevel::error, LogLine("audit")
                                  .add("result", "failed")
                                  .add("transaction", record.transaction)
                                  .add("queue_id", record.queue_id)
                                  .add("action", to_text(ended.disposition))
                                  .add("error", appended.error().what));
        log_(LogLevel::warning, message_line(ended));
        return error;
    }
    log_notice(*appended);
    log_(record.trouble.empty() ? LogLevel::info : LogLevel::warning, message_line(record));
    return {};
}

Result<void> AuditTrail::reopen() {
    const auto reopened = file_.with([](AuditFile& file) { return file.reopen(); });
    if (!reopened) {
        return within("audit file", reopened.error());
    }
    log_notice(torn_line());
    return {};
}

std::string AuditTrail::torn_line() const {
    return file_.with([](const AuditFile& file) { return file.torn_line(); });
}

void AuditTrail::log_notice(std::string_view notice) const {
    if (!notice.empty()) {
        log_(LogLevel::warning,
             LogLine("audit").add("result", "ok").add("file", path_).add("notice", notice));
    }
}

}  // namespace msa
