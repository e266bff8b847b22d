// Findings in a record, see record_findings.h.
#include "audit/record_findings.h"

namespace msa {

namespace {

constexpr Share findings_share{{40960, 16384, 16384}};

void add_tests(BoundedWriter& json, std::string_view key, const ConditionTests& tests) {
    if (tests.empty()) {
        return;
    }
    json.begin_object(key);
    for (const auto& [name, value] : tests) {
        add(json, name, value);
    }
    json.end_object();
}

void add_element(BoundedWriter& json, const JudgedFinding& finding) {
    json.begin_object();
    add(json, "rule", finding.rule);
    add_if_any(json, "where", finding.where);
    add(json, "stage", finding.stage);
    add_if_any(json, "recipient", finding.subject);
    add_long(json, "what", finding.what);
    add(json, "action", to_text(finding.action));
    add(json, "mode", to_text(finding.mode));
    add_tests(json, "when", finding.when);
    add_if_any(json, "exception", finding.exception);
    add_if_any(json, "exception_owner", finding.exception_owner);
    add_if_any(json, "exception_ticket", finding.exception_ticket);
    add_tests(json, "exception_when", finding.exception_when);
    if (finding.cannot_tell) {
        json.truth("cannot_tell", true);
    }
    if (finding.reply) {
        add(json, "reply", to_text(*finding.reply));
    }
    json.end_object();
}

}  // namespace

About about(const JudgedFinding& finding) {
    if (finding.subject.empty()) {
        return About::message;
    }
    return finding.reply && finding.mode == Mode::enforce ? About::refused_recipient
                                                          : About::accepted_recipient;
}

void add_findings(BoundedWriter& json, const AuditRecord& record) {
    add_list<std::vector<JudgedFinding>, JudgedFinding>(
        json, "findings", record.findings, findings_share, add_element, record.findings_omitted);
}

}  // namespace msa
