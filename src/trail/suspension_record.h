// What a record tells of suspensions: the members `suspended` and `suspends` of audit/record_json.h
// as plain values.
#pragma once

#include <string_view>

namespace msa {

/// The login was, before. Texts as those of a TransactionRecord.
struct SuspendedRecord {
    std::string_view by;
    std::string_view since;
    std::string_view until;  // empty: it takes a release
};

/// The refusal suspended it.
struct SuspendsRecord {
    std::string_view rule;
    std::string_view why;
    std::string_view until;  // as above
};

}  // namespace msa
