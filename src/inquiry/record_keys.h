// What can be asked of a transaction's record by name: what columns show, counts count, and filters
// compare. A key may have several values in one record, or none.
#pragma once

#include "trail/record_head.h"
#include "trail/transaction_record.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct SeenRecord {
    const RecordHead& head;
    const TransactionRecord& record;
};

struct RecordKey {
    using Values = std::vector<std::string>;

    std::string_view name;
    std::string_view about;
    void (*add)(const SeenRecord&, Values&);

    [[nodiscard]] Values values(const SeenRecord& seen) const {
        Values all;
        add(seen, all);
        return all;
    }
};

/// The message went on: accepted or held.
[[nodiscard]] bool has_left(const TransactionRecord& record);

/// In the order in which a record is shown.
[[nodiscard]] const std::vector<RecordKey>& record_keys();
/// Null: there is none of that name.
[[nodiscard]] const RecordKey* find_record_key(std::string_view name);
[[nodiscard]] std::vector<std::string> record_key_names();

}  // namespace msa
