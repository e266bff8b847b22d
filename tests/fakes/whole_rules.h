// What no rule file may be without, for tests that are about something else.
#pragma once

#include <string>

namespace msa {

/// The sections, ended by what of it they lack: a version (in front, so that their first line is
/// line 2), a source of identities, somebody who owns something, a word of keys.
[[nodiscard]] std::string whole_rules(const std::string& sections);

}  // namespace msa
