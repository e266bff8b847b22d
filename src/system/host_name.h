// The name of this machine.
#pragma once

#include <string>

namespace msa {

/// Fully qualified where the system's resolver knows it (`/etc/hosts` is asked first), as
/// lower-case A-labels; `localhost` where the machine has no name that is valid in mail. May wait
/// for DNS: to be asked once, at the start.
[[nodiscard]] std::string host_name();

}  // namespace msa
