// Whether two things that were read from rule files are the same, member by member: one that is
// added to a struct has to be added here, or this does not compile.
#pragma once

#include "config/rule_sections.h"
#include "policy/rule_set.h"

namespace msa {

[[nodiscard]] bool same(const Scope& one, const Scope& other);
[[nodiscard]] bool same(const IdentityPolicy& one, const IdentityPolicy& other);
[[nodiscard]] bool same(const Owners::Settings& one, const Owners::Settings& other);
[[nodiscard]] bool same(const Delegation& one, const Delegation& other);
[[nodiscard]] bool same(const TableGroup& one, const TableGroup& other);
[[nodiscard]] bool same(const Condition& one, const Condition& other);
[[nodiscard]] bool same(const Exception& one, const Exception& other);
[[nodiscard]] bool same(const Dkim& one, const Dkim& other);
[[nodiscard]] bool same(const SigningKeySettings& one, const SigningKeySettings& other);
[[nodiscard]] bool same(const LimitRule& one, const LimitRule& other);
/// But for its check, which is made of its name and its options.
[[nodiscard]] bool same(const Rule& one, const Rule& other);
/// But for file, hash and signer, and where things stand.
[[nodiscard]] bool same(const RuleSet& one, const RuleSet& other);

}  // namespace msa
