// A submission in the few words in which people describe one.
#pragma once

#include "base/result.h"
#include "workbench/submission.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

struct SessionWords {
    std::string id{};     // of the session, in replies
    std::string login{};  // empty: not authenticated
    std::string method = "PLAIN";
    std::string client = "127.0.0.1";
    std::string tls{};  // version, `1.3` or `TLSv1.3`; empty: clear text
    std::string listener{};
    bool is_local = false;
    MtaKind mta = MtaKind::postfix;
    std::optional<std::string> from{};  // MAIL FROM; absent: the first author that can be read
    std::vector<std::string> to{};      // RCPT TO; empty: the recipients in To, Cc and Bcc
};

struct DescribedSubmission {
    SubmittedMail submission{};
    std::vector<std::string> assumed{};  // where nothing was said
};

/// `message` as with_crlf() has it; it must outlive what is returned. Error, bad_input: nobody is
/// written to.
[[nodiscard]] Result<DescribedSubmission> described_submission(const SessionWords& words,
                                                               std::string_view message);

}  // namespace msa
