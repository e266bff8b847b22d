// Ends of delegations and exceptions, see privilege_ends.h.
#include "inquiry/privilege_ends.h"

#include "trail/trail_time.h"

#include <iterator>

namespace msa {

void PrivilegeEnds::add(const RecordHead& head, const ControlRecord& record) {
    if (head.kind != RecordKind::delegation && head.kind != RecordKind::exception) {
        return;
    }
    const bool has_ended = record.text("event") == "ended";
    const auto until =
        has_ended ? head.time : microseconds_of(record.text("until")).value_or(never);
    ends_[{head.kind, std::string(record.text("host")), std::string(record.text("id"))}]
         [head.time] = until;
}

bool PrivilegeEnds::is_over(RecordKind kind, std::string_view host, std::string_view id,
                            std::int64_t time) const {
    const auto found = ends_.find({kind, std::string(host), std::string(id)});
    if (found == ends_.end()) {
        return false;
    }
    // What was told at that very time or after it counts for what came after.
    const auto next = found->second.lower_bound(time);
    return next != found->second.begin() && std::prev(next)->second <= time;
}

}  // namespace msa
