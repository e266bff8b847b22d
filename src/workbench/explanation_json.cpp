// An explanation for programs. What a client or a table said is spelled as printable() has it.
#include "base/text.h"
#include "workbench/explanation.h"
#include "workbench/header_diff.h"

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_value = 8192;

std::string shown(std::string_view value) {
    return printable(value, longest_value);
}

Json or_null(std::string_view value) {
    return value.empty() ? Json() : Json(shown(value));
}

template <class Each, class Of>
Json list_of(const std::vector<Each>& all, Of of) {
    auto list = Json::array();
    for (const auto& each : all) {
        list.push_back(of(each));
    }
    return list;
}

Json fact(const Fact& fact) {
    return {{"source", shown(fact.source)},
            {"key", shown(fact.key)},
            {"answer", shown(fact.answer)},
            {"where", or_null(fact.where)}};
}

Json finding(const JudgedFinding& finding) {
    return {{"what", shown(finding.what)},
            {"action", to_text(finding.action)},
            {"mode", to_text(finding.mode)},
            {"cannot_tell", finding.cannot_tell},
            {"exception", or_null(finding.exception)},
            {"owner", or_null(finding.exception_owner)},
            {"ticket", or_null(finding.exception_ticket)},
            {"reply", finding.reply ? Json(to_text(*finding.reply)) : Json()}};
}

Json rule(const ExplainedRule& rule) {
    return {{"rule", shown(rule.id)},
            {"check", rule.check},
            {"where", or_null(rule.where)},
            {"stage", to_text(rule.stage)},
            {"recipient", or_null(rule.recipient)},
            {"when", or_null(rule.condition)},
            {"result", to_text(rule.result)},
            {"findings", list_of(rule.findings, finding)},
            {"facts", list_of(rule.facts, fact)}};
}

Json identity(const std::optional<Identity>& identity) {
    if (!identity) {
        return {};
    }
    return {{"login", shown(identity->login)},
            {"source", to_text(identity->source)},
            {"proof", or_null(identity->proof)}};
}

Json rights(const AuditRecord& record) {
    auto list = Json::array();
    for (const auto& [address, right] : record.rights) {
        list.push_back({{"address", shown(address)},
                        {"right", to_text(right.kind)},
                        {"by", or_null(right.by)},
                        {"owner", or_null(right.owner)},
                        {"ticket", or_null(right.ticket)}});
    }
    return list;
}

Json edit(const Edit& edit) {
    return {{"edit", to_text(edit.kind)},
            {"field", or_null(edit.name)},
            {"occurrence", edit.occurrence == 0 ? Json() : Json(edit.occurrence)},
            {"old", or_null(edit.old_value)},
            {"new", or_null(edit.value)}};
}

Json header(const Explanation& explanation) {
    if (!explanation.judgement.outcome) {
        return {};
    }
    auto list = Json::array();
    for (const auto& line :
         header_diff(explanation.submission.message.header, explanation.judgement.outcome->edits)) {
        if (line.kind != DiffLine::Kind::removed) {
            list.push_back(shown(line.field));
        }
    }
    return list;
}

Json signature(const Signature& signature) {
    return {{"d", signature.domain}, {"s", signature.selector}, {"a", signature.algorithm}};
}

Json record_of(const Explanation& explanation) {
    if (!explanation.record) {
        return {};
    }
    const auto& record = *explanation.record;
    return {{"transaction", shown(record.transaction)},
            {"ended", shown(record.ended)},
            {"not_kept", list_of(record.not_kept, shown)},
            {"undecided", list_of(record.doubts, shown)}};
}

Json decision(const Explanation& explanation) {
    const auto& record = explanation.judgement.record;
    const auto* rule = explanation.decider();
    return {
        {"disposition", to_text(record.disposition)},
        {"stage", record.stage},
        {"rule", rule == nullptr ? Json() : Json(shown(rule->id))},
        {"where", rule == nullptr ? Json() : or_null(rule->where)},
        {"reply", record.reply ? Json(to_text(*record.reply)) : Json()},
        {"hold", explanation.judgement.outcome ? or_null(explanation.judgement.outcome->hold_reason)
                                               : Json()},
        {"trouble", or_null(record.trouble)}};
}

}  // namespace

std::string explanation_json(const Explanation& explanation) {
    const auto& record = explanation.judgement.record;
    const Json json{{"rules",
                     {{"file", shown(record.rules_file)},
                      {"version", shown(record.rules_version)},
                      {"hash", record.rules_hash}}},
                    {"recorded", record_of(explanation)},
                    {"assumed", list_of(explanation.assumed, shown)},
                    {"identity", identity(record.identity)},
                    {"identity_facts", list_of(explanation.identity_facts, fact)},
                    {"mail_from", shown(record.envelope.sender_argument)},
                    {"asked", list_of(explanation.rules, rule)},
                    {"rights", rights(record)},
                    {"decision", decision(explanation)},
                    {"edits", list_of(record.edits, edit)},
                    {"header", header(explanation)},
                    {"signatures", list_of(record.signatures, signature)},
                    {"unsigned", or_null(record.unsigned_reason)}};
    return json.dump(2) + '\n';
}

}  // namespace msa
