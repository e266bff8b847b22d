// What all tables have in common: their answers are counted, and those that are asked while mail
// flows are held against the use of the table and kept for a while, where the rule file says so.
#pragma once

#include "base/guarded.h"
#include "base/histogram.h"
#include "ownership/table_settings.h"
#include "submission/ports.h"
#include "tables/answer_cache.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// How often a table said what, since it was opened.
struct TableCounts {
    std::uint64_t found = 0;
    std::uint64_t missing = 0;
    std::uint64_t errors = 0;  // could not tell
    std::uint64_t cached = 0;  // answered from the cache, without asking
    std::uint64_t stale = 0;   // of the errors: those for which an old answer stood in
};

struct TableTrouble {
    std::chrono::system_clock::time_point at;
    std::string what;
};

class AskedTable final : public Table {
public:
    using Now = std::function<AnswerCache::Instant()>;

    AskedTable(TableSettings settings, std::shared_ptr<const Table> table,
               Now now = std::chrono::steady_clock::now);

    /// An entry that the use of the table does not allow is an error, as in a file.
    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;

    [[nodiscard]] std::string where(std::string_view key) const override {
        return table_->where(key);
    }
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override {
        return table_->each(visitor);
    }

    [[nodiscard]] std::string name() const override { return settings_.name; }
    [[nodiscard]] TableSettings::Use use() const { return settings_.use; }
    /// Whether what these settings name is this table; never of inline entries.
    [[nodiscard]] bool is_opened_for(TableSettings settings) const;
    [[nodiscard]] TableCounts counts() const;
    /// How long it took to answer, in nanoseconds; the cache does not count.
    [[nodiscard]] const Histogram& times() const { return times_; }
    /// Why it last could not tell; absent: it always could.
    [[nodiscard]] std::optional<TableTrouble> last_error() const;
    /// It could not tell when it was last asked, by whomever.
    [[nodiscard]] bool is_failing() const { return is_failing_; }

private:
    using Count = std::atomic<std::uint64_t>;

    [[nodiscard]] Result<LookupAnswer> timed_answer(std::string_view key) const;
    [[nodiscard]] Result<LookupAnswer> ask(std::string_view key) const;
    [[nodiscard]] Result<LookupAnswer> ask_or_remember(std::string_view key) const;

    TableSettings settings_;
    std::shared_ptr<const Table> table_;
    Now now_;
    bool is_checked_;  // its entries were held against its use when it was read
    mutable Guarded<AnswerCache> cache_;
    mutable Histogram times_{duration_ends};
    mutable Count found_{0};
    mutable Count missing_{0};
    mutable Count errors_{0};
    mutable Count cached_{0};
    mutable Count stale_{0};
    mutable std::atomic<bool> is_failing_ = false;
    mutable Guarded<std::optional<TableTrouble>> last_error_;
};

}  // namespace msa
