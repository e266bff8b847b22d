// Keeps the records it is given, unless it is told to fail.
#pragma once

#include "policy/audit_record.h"
#include "submission/ports.h"

#include <functional>
#include <vector>

namespace msa {

class FakeAuditSink final : public AuditSink {
public:
    [[nodiscard]] Result<void> write(const AuditRecord& record) override {
        if (fails) {
            return Error{"disk full"};
        }
        if (instead) {
            instead(record);
        } else {
            records.push_back(record);
        }
        return {};
    }

    bool fails = false;
    std::function<void(const AuditRecord&)> instead;  // of keeping them
    std::vector<AuditRecord> records;
};

}  // namespace msa
