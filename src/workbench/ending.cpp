// Endings of transactions, see ending.h.
#include "workbench/ending.h"

#include "trail/recorded_text.h"

#include <algorithm>
#include <string_view>

namespace msa {
namespace {

std::string plain(std::string_view recorded) {
    return recorded_text(recorded).octets;
}

std::string edit_text(std::string_view kind, std::string_view name, std::size_t occurrence) {
    return std::string(kind) + ' ' + std::string(name) +
           (occurrence == 0 ? std::string() : ' ' + std::to_string(occurrence));
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
        ending.edits.push_back(edit_text(to_text(edit.kind), edit.name, edit.occurrence));
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
    using Finding = TransactionRecord::Finding;
    const auto* finding = decider(record.findings, [&](const Finding& each) {
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
        ending.edits.push_back(edit_text(edit.edit, plain(edit.field), edit.occurrence));
    }
    for (const auto& signature : record.signatures) {
        ending.signatures.push_back(plain(signature.d) + '/' + plain(signature.s));
    }
    return ending;
}

OtherwiseAlike compared(const Ending& before, const Ending& after) {
    const bool leave =
        before.disposition == Disposition::accepted || before.disposition == Disposition::held;
    OtherwiseAlike alike;
    alike.recipients = before.recipients.size() != after.recipients.size() ||
                       before.recipients == after.recipients;
    alike.rule = before.rule == after.rule && codes_of(before.reply) == codes_of(after.reply);
    alike.edits = !leave || !before.are_edits_whole || before.edits == after.edits;
    // A key that failed then is not tried again.
    alike.signatures = !leave || before.unsigned_reason.starts_with("signing failed") ||
                       before.signatures == after.signatures;
    return alike;
}

}  // namespace msa
