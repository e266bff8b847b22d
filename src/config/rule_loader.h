// The parts of a rule file, each read by a function of its own. Errors go to Context::diagnostics;
// what is returned is only meaningful where there are none.
#pragma once

#include "config/rule_file.h"
#include "config/section.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace msa {

class Tables;

struct RuleFileContext {
    Diagnostics& diagnostics;
    const RuleServices& services;
    std::chrono::system_clock::time_point now;
    Mode mode = Mode::enforce;                       // of the file
    Place scope{};                                   // of [scope] listener
    bool allow_none = false;                         // that nobody owns anything is meant
    std::vector<SigningKeySettings> signing_keys{};  // of [dkim], when they are known
    KeyFolderSettings key_folder{};
    std::string login_domain;
    const Groups* groups = nullptr;  // these two are set when they are known
    Tables* tables = nullptr;
};

[[nodiscard]] IdentityPolicy load_identity(const toml::table& table, RuleFileContext& context);
/// [identity.certificate], recent_login and local, when the tables are known.
void load_proofs(const toml::table& identity, IdentityPolicy& policy,
                 const RuleFileContext& context);
/// Groups that a table knows have their names only.
[[nodiscard]] Groups load_groups(const toml::table& table, const RuleFileContext& context);
/// The tables of groups, when these are known.
void load_group_tables(const toml::table& table, Groups& groups, const RuleFileContext& context);
[[nodiscard]] Owners load_owners(const toml::table& table,
                                 const std::vector<const toml::table*>& delegations,
                                 const Groups& groups, const RuleFileContext& context);
/// Of a rule, or of an exception to one, whose check is of this kind; null: that is not known.
[[nodiscard]] Condition load_condition(const toml::table& table, const CheckKind* kind,
                                       const RuleFileContext& context);

/// `section` may be null: then only defaults.
[[nodiscard]] Rule load_check(const CheckKind& kind, const Section* section,
                              const RuleFileContext& context);
/// All checks, then `[[rule]]` behind the check they use; in the order of evaluation.
[[nodiscard]] std::vector<Rule> load_rules_in_order(const Section& top,
                                                    const RuleFileContext& context);
/// `[[limit]]`, in the order of the file; they are asked after all `others`.
[[nodiscard]] std::vector<Rule> load_limits(const std::vector<const toml::table*>& tables,
                                            const std::vector<Rule>& others,
                                            const RuleFileContext& context);
/// As find_check(), for the rule of a limit, by the stages at which it asks; null: it is none.
[[nodiscard]] const CheckKind* kind_of_limit(const Rule& rule);
/// Keys that rules and limits have in common.
void load_mode(const Section& section, Rule& rule, const RuleFileContext& context);
void load_reply(const Section& section, Rule& rule);
void load_approvers(const Section& section, Rule& rule, const RuleFileContext& context);
void load_suspension(const Section& section, Rule& rule);
[[nodiscard]] std::vector<Exception> load_exceptions(const std::vector<const toml::table*>& tables,
                                                     const std::vector<Rule>& rules,
                                                     const RuleFileContext& context);

struct LoadedSigning {
    std::unique_ptr<const Signer> signer;
    std::vector<std::string> keys;             // DOMAIN/SELECTOR, of those that are not retired
    std::vector<SigningKeySettings> settings;  // of all keys
    KeyFolderSettings folder;
    bool unsigned_on_error = false;
};
[[nodiscard]] LoadedSigning load_dkim(const toml::table& table, const RuleFileContext& context);

/// What is taken for a login, but cannot be meant as one; empty: nothing. `entry`: perhaps
/// group:NAME.
[[nodiscard]] std::string fault_of_login(std::string_view entry, const Groups& groups);
/// Reports logins with a fault, and those that name a group that is not there.
void check_logins(const std::vector<Placed<std::string>>& logins, const RuleFileContext& context);

}  // namespace msa
