// What has to be said to the MTA, made of the example files that are installed with the program.
#pragma once

#include "base/result.h"
#include "commands/setup_site.h"

#include <cstddef>
#include <string>
#include <vector>

namespace msa {

/// A program with its arguments.
using MtaCommand = std::vector<std::string>;

/// postconf(1) with an option and its word. `configuration`: another folder than Postfix's own;
/// empty: that.
[[nodiscard]] MtaCommand postconf(const std::string& configuration, const std::string& option,
                                  std::string word);
inline constexpr std::size_t max_postconf_output = std::size_t{1} << 20U;  // octets

/// The folder of examples, as `postfix-example`: in `place`, or, where that is empty, beside the
/// installed documents or in the source tree that the program was built in. Error: it is not there.
[[nodiscard]] Result<std::string> example_folder(const std::string& place, const std::string& name);

/// What postconf(1) prints, without the last line end. Errors, unavailable: it is not installed, or
/// what it said.
[[nodiscard]] Result<std::string> postconf_output(const MtaCommand& command);

/// Where Postfix's programs are confined. Errors: as of postconf_output().
[[nodiscard]] Result<std::string> queue_directory(const std::string& configuration);

}  // namespace msa
