// Events of the Elastic Common Schema (https://www.elastic.co/guide/en/ecs), see siem_event.h.
#include "siem/json_event.h"
#include "siem/mail_outcome.h"
#include "siem/siem_event.h"
#include "trail/trail_time.h"

#include <set>
#include <string>
#include <utility>

namespace msa {

namespace {

struct Category {
    const char* category;
    const char* type;
};

Category category_of(RecordKind kind) {
    switch (kind) {
        case RecordKind::start: return {"process", "start"};
        case RecordKind::stop: return {"process", "end"};
        case RecordKind::tree:
        case RecordKind::rotation: return {"file", "creation"};
        case RecordKind::expiry: return {"file", "deletion"};
        case RecordKind::reveal: return {"file", "access"};
        case RecordKind::held: return {"email", "info"};
        case RecordKind::gap: return {"file", "error"};
        case RecordKind::clock: return {"host", "change"};
        default: return {"configuration", "change"};
    }
}

EventJson begun(const RecordHead& head) {
    EventJson event;
    event["@timestamp"] = trail_time(head.time);
    event["ecs"] = {{"version", "9.4.0"}};
    return event;
}

/// The part `event` of an event.
EventJson about(const RecordHead& head, Category category, std::string_view action) {
    EventJson about{{"kind", "event"},         {"category", {category.category}},
                    {"type", {category.type}}, {"action", action},
                    {"module", "msa_milter"},  {"dataset", "msa_milter.audit"},
                    {"provider", "msa-milter"}};
    if (head.n) {
        about["sequence"] = *head.n;
    }
    return about;
}

const char* result_of(std::string_view disposition) {
    if (disposition == "rejected" || disposition == "deferred") {
        return "failure";
    }
    return disposition == "aborted" ? "unknown" : "success";
}

EventJson email_of(const TransactionRecord& record, const MailOutcome& outcome) {
    EventJson email{{"direction", outcome.is_internal ? "internal" : "outbound"}};
    if (!outcome.authors.empty()) {
        email["from"] = {{"address", outcome.authors}};
    }
    if (!record.claimed.pra.empty()) {
        email["sender"] = {{"address", record.claimed.pra}};
    }
    add(email, "message_id", bare(record.message_id));
    add(email, "local_id", record.queue_id);
    return email;
}

EventJson source_of(const TransactionRecord& record) {
    EventJson source;
    if (record.client.address.empty()) {
        return source;
    }
    source["address"] = record.client.address;
    if (is_ip_address(record.client.address)) {
        source["ip"] = record.client.address;
        source["port"] = record.client.port;
    }
    add(source, "domain", record.client.name);
    return source;
}

/// `TLSv1.3` is version 1.3 of tls.
EventJson tls_of(const TransactionRecord::Tls& tls) {
    EventJson json{{"established", true}};
    const auto digits = tls.version.find_first_of("0123456789");
    if (digits != std::string_view::npos) {
        json["version"] = tls.version.substr(digits);
        json["version_protocol"] = tls.version.starts_with("SSL") ? "ssl" : "tls";
    }
    add(json, "cipher", tls.cipher);
    return json;
}

void add_rule(EventJson& event, const TransactionRecord& record, const MailOutcome& outcome) {
    EventJson rule;
    if (outcome.decided != nullptr) {
        add(rule, "name", outcome.decided->rule);
        add(rule, "id", outcome.decided->where);
        add(rule, "description", outcome.decided->what);
    }
    add(rule, "ruleset", record.rules.file);
    add(rule, "version", record.rules.version);
    add_json(event, "rule", std::move(rule));
}

EventJson related_of(const TransactionRecord& record) {
    EventJson related;
    if (record.identity) {
        related["user"] = {record.identity->login};
    }
    if (is_ip_address(record.client.address)) {
        related["ip"] = {record.client.address};
    }
    std::set<std::string_view> hosts{record.host};
    if (!record.client.name.empty()) {
        hosts.insert(record.client.name);
    }
    related["hosts"] = hosts;
    return related;
}

/// What the schema has no place for.
EventJson rest_of(const TransactionRecord& record, const MailOutcome& outcome) {
    EventJson rest;
    add(rest, "session", record.session);
    add(rest, "listener", record.listener);
    if (record.identity) {
        EventJson identity{{"source", record.identity->source}};
        add(identity, "proof", record.identity->proof);
        rest["identity"] = std::move(identity);
    }
    rest["body_octets"] = record.new_body_octets.value_or(record.body_octets);
    rest["modified"] = outcome.is_modified;
    rest["observed"] = outcome.is_observed;
    add_json(rest, "rights", rights_json(record));
    add_json(rest, "findings", findings_json(record));
    add_json(rest, "edits", edits_json(record));
    add_json(rest, "signatures", signatures_json(record));
    add(rest, "unsigned", record.unsigned_reason);
    add(rest, "stage", record.stage);
    add(rest, "rules_hash", record.rules.hash);
    return rest;
}

}  // namespace

std::string ecs_event(const RecordHead& head, const TransactionRecord& record) {
    const auto outcome = outcome_of(record);
    auto event = begun(head);
    event["message"] = outcome.summary;
    auto part = about(head, {"email", "info"}, record.disposition);
    part["outcome"] = result_of(record.disposition);
    add(part, "reason", record.reply.empty() ? record.trouble : record.reply);
    add(part, "id", record.transaction);
    add(part, "start", record.began);
    part["end"] = trail_time(head.time);
    event["event"] = std::move(part);
    event["email"] = email_of(record, outcome);
    EventJson smtp{{"mail_from", outcome.sender}};
    add_json(smtp, "rcpt_to", EventJson(outcome.recipients));
    add(smtp, "helo", record.claimed.helo);
    event["smtp"] = std::move(smtp);
    add_json(event, "source", source_of(record));
    event["observer"] = {{"hostname", record.host}, {"product", "msa-milter"}};
    if (record.identity) {
        event["user"] = {{"name", record.identity->login}};
    }
    if (record.tls) {
        event["tls"] = tls_of(*record.tls);
    }
    add_rule(event, record, outcome);
    event["related"] = related_of(record);
    event["msa_milter"] = rest_of(record, outcome);
    return line_of(event);
}

std::string ecs_event(const RecordHead& head, const ControlRecord& record) {
    auto event = begun(head);
    const auto kind = to_text(head.kind);
    event["message"] = "the audit trail says: " + std::string(kind);
    auto part = about(head, category_of(head.kind), kind);
    const bool is_failure = record.text("result") == "failed" || head.kind == RecordKind::gap;
    part["outcome"] = is_failure ? "failure" : "success";
    add(part, "reason", record.text("why"));
    event["event"] = std::move(part);
    event["observer"] = {{"hostname", record.text("host")}, {"product", "msa-milter"}};
    event["msa_milter"] = {{"control", members_json(record)}};
    return line_of(event);
}

}  // namespace msa
