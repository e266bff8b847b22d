// The address lists of a header, each read once however many checks ask for it.
#pragma once

#include "mail/address.h"

#include <map>
#include <string>
#include <string_view>

namespace msa {

/// A stage has one, as part of what it shows. Not for two threads at once.
class AddressReadings {
public:
    /// parse_address_list() of this field body; stands as long as this does.
    [[nodiscard]] const Result<std::vector<Address>>& of(std::string_view field_body) const;

private:
    mutable std::map<std::string, Result<std::vector<Address>>, std::less<>> lists_;
};

}  // namespace msa
