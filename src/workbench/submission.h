// One submission as plain values, put through the same entrance as those that an MTA brings.
#pragma once

#include "policy/rule_set.h"
#include "policy/transaction.h"
#include "workbench/shown_message.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What is known of a transaction that is judged again from its record.
struct KnownPart {
    Stage until = Stage::message;                   // what came behind that stage is not known
    BodyFacts body{};                               // what was counted in the body
    std::map<std::size_t, Reply> refused_by_mta{};  // by their places among the recipients
};

struct SubmittedMail {
    Session session;
    MailCommand mail;
    std::vector<RecipientCommand> recipients;
    ShownMessage message;
    std::optional<KnownPart> known{};  // absent: all
};

/// A command of the session, and what was said to it.
struct Turn {
    enum class Command { mail, recipient, headers, message };
    Command command = Command::mail;
    std::string argument;  // of a recipient, as typed
    Refusal refusal;       // absent: go on
};

struct Judgement {
    std::vector<Turn> turns;
    AuditRecord record;              // as the trail would have it
    std::optional<Outcome> outcome;  // of a message that was accepted
};

/// As Environment, but for the trail: nothing is recorded.
struct Circumstances {
    const Clock& clock;
    RandomSource& random;
    RateCounter& rates;
    std::string host_name;
    DnsAccess dns{};
    JudgeObserver* observer = nullptr;  // null: nobody asks why
    FactsWanted facts{};
    LimitStore* limits = nullptr;        // null: nothing is counted, every limit is kept
    Suspensions* suspensions = nullptr;  // null: nobody is suspended
};

/// `governed`: see RuleSet::governs(). Where every recipient is refused the client gives up, and so
/// it does where nothing more is known.
[[nodiscard]] Judgement judge(const std::shared_ptr<const RuleSet>& rules,
                              const Result<bool>& governed, const SubmittedMail& submission,
                              const Circumstances& around);

}  // namespace msa
