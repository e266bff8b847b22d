// Keeps the records it is given, unless it is told to fail.
#pragma once

#include "policy/audit_record.h"
#include "policy/ports.h"

namespace msa {

class FakeAuditSink final : public AuditSink {
public:
    [[nodiscard]] Result<void> write(const AuditRecord& record) override {
        if (fails) {
            return Error{"disk full"};
        }
        records.push_back(record);
        return {};
    }

    bool fails = false;
    std::vector<AuditRecord> records;
};

}  // namespace msa
