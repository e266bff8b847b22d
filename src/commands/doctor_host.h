// What the doctor sees of this host beside the files of the MTA.
#pragma once

#include "doctor/examination.h"

#include <string>

namespace msa {

/// What a daemon that runs may use. Nobody can tell whose a network socket is.
void examine_daemon_limits(const std::string& socket, Examination& found);

/// Whether who asks here could ask the MTA about held mail.
void examine_asker(const DaemonFacts& daemon, Examination& found);

}  // namespace msa
