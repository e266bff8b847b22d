// The examination of a Postfix.
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "doctor/examination.h"
#include "doctor/postfix/settings.h"

#include <string>

namespace msa {

struct PostfixInput {
    NamedText main;
    NamedText master;
    std::string defaults;  // what `postconf -d` prints; what is not in it is as in Postfix 3.7.11
    std::string said;      // by postconf on standard error: its own warnings
    FileReader read = read_file;  // files that parameters name
};

struct PostfixExamination {
    Examination found;
    std::string user;  // as whom smtpd connects to the milter
};

/// Errors: a text that is none of Postfix's.
[[nodiscard]] Result<PostfixExamination> examine_postfix(const PostfixInput& input,
                                                         const DaemonFacts& daemon);

}  // namespace msa
