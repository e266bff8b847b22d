// The parts of a rule file, each read by a function of its own. Errors go to Context::diagnostics;
// what is returned is only meaningful where there are none.
#pragma once

#include "config/rule_file.h"
#include "config/section.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace msa {

using TableMap = std::map<std::string, std::shared_ptr<const Table>, std::less<>>;

struct RuleFileContext {
    Diagnostics& diagnostics;
    const RuleServices& services;
    std::chrono::system_clock::time_point now;
    Mode mode = Mode::enforce;  // of the file
    std::string login_domain;
    TableMap tables;
};

[[nodiscard]] IdentityPolicy load_identity(const toml::table& table, RuleFileContext& context);
[[nodiscard]] Groups load_groups(const toml::table& table, const RuleFileContext& context);
[[nodiscard]] TableMap load_tables(const toml::table& table, const RuleFileContext& context);
/// The table of the file that `name` means; null after a complaint.
[[nodiscard]] std::shared_ptr<const Table> table_named(const Placed<std::string>& name,
                                                       const RuleFileContext& context);
[[nodiscard]] std::vector<Delegation> load_delegations(
    const std::vector<const toml::table*>& tables, const Groups& groups,
    const RuleFileContext& context);
[[nodiscard]] Condition load_condition(const toml::table& table, const Groups& groups,
                                       const RuleFileContext& context);

/// `section` may be null: then only defaults.
[[nodiscard]] Rule load_check(const CheckKind& kind, const Section* section,
                              const RuleFileContext& context);
/// All checks, then `[[rule]]` behind the check they use; in the order of evaluation.
[[nodiscard]] std::vector<Rule> load_rules_in_order(const Section& top, const Groups& groups,
                                                    const RuleFileContext& context);
[[nodiscard]] std::vector<Exception> load_exceptions(const std::vector<const toml::table*>& tables,
                                                     const std::vector<Rule>& rules,
                                                     const Groups& groups,
                                                     const RuleFileContext& context);

struct LoadedSigning {
    std::unique_ptr<const Signer> signer;
    bool unsigned_on_error = false;
};
[[nodiscard]] LoadedSigning load_dkim(const toml::table& table, const RuleFileContext& context);

/// Reports logins that name a group that is not there.
void check_logins(const std::vector<Placed<std::string>>& logins, const Groups& groups,
                  const RuleFileContext& context);

}  // namespace msa
