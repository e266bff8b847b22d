// How many records there are for each value of a key, or each combination of values of several.
#pragma once

#include "inquiry/record_keys.h"
#include "inquiry/text_table.h"
#include "trail/record.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace msa {

/// A name of a key: of transactions, or of a member of control records.
[[nodiscard]] std::vector<std::string> values_of(const RecordReader& reader, std::string_view key);

class Counts {
public:
    /// A record counts once for each combination of its values.
    void add(const RecordReader& reader, const std::vector<std::string>& keys);
    void add(const TableRow& values, std::uint64_t count) { counts_[packed(values)] += count; }
    void merge(Counts other);

    struct Line {
        TableRow values;
        std::uint64_t count = 0;
    };
    /// The greatest first.
    [[nodiscard]] std::vector<Line> by_count() const;
    /// In the order of their values.
    [[nodiscard]] std::vector<Line> by_value() const;
    [[nodiscard]] bool is_empty() const { return counts_.empty(); }

private:
    [[nodiscard]] std::vector<Line> unordered() const;
    [[nodiscard]] static std::string packed(const TableRow& values);

    std::unordered_map<std::string, std::uint64_t> counts_;
};

}  // namespace msa
