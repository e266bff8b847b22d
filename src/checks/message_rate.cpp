// message_rate: an identity begins only so many messages in a time, those with a null sender
// included, so that a stolen account stays a small one (RFC 6409, 6.1; RFC 5321, 4.2.2).
#include "base/text.h"
#include "policy/check_kind.h"
#include "submission/ports.h"

#include <chrono>

namespace msa {
namespace {

constexpr std::int64_t most_messages = 1000000;
constexpr std::int64_t week = std::int64_t{7} * 24 * 3600;

struct MessageRate final : Check {
    std::int64_t messages = 500;
    std::int64_t per = 3600;

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        const std::string whose =
            at.identity() ? "login " + at.identity()->login : "client " + at.session.client_address;
        const std::string limit = std::to_string(messages) + " in " + std::to_string(per) + " s";
        // Two rules with limits of their own count apart.
        const auto admitted =
            at.rates().admit(limit + ", " + whose, messages, std::chrono::seconds(per));
        if (!admitted) {
            return {cannot_tell("rate of " + printable(whose) + ": " + admitted.error().what)};
        }
        if (*admitted) {
            return {};
        }
        return {{.what = printable(whose) + ": more messages than " + limit,
                 .reply = {450, "4.7.1", "Too many messages, please try again later"}}};
    }
};

}  // namespace

CheckKind message_rate() {
    return Describe<MessageRate>("message_rate", "RFC 6409, 6.1; RFC 5321, 4.2.2",
                                 "An identity, or a client without one, begins no more messages in "
                                 "`per` seconds than the limit.")
        .action(Action::off)
        .option<std::int64_t>(
            "messages", &MessageRate::messages,
            "How many may come at once; after that, one every `per` / `messages` seconds.",
            between(1, most_messages))
        .option<std::int64_t>("per", &MessageRate::per, "In seconds.", between(1, week))
        .replies("450 4.7.1 Too many messages, please try again later");
}

}  // namespace msa
