// How `audit query` prints records and counts: as a table, as CSV, or as JSON.
#pragma once

#include "commands/query_options.h"
#include "inquiry/counts.h"
#include "inquiry/text_table.h"
#include "trail/record.h"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// A record as it is to be printed: a row, or a text of its own.
struct FoundRecord {
    TableRow row{};
    std::string text{};
};

class RecordPrinter {
public:
    /// Both must outlive this.
    RecordPrinter(const QueryOptions& options, const Query& query);

    /// For any thread.
    [[nodiscard]] FoundRecord found(const RecordReader& reader, std::string_view line) const;
    void take(FoundRecord record);
    /// No more of them.
    void finish();
    [[nodiscard]] bool has_any() const { return has_any_; }

private:
    void print(const FoundRecord& record);

    const QueryOptions& options_;
    std::vector<std::string> keys_;
    TextTable table_;
    std::deque<FoundRecord> last_;
    bool has_any_ = false;
    bool has_heading_ = false;
};

/// Counts in their order, and what is counted by.
void print_counts(const std::vector<Counts::Line>& lines, const std::vector<std::string>& keys,
                  const QueryOptions& options);
/// Values of one key.
void print_values(const std::vector<std::string>& values, const std::string& key,
                  const QueryOptions& options);

}  // namespace msa
