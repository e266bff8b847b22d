// What the parts of the examination of Sendmail share.
#pragma once

#include "doctor/examination.h"
#include "doctor/sendmail/settings.h"

namespace msa {

struct SendmailVisit {
    const SendmailSettings& settings;
    const DaemonFacts& daemon;
    Examination& found;
};

/// Who is asked, by which listener, and what happens where he does not answer.
void examine_filters(const SendmailVisit& visit);
/// What the listeners demand of clients.
void examine_daemons(const SendmailVisit& visit);
/// What happens to a message behind the milter.
void examine_mailers(const SendmailVisit& visit);
/// Who can ask about mail that rules hold.
void examine_held_mail(const SendmailVisit& visit);

/// A listener where users submit: by its port, its name, or since it demands a login.
[[nodiscard]] bool is_submission(const DaemonPort& daemon);
/// `listener MSA`, for complaints.
[[nodiscard]] std::string where(const DaemonPort& daemon);

}  // namespace msa
