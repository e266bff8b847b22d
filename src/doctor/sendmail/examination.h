// The examination of a Sendmail.
#pragma once

#include "base/result.h"
#include "doctor/examination.h"
#include "doctor/named_text.h"

namespace msa {

struct SendmailExamination {
    Examination found;
    bool trusts_sticky = false;  // DontBlameSendmail has TrustStickyBit
};

/// Errors: a file that is none of Sendmail's.
[[nodiscard]] Result<SendmailExamination> examine_sendmail(const NamedText& file,
                                                           const DaemonFacts& daemon);

}  // namespace msa
