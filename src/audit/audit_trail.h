// The audit trail: each record a line of JSON in a file, durable before write() returns, and a
// short line in the log. Records that come together are made durable together.
#pragma once

#include "audit/audit_file.h"
#include "audit/group_commit.h"
#include "base/guarded.h"
#include "base/log.h"
#include "policy/ports.h"

#include <functional>
#include <memory>
#include <string>

namespace msa {

class AuditTrail final : public AuditSink {
public:
    using LogOutput = std::function<void(LogLevel, const LogLine&)>;

    /// `host` is the name of this machine in records; `log` may be called by any thread.
    [[nodiscard]] static Result<std::unique_ptr<AuditTrail>> open(std::string path,
                                                                  std::string host, LogOutput log);

    /// Logs what it cannot write, whoever asks.
    [[nodiscard]] Result<void> write(const AuditRecord& record) override;

    /// After logrotate(8) moved the file. After an error the old file stays in use.
    [[nodiscard]] Result<void> reopen();

private:
    AuditTrail(AuditFile file, std::string host, LogOutput log);

    [[nodiscard]] std::string torn_line() const;
    void log_notice(std::string_view notice) const;

    Guarded<AuditFile> file_;
    GroupCommit commit_;
    std::string path_;
    std::string host_;
    LogOutput log_;
};

}  // namespace msa
