// The parts of a rule file, each loaded by a function of its own in one pass from its first section
// to its last. Errors go to Context::diagnostics; what is returned is only meaningful where there
// are none.
#pragma once

#include "config/rule_file.h"
#include "config/section.h"
#include "policy/limit.h"

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
    std::vector<std::string> groups{};  // their names, wherever in the file they are
    Tables* tables = nullptr;           // opened when something names them
    // What has been read so far:
    Mode mode = Mode::enforce;  // of the file
    bool allow_none = false;    // that nobody owns anything is meant
    std::string login_domain{};
    const std::vector<Rule>* rules = nullptr;
};

[[nodiscard]] Groups load_groups(const toml::table& table, const RuleFileContext& context);
[[nodiscard]] Owners load_owners(const toml::table& table,
                                 const std::vector<const toml::table*>& delegations, Groups groups,
                                 const RuleFileContext& context);
/// Of a rule, or of an exception to one, whose check is of this kind; null: that is not known.
[[nodiscard]] Condition load_condition(const toml::table& table, const CheckKind* kind,
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
/// Of the rules in the context.
[[nodiscard]] std::vector<Exception> load_exceptions(const std::vector<const toml::table*>& tables,
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
/// group:NAME. `groups`: the names of all.
[[nodiscard]] std::string fault_of_login(std::string_view entry,
                                         const std::vector<std::string>& groups);
/// Reports logins with a fault, and those that name a group that is not there.
void check_logins(const std::vector<Placed<std::string>>& logins, const RuleFileContext& context);
/// Reports a group that is not there.
void check_group(std::string_view name, Place place, const RuleFileContext& context);

}  // namespace msa
