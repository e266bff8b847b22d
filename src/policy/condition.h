// `when`: for whom a rule, or an exception to it, holds. Keys are AND, the values of a key are OR.
#pragma once

#include "base/result.h"
#include "ownership/network.h"
#include "policy/stages.h"
#include "submission/facts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

/// What a condition means where a message has several authors or recipients: a rule is asked where
/// any of them meets it, an exception holds where all of them do. What cannot be read meets the
/// first and not the second.
enum class Several { any, all };

/// The keys of a condition, each with those of its values that were met, joined by commas.
using ConditionTests = std::vector<std::pair<std::string_view, std::string>>;

struct Condition {
    std::vector<std::string> listener;
    std::vector<IdentitySource> source;
    std::vector<std::string> login;             // canonical, or group:NAME
    std::vector<Network> network;               // of the client
    std::vector<std::string> sender_domain;     // of MAIL FROM, lower-case A-labels
    std::vector<std::string> recipient_domain;  // the same, of RCPT TO; later, of accepted ones
    std::vector<std::string> from_domain;       // the same, of the authors in From
    std::optional<bool> tls;
    std::optional<std::int64_t> size_above;  // octets of the message, line ends as CRLF

    /// An empty condition holds for everybody. `at` must be a stage at which everything in it is
    /// known. Error: a group's table cannot tell.
    [[nodiscard]] Result<bool> holds(const MailStage& at, Several several) const;
    [[nodiscard]] Result<bool> holds(const RecipientStage& at, Several several) const;
    [[nodiscard]] Result<bool> holds(const HeadersStage& at, Several several) const;
    [[nodiscard]] Result<bool> holds(const MessageStage& at, Several several) const;
    /// What of a condition that holds made it hold.
    [[nodiscard]] ConditionTests tests(const MailStage& at) const;
    [[nodiscard]] ConditionTests tests(const RecipientStage& at) const;
    [[nodiscard]] ConditionTests tests(const HeadersStage& at) const;
    [[nodiscard]] ConditionTests tests(const MessageStage& at) const;
    /// Whether it may still turn out to hold when the message is whole.
    [[nodiscard]] bool may_hold(const HeadersStage& at) const;

private:
    [[nodiscard]] bool fits_session(const MailStage& at) const;
};

}  // namespace msa
