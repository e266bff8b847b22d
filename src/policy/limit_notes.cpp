#include "policy/limit_notes.h"

#include "policy/limit.h"
#include "policy/transaction_limits.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace msa {
namespace {

constexpr std::array<std::string_view, 5> checks_of_rights{
    "envelope_sender_rights", "header_from_rights", "header_sender_rights", "resent_rights",
    "recipient_rights"};

const Rule* rule_of(const RuleSet& rules, const JudgedFinding& finding) {
    const auto rule = std::find_if(rules.rules.begin(), rules.rules.end(),
                                   [&](const Rule& each) { return each.id == finding.rule; });
    return rule == rules.rules.end() ? nullptr : &*rule;
}

bool refuses(const JudgedFinding& finding) {
    return finding.reply && finding.mode == Mode::enforce && !finding.cannot_tell;
}

bool is_limit(const Rule* rule) {
    return rule != nullptr && rule->check->limit() != nullptr;
}

/// Calls `use` with each limit that is on, and whose condition holds at MAIL as far as is known.
template <class Use>
void for_each_limit(const RuleSet& rules, const MailStage& at, Counted counted, const Use& use) {
    for (const auto& rule : rules.rules) {
        const auto* limit = rule.check->limit();
        if (limit == nullptr || limit->counted != counted || rule.action == Action::off) {
            continue;
        }
        const auto holds = rule.when.holds(at, Several::any);
        if (holds && *holds) {
            use(*limit);
        }
    }
}

}  // namespace

void note_recipient(const RuleSet& rules, const MailStage& at, const std::optional<Reply>& refusal,
                    const std::vector<JudgedFinding>& findings, std::size_t first) {
    if (at.limits() == nullptr) {
        return;
    }
    const bool is_limited =
        refusal && std::any_of(findings.begin() +
                                   static_cast<std::ptrdiff_t>(std::min(first, findings.size())),
                               findings.end(), [&](const JudgedFinding& each) {
                                   return refuses(each) && is_limit(rule_of(rules, each));
                               });
    if (is_limited) {
        return;
    }
    for_each_limit(rules, at, Counted::refused_recipients, [&](const Limit& limit) {
        if (auto charge = limit.judged_recipient(at, refusal.has_value())) {
            at.limits()->note(*std::move(charge));
        }
    });
}

void note_refused_rights(const RuleSet& rules, const MailStage& at,
                         const std::vector<JudgedFinding>& findings) {
    const bool is_refused =
        at.limits() != nullptr &&
        std::any_of(findings.begin(), findings.end(), [&](const JudgedFinding& each) {
            const auto* rule = refuses(each) ? rule_of(rules, each) : nullptr;
            return rule != nullptr && std::find(checks_of_rights.begin(), checks_of_rights.end(),
                                                rule->check_name) != checks_of_rights.end();
        });
    if (!is_refused) {
        return;
    }
    for_each_limit(rules, at, Counted::rights_refused, [&](const Limit& limit) {
        if (auto charge = limit.refused_right(at)) {
            at.limits()->note(*std::move(charge));
        }
    });
}

}  // namespace msa
