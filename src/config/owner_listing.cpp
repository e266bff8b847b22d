#include "config/owner_listing.h"

#include <algorithm>

namespace msa {

bool for_each_entry(const Table& table, const Table::Visitor& visit) {
    std::size_t shown = 0;
    const auto listed = table.each([&](std::string_view key, const auto& values) {
        return ++shown <= most_listed && visit(key, values);
    });
    return listed && shown <= most_listed;
}

bool for_each_owner(const RuleSet& rules, const Table::Visitor& visit) {
    bool goes_on = true;
    const auto visit_while = [&](std::string_view key, const auto& values) {
        goes_on = visit(key, values);
        return goes_on;
    };
    const auto& tables = rules.owners.settings().tables;
    return std::all_of(tables.begin(), tables.end(), [&](const NamedTable& named) {
        return !goes_on || for_each_entry(*named.table, visit_while);
    });
}

}  // namespace msa
