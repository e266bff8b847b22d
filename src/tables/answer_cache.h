// Answers of a table that still hold. What a table could not tell is never kept.
#pragma once

#include "ownership/table_settings.h"
#include "submission/ports.h"

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// Not for several threads at once.
class AnswerCache {
public:
    using Instant = std::chrono::steady_clock::time_point;

    explicit AnswerCache(const TableSettings::Cache& settings) : settings_(settings) {}

    /// An answer that still holds.
    [[nodiscard]] std::optional<LookupAnswer> fresh(std::string_view key, Instant now) const;
    /// An answer that may stand in where the table cannot tell: no longer than `stale` after it
    /// held.
    [[nodiscard]] std::optional<LookupAnswer> stale(std::string_view key, Instant now) const;
    /// Kept as long as the settings say for its kind; what was put in first makes room.
    void put(std::string_view key, const LookupAnswer& answer, Instant now);
    [[nodiscard]] std::size_t size() const { return places_.size(); }

private:
    struct Entry {
        std::string key;
        LookupAnswer answer;
        Instant until;
    };
    [[nodiscard]] const Entry* find(std::string_view key) const;

    TableSettings::Cache settings_;
    std::list<Entry> entries_;  // the oldest first
    std::map<std::string, std::list<Entry>::iterator, std::less<>> places_;
};

}  // namespace msa
