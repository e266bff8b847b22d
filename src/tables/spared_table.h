// A table that is asked for want of anything better to do: where it could not tell, it is left
// alone for a while, so that a server that is away delays one message and not all.
#pragma once

#include "submission/ports.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace msa {

class SparedTable final : public Table {
public:
    using Instant = std::chrono::steady_clock::time_point;
    using Now = std::function<Instant()>;

    static constexpr std::chrono::seconds rest{10};
    static constexpr std::chrono::milliseconds slow{100};

    explicit SparedTable(std::shared_ptr<const Table> table,
                         Now now = std::chrono::steady_clock::now)
        : table_(std::move(table)), now_(std::move(now)) {}

    /// An error, too, within `rest` of one, and of an answer that took longer than `slow`.
    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;

    [[nodiscard]] std::string name() const override { return table_->name(); }
    [[nodiscard]] std::string where(std::string_view key) const override {
        return table_->where(key);
    }
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override {
        return table_->each(visitor);
    }

private:
    std::shared_ptr<const Table> table_;
    Now now_;
    mutable std::atomic<Instant> rests_until_{Instant::min()};
};

}  // namespace msa
