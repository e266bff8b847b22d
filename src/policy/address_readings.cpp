#include "policy/address_readings.h"

namespace msa {

const Result<std::vector<Address>>& AddressReadings::of(std::string_view field_body) const {
    const auto found = lists_.find(field_body);
    return found != lists_.end()
               ? found->second
               : lists_.emplace(field_body, parse_address_list(field_body)).first->second;
}

}  // namespace msa
