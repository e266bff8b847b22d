// Findings about a rule set as a whole: what is valid section by section, and yet means nothing, or
// undoes the policy. Asked only where nothing is wrong otherwise. One finding is one function, and
// stands once in the list of its file.
#pragma once

#include "config/review.h"
#include "config/section.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

using ReviewFinding = void (*)(const Review&);

/// Words that mean nothing, or not what they seem to.
[[nodiscard]] const std::vector<ReviewFinding>& word_findings();
/// Logins and domains that nobody has.
[[nodiscard]] const std::vector<ReviewFinding>& name_findings();
/// Conditions that hold for nobody, or for nobody whom another does not have already.
[[nodiscard]] const std::vector<ReviewFinding>& condition_findings();
/// Rules and exceptions without effect.
[[nodiscard]] const std::vector<ReviewFinding>& rule_findings();
/// Settings that do nothing where they stand.
[[nodiscard]] const std::vector<ReviewFinding>& idle_findings();
/// Logins that are hardly meant as they are written.
[[nodiscard]] const std::vector<ReviewFinding>& login_findings();
/// Characters that are not what they look like, and words that stand somewhere twice.
[[nodiscard]] const std::vector<ReviewFinding>& spelling_findings();
/// What undoes the policy: said aloud, and accepted with 'accept_risk' only.
[[nodiscard]] const std::vector<ReviewFinding>& risk_findings();

/// Sections that something newer can replace.
[[nodiscard]] const std::vector<ReviewFinding>& replaced_findings();

/// All of them: what RuleServices hands to the loader.
void review(const Review& review);

/// The tables of `[[name]]`, and the one at [section.name]; null: there is none.
[[nodiscard]] std::vector<const toml::table*> tables_of(const toml::table& root,
                                                        std::string_view name);
[[nodiscard]] const toml::table* table_of(const toml::table& root, std::string_view section,
                                          std::string_view name);
/// The strings of a list, if there is one.
[[nodiscard]] std::vector<Placed<std::string>> strings_of(const toml::table& table,
                                                          std::string_view key);
/// Every `when` of rules, limits and exceptions.
void for_each_condition(const toml::table& root,
                        const std::function<void(const toml::table& when)>& visit);
/// The warning, with the 'accept_risk' of that table.
void say_risk(const Review& review, const toml::table& section, Place place, std::string message);

}  // namespace msa
