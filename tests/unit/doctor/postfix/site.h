// A Postfix as the example sets it up, in which a test changes one thing.
#pragma once

#include "doctor/postfix/examination.h"

#include <map>
#include <string>

namespace msa {

struct PostfixSite {
    std::string main = {};     // lines for the end of main.cf
    std::string options = {};  // -o ... for the end of the submission service
    std::string master = {};   // further services
    std::string milters = "-o smtpd_milters=$msa_milter";
    std::string chroot = "y";
    std::string client = {};  // -o ... of the smtp client
    std::string cleanup = "-o message_reject_characters=\\0";
    std::string defaults = {};
    std::map<std::string, std::string> files = {};  // that parameters name
    DaemonFacts daemon{.socket = "unix:/var/spool/postfix/msa-milter/milter.sock",
                       .patience = std::chrono::seconds(6),
                       .listeners = {"submission", "submissions"},
                       .encodes_8bit = false};

    [[nodiscard]] Result<PostfixExamination> examined() const;
    /// Problems and warnings as they are printed; or why there are none.
    [[nodiscard]] std::string said() const { return text(false); }
    [[nodiscard]] std::string noted() const { return text(true); }

private:
    [[nodiscard]] std::string text(bool notes) const;
};

}  // namespace msa
