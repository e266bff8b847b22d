// libmilter's functions as the callbacks of this program call them: they keep what they are asked
// for, and fail where a test says so.
#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <libmilter/mfapi.h>

/// libmilter's own session, which it never shows.
struct smfi_str {  // NOLINT(readability-identifier-naming): the name is libmilter's
    std::map<std::string, std::string> macros;
    void* session = nullptr;
    std::vector<std::string> calls;  // what was asked of the MTA, in order
    std::string reply;
    std::set<std::string> failing;  // functions that return MI_FAILURE
    bool macros_throw = false;      // smfi_getsymval() does, in the place of anything that may
};
