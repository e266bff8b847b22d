// Endings of transactions, see ending.h.
#include "workbench/ending.h"

#include "trail/concealed_text.h"
#include "trail/recorded_text.h"

#include <algorithm>
#include <string_view>

namespace msa {
namespace {

std::string plain(std::string_view recorded) {
    return recorded_text(recorded).octets;
}

std::string edit_text(std::string_view kind, std::string_view name, std::size_t occurrence) {
    return std::string(kind) + (name.empty() ? "" : ' ' + std::string(name)) +
           (occurrence == 0 ? std::string() : ' ' + std::to_string(occurrence));
}

EndingEdit edit_of(const Edit& edit) {
    return {.what = edit_text(to_text(edit.kind), edit.name, edit.occurrence),
            .value = edit.kind == Edit::Kind::remove ? std::nullopt : std::optional(edit.value)};
}

/// A signature is not made again: it is compared by its domain and selector.
EndingEdit edit_of(const TransactionRecord::Edit& edit) {
    const auto field = plain(edit.field);
    EndingEdit result{.what = edit_text(edit.edit, field, edit.occurrence)};
    auto value = recorded_text(edit.new_value);
    const bool has_value = edit.edit != to_text(Edit::Kind::remove) && field != "DKIM-Signature";
    if (has_value && !value.is_cut && !is_concealed(value.octets)) {
        result.value = std::move(value.octets);
    }
    return result;
}

/// Whether chance alone makes a difference: what is drawn anew is `7` (see FixedRandom) where it
/// was any hexadecimal digit.
bool are_equal_but_for_chance(std::string_view before, std::string_view after) {
    constexpr std::string_view drawn = "77777777";
    std::size_t at = 0;
    while (at < after.size() && before.size() == after.size()) {
        if (after.substr(at).starts_with(drawn)) {
            const auto end = std::min(after.find_first_not_of('7', at), after.size());
            if (before.substr(at, end - at).find_first_not_of("0123456789abcdef") !=
                std::string_view::npos) {
                return false;
            }
            at = end;
        } else if (before[at] != after[at]) {
            return false;
        } else {
            ++at;
        }
    }
    return before.size() == after.size();
}

/// The last of the findings that says what became of it; null: none does.
template <class Finding, class Decides>
const Finding* decider(const std::vector<Finding>& findings, const Decides& decides) {
    const auto found = std::find_if(findings.rbegin(), findings.rend(), decides);
    return found == findings.rend() ? nullptr : &*found;
}

/// SMTP code and enhanced code.
std::string_view codes_of(std::string_view reply) {
    const auto second = reply.find(' ', std::min(reply.find(' '), reply.size() - 1) + 1);
    return reply.substr(0, second);
}

}  // namespace

Ending ending_of(const AuditRecord& record) {
    Ending ending{.disposition = record.disposition,
                  .stage = parse_stage(record.stage).value_or(Stage::mail),
                  .reply = record.reply ? to_text(*record.reply) : std::string(),
                  .trouble = record.trouble,
                  .unsigned_reason = record.unsigned_reason};
    const auto* finding = decider(record.findings, [&](const JudgedFinding& each) {
        return each.mode == Mode::enforce &&
               (record.reply
                    ? each.reply == record.reply
                    : each.action == Action::hold && record.disposition == Disposition::held);
    });
    if (finding != nullptr) {
        ending.rule = finding->rule;
        ending.where = finding->where;
    }
    for (const auto& recipient : record.recipients) {
        ending.recipients.push_back(!recipient.refusal);
    }
    for (const auto& edit : record.edits) {
        ending.edits.push_back(edit_of(edit));
    }
    for (const auto& signature : record.signatures) {
        ending.signatures.push_back(signature.domain + '/' + signature.selector);
    }
    return ending;
}

std::optional<Ending> ending_of(const TransactionRecord& record) {
    const auto disposition = parse_disposition(record.disposition);
    const auto stage = parse_stage(record.stage);
    if (!disposition || !stage) {
        return std::nullopt;
    }
    Ending ending{.disposition = *disposition,
                  .stage = *stage,
                  .reply = plain(record.reply),
                  .trouble = plain(record.trouble),
                  .unsigned_reason = plain(record.unsigned_reason),
                  .are_edits_whole = record.edits_omitted == 0};
    const auto* finding = decider(record.findings, [&](const TransactionRecord::Finding& each) {
        return each.mode == to_text(Mode::enforce) &&
               (record.reply.empty() ? each.action == to_text(Action::hold) &&
                                           ending.disposition == Disposition::held
                                     : each.reply == record.reply);
    });
    if (finding != nullptr) {
        ending.rule = plain(finding->rule);
        ending.where = plain(finding->where);
    }
    for (const auto& edit : record.edits) {
        ending.edits.push_back(edit_of(edit));
    }
    for (const auto& signature : record.signatures) {
        ending.signatures.push_back(plain(signature.d) + '/' + plain(signature.s));
    }
    return ending;
}

bool are_alike(const EndingEdit& before, const EndingEdit& after) {
    return before.what == after.what &&
           (!before.value || !after.value || are_equal_but_for_chance(*before.value, *after.value));
}

OtherwiseAlike compared(const Ending& before, const Ending& after) {
    const bool leave =
        before.disposition == Disposition::accepted || before.disposition == Disposition::held;
    OtherwiseAlike alike;
    alike.recipients = before.recipients.size() != after.recipients.size() ||
                       before.recipients == after.recipients;
    alike.rule = before.rule == after.rule && codes_of(before.reply) == codes_of(after.reply);
    alike.edits = !leave || !before.are_edits_whole ||
                  std::equal(before.edits.begin(), before.edits.end(), after.edits.begin(),
                             after.edits.end(), are_alike);
    // A key that failed then is not tried again.
    alike.signatures = !leave || before.unsigned_reason.starts_with("signing failed") ||
                       before.signatures == after.signatures;
    return alike;
}

}  // namespace msa
