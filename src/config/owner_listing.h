// Entries of the tables of [owners], for questions about all of them.
#pragma once

#include "policy/rule_set.h"

#include <cstddef>

namespace msa {

/// A file may have ten million; a reload that looks at all of them is no help to anybody.
constexpr std::size_t most_listed = 1000000;

/// The first of a table; false: it cannot be listed, or has more.
bool for_each_entry(const Table& table, const Table::Visitor& visit);
/// Those of all tables, until the visitor says no; false: not all that there are could be shown.
bool for_each_owner(const RuleSet& rules, const Table::Visitor& visit);

}  // namespace msa
