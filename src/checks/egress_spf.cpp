// egress_spf: a receiver's SPF check would not fail for the addresses that our mail leaves from
// (RFC 7208; the client's address is of no interest: no receiver sees it).
#include "base/text.h"
#include "checks/egress.h"
#include "mail/address.h"
#include "mail/domain.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

/// RFC 7372, 3.2.
Reply reply_for(SpfResult result, const std::string& sender) {
    switch (result) {
        case SpfResult::fail:
            return {550, "5.7.23", "The SPF record of " + sender + " forbids mail from here"};
        case SpfResult::temperror:
            return {451, "4.7.24", "The SPF record of " + sender + " cannot be checked now"};
        default: return {550, "5.7.24", "The SPF record of " + sender + " is in error"};
    }
}

/// DNS has A-labels; what is no domain name stays, and has no record.
std::string as_asked(const AddrSpec& address) {
    const auto domain = a_labels(address.domain);
    return to_text(AddrSpec{address.local_part, domain ? *domain : address.domain});
}

struct EgressSpf final : Check, EgressUser {
    std::vector<std::string> egress;

    [[nodiscard]] const std::vector<std::string>& egress_lines() const override { return egress; }

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        const auto& path = at.envelope->sender;
        if (egress.empty() || !path) {
            return {};
        }
        const auto sender = path->is_null() ? std::string() : as_asked(path->address);
        const auto answer = worst_for(egress, sender, at.dns());
        if (answer.result < SpfResult::temperror) {
            return {};
        }
        const auto name = path->is_null() ? "this host" : printable(path->address.domain);
        return {{.what = "SPF of " + (sender.empty() ? "<>" : printable(sender)) + ' ' + answer.why,
                 .reply = reply_for(answer.result, name),
                 .cannot_tell = answer.result == SpfResult::temperror}};
    }
};

}  // namespace

CheckKind egress_spf() {
    return Describe<EgressSpf>(
               "egress_spf", "RFC 7208",
               "MAIL FROM would pass a receiver's SPF check from every address in `egress`; "
               "neutral, softfail and no record are no finding. Finds nothing without `egress`.")
        .action(Action::log)
        .replies("550 5.7.23 The SPF record of example.org forbids mail from here")
        .option("egress", &EgressSpf::egress, std::string(egress_help), {check_egress});
}

}  // namespace msa
