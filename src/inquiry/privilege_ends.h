// Until when delegations and exceptions held, as control records tell: so that a use after the end
// can be found.
#pragma once

#include "trail/record.h"

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace msa {

class PrivilegeEnds {
public:
    /// Of a record of the kind delegation or exception; others say nothing. In any order.
    void add(const RecordHead& head, const ControlRecord& record);

    /// Whether the trail says that it did not hold any more at that time. False where it tells
    /// nothing of it.
    [[nodiscard]] bool is_over(RecordKind kind, std::string_view host, std::string_view id,
                               std::int64_t time) const;

    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

private:
    using Name = std::tuple<RecordKind, std::string, std::string>;

    /// By when it was told: until when it holds.
    std::map<Name, std::map<std::int64_t, std::int64_t>> ends_;
};

}  // namespace msa
