// DNS servers in files: ADDRESS, or ADDRESS@PORT.
#pragma once

#include "config/section.h"

#include <string>

namespace msa {

/// Complains, at its place, unless it is one.
void check_dns_server(const Section& section, const Placed<std::string>& server);

}  // namespace msa
