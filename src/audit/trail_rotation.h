// When the writer goes on in another file by itself, and what the old one is called then.
#pragma once

#include "audit/audit_file.h"
#include "audit/trail_settings.h"

#include <chrono>
#include <optional>
#include <string>

namespace msa {

class TrailRotation {
public:
    using Wall = std::chrono::system_clock::time_point;
    using Steady = std::chrono::steady_clock::time_point;

    explicit TrailRotation(RotationSettings settings) : settings_(settings) {}

    /// Whether `octets` more, written now, belong into another file.
    [[nodiscard]] bool is_due(const AuditFile& file, std::size_t octets, Wall now, Steady steady);

    /// Moves the file to `FILE-YYYYMMDD`, after the day of its first record, or `FILE-YYYYMMDD.2`
    /// and so on, and opens another one in its place. The new name, without its folder. After an
    /// error the old file stays in use, and nothing is due for a minute.
    [[nodiscard]] Result<std::string> rotate(AuditFile& file, Wall now, Steady steady);
    /// The same after an error that came in front of it.
    void put_off(Steady steady);

private:
    void look_at(const AuditFile& file);

    RotationSettings settings_;
    std::optional<FilePlace> known_;  // whose first day it is
    std::string first_day_;           // 2026-11-27; empty: nobody knows
    Steady not_before_{};
};

}  // namespace msa
