// Events of OCSF 1.8 (https://schema.ocsf.io/1.8.0), see siem_event.h.
#include "siem/json_event.h"
#include "siem/mail_outcome.h"
#include "siem/siem_event.h"

#include <array>
#include <string_view>
#include <utility>

namespace msa {

namespace {

constexpr std::int64_t microseconds_in_one = 1000;  // millisecond

/// A number of an enumeration, and its caption.
struct Choice {
    int id;
    const char* caption;
};

constexpr Choice informational{1, "Informational"};
constexpr Choice low{2, "Low"};
constexpr Choice medium{3, "Medium"};
constexpr Choice high{4, "High"};

void add_choice(EventJson& event, const std::string& name, Choice choice) {
    event[name + "_id"] = choice.id;
    event[name] = choice.caption;
}

struct Class {
    int category;
    const char* category_name;
    int id;
    const char* name;
};

EventJson begun(const Class& kind, Choice activity) {
    constexpr int types_in_class = 100;
    EventJson event;
    event["category_uid"] = kind.category;
    event["category_name"] = kind.category_name;
    event["class_uid"] = kind.id;
    event["class_name"] = kind.name;
    event["activity_id"] = activity.id;
    event["activity_name"] = activity.caption;
    event["type_uid"] = kind.id * types_in_class + activity.id;
    event["type_name"] = std::string(kind.name) + ": " + activity.caption;
    return event;
}

EventJson metadata(const RecordHead& head) {
    EventJson product{{"name", "msa-milter"}, {"vendor_name", "msa-milter"}};
    EventJson data{{"version", "1.8.0"}, {"product", std::move(product)}, {"log_name", "audit"}};
    if (head.n) {
        data["sequence"] = *head.n;
    }
    return data;
}

Choice action_of(const TransactionRecord& record, const MailOutcome& outcome) {
    const auto how = record.disposition;
    if (how == "rejected" || how == "deferred" || how == "held") {
        return {2, "Denied"};
    }
    if (how != "accepted" && how != "out_of_scope") {
        return {0, "Unknown"};
    }
    if (outcome.is_modified) {
        return {4, "Modified"};
    }
    return outcome.is_observed ? Choice{3, "Observed"} : Choice{1, "Allowed"};
}

Choice disposition_of(const TransactionRecord& record, const MailOutcome& outcome) {
    const auto how = record.disposition;
    if (how == "held") {
        return {3, "Quarantined"};
    }
    if (how == "rejected" || how == "deferred") {
        if (outcome.is_trouble) {
            return {27, "Error"};
        }
        return how == "deferred"         ? Choice{14, "Delayed"}
               : outcome.is_about_rights ? Choice{26, "Unauthorized"}
                                         : Choice{25, "Rejected"};
    }
    if (how == "out_of_scope") {
        return {16, "No Action"};
    }
    if (how != "accepted") {
        return {99, "Other"};
    }
    return outcome.is_modified        ? Choice{11, "Corrected"}
           : outcome.is_observed      ? Choice{15, "Detected"}
           : !record.findings.empty() ? Choice{17, "Logged"}
                                      : Choice{1, "Allowed"};
}

Choice severity_of(const TransactionRecord& record, const MailOutcome& outcome) {
    if (record.disposition == "rejected" && outcome.is_about_rights) {
        return medium;
    }
    return record.disposition == "rejected" || record.disposition == "deferred" ||
                   record.disposition == "held"
               ? low
               : informational;
}

Choice status_of(const TransactionRecord& record) {
    if (record.disposition == "rejected" || record.disposition == "deferred") {
        return {2, "Failure"};
    }
    return record.disposition == "aborted" ? Choice{0, "Unknown"} : Choice{1, "Success"};
}

EventJson source_of(const TransactionRecord& record) {
    EventJson source;
    if (is_ip_address(record.client.address)) {
        add(source, "ip", record.client.address);
        source["port"] = record.client.port;
    }
    add(source, "hostname", record.client.name);
    if (record.identity) {
        source["owner"] = {{"name", record.identity->login}};
    }
    return source;
}

EventJson email_of(const TransactionRecord& record, const MailOutcome& outcome) {
    EventJson email;
    if (!outcome.authors.empty()) {
        email["from"] = outcome.authors.front();
    }
    add(email, "sender", record.claimed.pra);
    add(email, "return_path", outcome.sender);
    add(email, "message_uid", record.message_id);
    email["size"] = record.new_body_octets.value_or(record.body_octets);
    return email;
}

EventJson authentication_of(const TransactionRecord& record) {
    if (record.signatures.empty()) {
        return {};
    }
    const auto& first = record.signatures.front();
    return {{"dkim_domain", first.d},
            {"dkim_signature", "d=" + std::string(first.d) + "; s=" + std::string(first.s) +
                                   "; a=" + std::string(first.a)}};
}

void add_rule(EventJson& event, const TransactionRecord& record, const MailOutcome& outcome) {
    if (outcome.decided != nullptr) {
        EventJson rule{{"name", outcome.decided->rule}};
        add(rule, "uid", outcome.decided->where);
        add(rule, "desc", outcome.decided->what);
        event["firewall_rule"] = std::move(rule);
    }
    EventJson policy;
    add(policy, "name", record.rules.file);
    add(policy, "version", record.rules.version);
    add(policy, "uid", record.rules.hash);
    add_json(event, "policy", std::move(policy));
}

/// What the class has no place for.
EventJson unmapped_of(const TransactionRecord& record, const MailOutcome& outcome) {
    EventJson rest;
    add(rest, "session", record.session);
    if (record.identity) {
        EventJson identity{{"source", record.identity->source}};
        add(identity, "proof", record.identity->proof);
        rest["identity"] = std::move(identity);
    }
    if (record.tls) {
        rest["tls"] = {{"version", record.tls->version},
                       {"cipher", record.tls->cipher},
                       {"bits", record.tls->bits}};
    }
    add(rest, "listener", record.listener);
    add_json(rest, "authors", EventJson(outcome.authors));
    add_json(rest, "rights", rights_json(record));
    add_json(rest, "findings", findings_json(record));
    add_json(rest, "edits", edits_json(record));
    add_json(rest, "signatures", signatures_json(record));
    add(rest, "unsigned", record.unsigned_reason);
    add(rest, "disposition", record.disposition);
    add(rest, "stage", record.stage);
    return rest;
}

constexpr Class email_activity{4, "Network Activity", 4009, "Email Activity"};
constexpr Class event_log_activity{1, "System Activity", 1008, "Event Log Activity"};

Choice activity_of(RecordKind kind) {
    switch (kind) {
        case RecordKind::expiry: return {2, "Delete"};
        case RecordKind::rotation: return {5, "Rotate"};
        case RecordKind::start: return {6, "Start"};
        case RecordKind::stop: return {7, "Stop"};
        default: return {99, "Other"};
    }
}

Choice severity_of(RecordKind kind, const ControlRecord& record) {
    if (kind == RecordKind::gap) {
        return high;
    }
    const bool is_bad = record.text("clean") == "false" || record.text("result") == "failed";
    return is_bad || kind == RecordKind::clock ? medium : informational;
}

}  // namespace

std::string ocsf_event(const RecordHead& head, const TransactionRecord& record) {
    const auto outcome = outcome_of(record);
    auto event = begun(email_activity, {1, "Send"});
    event["time"] = head.time / microseconds_in_one;
    add_choice(event, "severity", severity_of(record, outcome));
    add_choice(event, "status", status_of(record));
    add(event, "status_detail", record.reply.empty() ? record.trouble : record.reply);
    event["message"] = outcome.summary;
    auto data = metadata(head);
    data["profiles"] = {"security_control"};
    add(data, "uid", record.transaction);
    add(data, "correlation_uid", record.queue_id);
    event["metadata"] = std::move(data);
    add_choice(event, "direction",
               outcome.is_internal ? Choice{3, "Internal"} : Choice{2, "Outbound"});
    add(event, "from", outcome.sender);
    add_json(event, "to", EventJson(outcome.recipients));
    event["email"] = email_of(record, outcome);
    add_json(event, "email_auth", authentication_of(record));
    event["protocol_name"] = "SMTP";
    add(event, "smtp_hello", record.claimed.helo);
    add_json(event, "src_endpoint", source_of(record));
    event["dst_endpoint"] = {{"hostname", record.host}, {"port", record.listener_port}};
    add_choice(event, "action", action_of(record, outcome));
    add_choice(event, "disposition", disposition_of(record, outcome));
    add_rule(event, record, outcome);
    event["unmapped"] = unmapped_of(record, outcome);
    return line_of(event);
}

std::string ocsf_event(const RecordHead& head, const ControlRecord& record) {
    auto activity = activity_of(head.kind);
    const std::string kind(to_text(head.kind));
    if (activity.id == 99) {
        activity.caption = kind.c_str();  // as OCSF wants it of others
    }
    auto event = begun(event_log_activity, activity);
    event["time"] = head.time / microseconds_in_one;
    add_choice(event, "severity", severity_of(head.kind, record));
    event["message"] = "the audit trail says: " + kind;
    event["metadata"] = metadata(head);
    event["device"] = {{"hostname", record.text("host")}, {"type_id", 1}, {"type", "Server"}};
    event["log_name"] = "audit";
    event["log_provider"] = "msa-milter";
    event["unmapped"] = members_json(record);
    event["unmapped"]["record"] = kind;
    return line_of(event);
}

}  // namespace msa
