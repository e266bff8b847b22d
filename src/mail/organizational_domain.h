// Which domains belong together: by the public suffix list (RFC 7489, 3.2).
#pragma once

#include <string>
#include <string_view>

namespace msa {

/// One label more than the public suffix: example.co.uk of a.b.example.co.uk; the domain itself
/// where it is a suffix. `domain`: lower-case A-labels, no literal. The list of the package
/// publicsuffix is read once; without it, the one that libpsl was built with.
[[nodiscard]] std::string organizational_domain(std::string_view domain);

}  // namespace msa
