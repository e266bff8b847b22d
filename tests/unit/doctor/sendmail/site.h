// A Sendmail with the milter at its submission listener, in which a test changes one thing; as .mc
// file and as the part of sendmail.cf that m4 makes of it.
#pragma once

#include "doctor/sendmail/examination.h"

#include <string>

namespace msa {

struct SendmailSite {
    std::string equates = "S=local:/run/msa-milter/milter.sock, F=T";
    std::string listener = "Name=MSA, Port=587, M=Ea";
    std::string mc = {};  // more lines
    std::string cf = {};
    std::string quoting_mc = "define(`confMUST_QUOTE_CHARS', `')dnl\n";
    std::string quoting_cf = "O MustQuoteChars\n";
    std::string auth = "p y";
    DaemonFacts daemon{.socket = "unix:/run/msa-milter/milter.sock",
                       .patience = std::chrono::seconds(6),
                       .listeners = {"MSA"},
                       .encodes_8bit = false};

    /// Problems and warnings as they are printed, of the file `m.mc` or `m.cf`.
    [[nodiscard]] std::string of_mc() const;
    [[nodiscard]] std::string of_cf() const;
    [[nodiscard]] std::string notes_of_mc() const;
    [[nodiscard]] std::string notes_of_cf() const;

private:
    [[nodiscard]] std::string mc_text() const;
    [[nodiscard]] std::string cf_text() const;
};

}  // namespace msa
