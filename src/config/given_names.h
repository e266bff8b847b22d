// What a test says of DNS: [dns."NAME"], or the names in a file of their own.
#pragma once

#include "config/diagnostics.h"
#include "config/test_file.h"

#include <toml++/toml.h>

namespace msa {

/// Adds what `names` says of each name in place of what was known of it.
void add_given_names(const toml::table& names, GivenWorld& world, Diagnostics& diagnostics);

}  // namespace msa
