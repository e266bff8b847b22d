// Where an address stands in records: as it is, or as its pseudonym, as far as keys are there.
#pragma once

#include "audit/pseudonyms.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace msa {

class AddressSearch {
public:
    /// `address` as records have it. `folder`: keys of pseudonyms; empty, or not to be read: none.
    AddressSearch(std::string address, const std::string& folder);

    /// Whether it stands in this line of a record of that time, in microseconds since 1970.
    [[nodiscard]] bool stands_in(std::string_view line, std::int64_t time) const;
    /// Of so many months.
    [[nodiscard]] std::size_t keys() const { return pseudonyms_.size(); }

private:
    std::string address_;  // as it is spelled in JSON, in lower case
    std::map<std::chrono::year_month, std::string> pseudonyms_;
};

}  // namespace msa
