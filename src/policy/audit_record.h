// Everything that is recorded of one transaction. One record each, refused and aborted ones
// included.
#pragma once

#include "ownership/named_authors.h"
#include "ownership/rights.h"
#include "policy/action.h"
#include "policy/condition.h"
#include "submission/edit_plan.h"
#include "submission/facts.h"
#include "submission/ports.h"
#include "submission/recorded_facts.h"
#include "submission/suspensions.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace msa {

/// How a transaction ended.
enum class Disposition {
    accepted,
    held,
    rejected,      // 5xx
    deferred,      // 4xx
    aborted,       // the client or the MTA gave up before the end
    out_of_scope,  // this listener is not governed by the rule file
};

/// A finding and what became of it.
struct JudgedFinding {
    std::string rule{};     // id
    std::string where{};    // file:line of the rule; empty: not written in the file
    std::string stage{};    // mail, recipient, headers, message
    std::string subject{};  // the recipient at that stage, otherwise empty
    std::string what{};
    Action action = Action::log;  // what the rule file says; with Mode::monitor it was not done
    Mode mode = Mode::enforce;
    bool cannot_tell = false;
    std::string exception{};          // id of the exception that changed the action
    std::string exception_owner{};    // who answers for it
    std::string exception_ticket{};   // where it was decided
    std::optional<Reply> reply{};     // what the client was, or would have been, told
    ConditionTests when{};            // of the rule: what of its condition held
    ConditionTests exception_when{};  // the same, of the exception
};

/// What a rule demands beside the refusal.
struct WantedSuspension {
    std::string rule;  // id
    std::string why;
    std::optional<std::chrono::system_clock::time_point> until;  // absent: until it is released
};

/// What rules that are not in force would have made of a transaction, where that is something else.
struct CandidateDifference {
    std::string hash;  // of their file
    /// As a Disposition; "goes_on": it ended before they were through with it, but not by them;
    /// "cannot_tell": see `trouble`.
    std::string disposition;
    std::string stage{};         // where they would have ended it; empty: not before its end
    std::string rule{};          // that decides; empty: none
    std::size_t recipients = 0;  // that they would have refused where they were accepted, or the
                                 // other way round
    bool is_edited_otherwise = false;
    std::optional<bool> is_signed{};  // absent: as it was
    std::string trouble{};            // why they could not tell
};

struct AuditRecord {
    std::string transaction;  // SESSION.N
    std::chrono::system_clock::time_point began;
    std::chrono::system_clock::time_point ended;
    Session session;
    std::optional<Identity> identity;
    std::string queue_id;
    Envelope envelope;
    std::vector<Recipient> recipients;
    std::string recipients_as;           // how they are kept, where that is not in clear
    std::size_t recipients_omitted = 0;  // refused ones, beyond those
    std::vector<std::string> from;       // header From, every field, as received; claimed
    std::string pra;          // RFC 4407, of the message as received; claimed, often none
    std::string leaving_pra;  // the same, as it leaves
    std::vector<NamedAuthor> authors;
    std::string message_id;                        // as it leaves
    std::uint64_t body_octets = 0;                 // as received
    std::optional<std::uint64_t> new_body_octets;  // absent: the body leaves as it came
    std::string body_hash;      // sha256:... as received; empty: nothing replaced it
    std::string new_body_hash;  // the same, as it leaves
    AskedRights rights;         // that were asked for
    std::vector<JudgedFinding> findings;
    std::size_t findings_omitted = 0;  // about recipients that are omitted
    std::vector<Edit> edits;
    std::vector<Signature> signatures;
    std::string unsigned_reason;  // why it leaves without; empty: it does not
    Disposition disposition = Disposition::aborted;
    std::string stage;                             // where it ended
    std::optional<Reply> reply;                    // the refusal
    std::string trouble;                           // internal trouble that made it 451
    std::optional<WantedSuspension> suspension{};  // of the login, from then on
    std::optional<Suspension> suspended{};         // the login was, before
    std::optional<CandidateDifference> candidate;  // absent: there is none, or it agrees
    RecordedFacts facts;
    std::string rules_file;
    std::string rules_version;
    std::string rules_hash;
};

/// What held it, or ended it at that stage: the first finding that holds, or the last that refuses;
/// empty: none.
[[nodiscard]] std::string deciding_rule(const std::vector<JudgedFinding>& findings,
                                        Disposition disposition, std::string_view stage);

/// It goes on to its recipients, or will once it is released.
[[nodiscard]] inline bool leaves(const AuditRecord& record) {
    return record.disposition == Disposition::accepted || record.disposition == Disposition::held;
}

/// At the end: whom the message names, by what right, and, of a message that leaves, as what.
void tell_of_people(AuditRecord& record, const std::optional<Rights>& rights,
                    const AddressReadings& addresses, const HeaderList& received,
                    const HeaderList& leaving);

[[nodiscard]] std::string_view to_text(Disposition disposition);
[[nodiscard]] std::optional<Disposition> parse_disposition(std::string_view word);
[[nodiscard]] std::vector<std::string> disposition_words();

}  // namespace msa
