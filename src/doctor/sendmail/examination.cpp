#include "doctor/sendmail/examination.h"

#include "doctor/sendmail/visit.h"

namespace msa {

Result<SendmailExamination> examine_sendmail(const NamedText& file, const DaemonFacts& daemon) {
    SendmailExamination examination;
    const auto settings = read_sendmail(file, examination.found);
    if (!settings) {
        return settings.error();
    }
    const SendmailVisit visit{.settings = *settings, .daemon = daemon, .found = examination.found};
    examine_filters(visit);
    examine_daemons(visit);
    examine_mailers(visit);
    examine_held_mail(visit);
    examination.trusts_sticky =
        settings->option("DontBlameSendmail").find("TrustStickyBit") != std::string::npos;
    return examination;
}

}  // namespace msa
