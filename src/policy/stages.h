// The four moments of judgement, each a view of what is known by then: a check cannot ask for what
// has not been said yet, and changes nothing. What may be repaired at a stage is marked there.
#pragma once

#include "mail/body_facts.h"
#include "mail/header_list.h"
#include "ownership/groups.h"
#include "ownership/identity_policy.h"
#include "ownership/lookups.h"
#include "ownership/rights.h"
#include "policy/repairs.h"
#include "submission/address_readings.h"
#include "submission/dns_questions.h"
#include "submission/facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class RateCounter;
struct Suspension;
class TransactionLimits;

/// In the order in which they come.
enum class Stage { mail, recipient, headers, message };

[[nodiscard]] std::string_view to_text(Stage stage);
[[nodiscard]] std::optional<Stage> parse_stage(std::string_view word);

/// What is to be asked beside the message: of people by the rules that judge, and of the world.
struct Surroundings {
    const std::optional<Identity>& identity;
    const Rights& rights;
    const IdentityPolicy& identities;
    const Lookups& lookups;
    RateCounter& rates;
    const DnsQuestions dns{};
    TransactionLimits* limits = nullptr;
    const Signer* signer = nullptr;
    bool& was_asked;  // set by whoever looks
};

struct MailStage {
    const Session& session;
    Repairable<Envelope> envelope;  // at MAIL
    Moment now;                     // when MAIL was said
    Surroundings around;
    const Suspension* suspension = nullptr;  // of the identity; null: it is not suspended

    [[nodiscard]] const std::optional<Identity>& identity() const { return asked().identity; }
    /// Of this identity.
    [[nodiscard]] const Rights& rights() const { return asked().rights; }
    /// Whether the identity is meant.
    [[nodiscard]] const Memberships& groups() const { return asked().rights.memberships(); }
    [[nodiscard]] const IdentityPolicy& identities() const { return asked().identities; }
    /// How checks ask their tables.
    [[nodiscard]] const Lookups& lookups() const { return asked().lookups; }
    /// Of all transactions.
    [[nodiscard]] RateCounter& rates() const { return asked().rates; }
    [[nodiscard]] const DnsQuestions& dns() const { return asked().dns; }
    /// Null: nothing is counted.
    [[nodiscard]] TransactionLimits* limits() const { return asked().limits; }
    /// Null: nothing is signed.
    [[nodiscard]] const Signer* signer() const { return asked().signer; }

private:
    [[nodiscard]] const Surroundings& asked() const {
        around.was_asked = true;
        return around;
    }
};

struct RecipientStage : MailStage {
    Repairable<Recipient> recipient;
    std::size_t accepted;  // recipients accepted before this one
};

struct HeadersStage : MailStage {
    const std::vector<Recipient>& recipients;  // refused ones too
    Repairable<HeaderList> headers;            // as edited so far
    const std::string& unique;                 // hexadecimal, this transaction's and nobody else's
    const std::string& site;                   // host name for Message-IDs where the MTA told none
    const AddressReadings& addresses;          // what the fields that hold addresses say
};

/// A message before it is signed.
struct Draft {
    bool is_open = false;               // false: signing has begun, and nothing changes any more
    std::optional<std::string> body{};  // instead of the one received
};

struct MessageStage : HeadersStage {
    const BodyFacts& body;
    /// The body itself, where a check wanted it and it was not longer than that; null otherwise.
    const std::string* text;
    Repairable<Draft> draft;
};

}  // namespace msa
