// Descriptors 0 to 2, which libraries take for input, output and errors.
#pragma once

namespace msa {

/// Opens those of them that are closed on /dev/null. Otherwise the next file that is opened becomes
/// one of them, the audit trail or a connection even, and lines for people are written into it. To
/// be called before anything is opened. False: not possible.
[[nodiscard]] bool open_standard_descriptors();

}  // namespace msa
