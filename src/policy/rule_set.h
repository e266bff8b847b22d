// The rules in force: immutable, shared by the transactions that began under them, replaced whole.
#pragma once

#include "base/result.h"
#include "ownership/identity_policy.h"
#include "ownership/owners.h"
#include "policy/action.h"
#include "policy/check.h"
#include "policy/check_option.h"
#include "policy/condition.h"
#include "submission/ports.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace msa {

/// A check with its options set, an action, and perhaps a condition.
struct Rule {
    std::string id;
    std::string check_name;  // of its kind
    std::string where;       // file:line; empty: not written in the rule file
    std::unique_ptr<const Check> check;
    std::vector<OptionValue> options;  // of the check; then names of tables, empty: none
    std::vector<Stage> stages{Stage::mail, Stage::recipient, Stage::headers, Stage::message};
    bool may_stay_when_resent = false;  // what it would mend, where the message is only resent
    Action action = Action::reject;
    Action on_error = Action::defer;  // log, defer or reject, where the check cannot tell
    Mode mode = Mode::enforce;
    std::optional<std::chrono::system_clock::time_point> monitor_until;  // enforced from then on
    Condition when;
    std::vector<std::string> approve{};   // who may release what it holds; empty: it needs nobody
    std::optional<Reply> reply;           // instead of the check's own
    std::chrono::seconds suspend_for{0};  // with Action::suspend; 0: until somebody releases

    /// What it finds then is only recorded.
    [[nodiscard]] bool is_monitored(const Moment& now) const {
        return mode == Mode::monitor && !(monitor_until && now.time >= *monitor_until);
    }
    [[nodiscard]] bool asks_at(Stage stage) const {
        return std::find(stages.begin(), stages.end(), stage) != stages.end();
    }
};

/// For whom a rule has another action, and until when.
struct Exception {
    std::string id;
    std::string rule;
    Condition when;
    Action action = Action::log;
    std::chrono::system_clock::time_point until;
    std::string owner{};  // who answers for it
    std::string ticket{};
    std::string where{};  // file:line
};

struct RuleSet {
    std::string file;                    // its path
    std::string version;                 // free label of the rule file
    std::string hash;                    // sha256:... of the rule file's octets
    bool allow_none = false;             // to have no key and no owner is meant
    std::vector<std::string> listeners;  // whom the rules govern; empty: all
    IdentityPolicy identity;
    Owners owners;
    std::vector<Rule> rules;  // in the order of evaluation
    std::vector<Exception> exceptions;
    std::unique_ptr<const Signer> signer;  // null: nothing is signed
    std::vector<std::string> keys;         // DOMAIN/SELECTOR, of those that are not retired
    bool unsigned_on_error = false;        // [dkim] on_error = "unsigned"

    /// Whether the session is for these rules to judge. Error: nobody can tell, as the MTA did not
    /// name the listener, and the scope, a rule or an exception goes by it.
    [[nodiscard]] Result<bool> governs(const Session& session) const;
};

}  // namespace msa
