// What may stand in the tables that checks replace addresses by.
#pragma once

#include "config/rule_loader.h"
#include "config/section.h"
#include "submission/ports.h"

#include <string>

namespace msa {

/// Warns, at the place where the check names it, of entries of a table that can be listed which the
/// check never asks for, or has no use for.
void warn_of_entries(const std::string& check, const Table& table, const Placed<std::string>& name,
                     const RuleFileContext& context);

}  // namespace msa
