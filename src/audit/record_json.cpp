// An audit record as one line of JSON, see record_json.h.
#include "audit/record_json.h"

#include "audit/json_text.h"
#include "audit/timestamp.h"

#include <nlohmann/json.hpp>

namespace msa {

namespace {

using Json = nlohmann::ordered_json;

// The shares of a record, in octets as spelled. The lists, and the two dozen values outside of
// them, stay together below max_record_octets; the last element of a list fits into its share.
constexpr std::size_t max_value = 1024;
constexpr std::size_t max_long_value = 8192;  // of header fields, and what findings say
constexpr std::size_t parameters_share = 4096;
constexpr std::size_t from_share = 24576;
constexpr std::size_t recipients_share = 106496;
constexpr std::size_t rights_share = 8192;
constexpr std::size_t findings_share = 40960;
constexpr std::size_t edits_share = 40960;
constexpr std::size_t signatures_share = 4096;

Json text(std::string_view octets) {
    return json_text(octets, max_value);
}
Json text_or_null(std::string_view octets) {
    return octets.empty() ? Json() : text(octets);
}
Json long_text(std::string_view octets) {
    return json_text(octets, max_long_value);
}
Json port_or_null(int port) {
    return port == 0 ? Json() : Json(port);
}
std::string spelled(const Json& json) {
    return json.dump(-1, ' ', true);
}

void add_text_if_any(Json& object, const char* key, std::string_view octets) {
    if (!octets.empty()) {
        object[key] = text(octets);
    }
}

/// The elements from the first on that fit into the share, and the last, which tells how it ended.
template <class Item>
void add_list(Json& object, const std::string& key, const std::vector<Item>& items,
              std::size_t share, Json (*element_of)(const Item&)) {
    Json list = Json::array();
    Json last = items.empty() ? Json() : element_of(items.back());
    std::size_t used = spelled(last).size();
    std::size_t position = 0;
    for (; position + 1 < items.size(); ++position) {
        Json element = element_of(items[position]);
        used += spelled(element).size() + 1;
        if (used > share) {
            break;
        }
        list.push_back(std::move(element));
    }
    if (!items.empty()) {
        list.push_back(std::move(last));
    }
    const std::size_t omitted = items.size() - list.size();
    object[key] = std::move(list);
    if (omitted != 0) {
        object[key + "_omitted"] = omitted;
    }
}

Json parameter(const std::string& value) {
    return text(value);
}

Json field_value(const std::string& value) {
    return long_text(value);
}

Json element(const Recipient& recipient) {
    Json json;
    json["address"] = text(recipient.argument);
    json["accepted"] = !recipient.refusal;
    if (recipient.refusal) {
        json["reply"] = text(to_text(*recipient.refusal));
    }
    return json;
}

using NamedRight = std::pair<std::string, Right>;

Json element(const NamedRight& named) {
    const auto& [address, right] = named;
    Json json;
    json["address"] = text(address);
    json["right"] = to_text(right.kind);
    json["by"] = text(right.by);
    add_text_if_any(json, "owner", right.owner);
    add_text_if_any(json, "ticket", right.ticket);
    return json;
}

Json element(const JudgedFinding& finding) {
    Json json;
    json["rule"] = text(finding.rule);
    add_text_if_any(json, "where", finding.where);
    json["stage"] = text(finding.stage);
    add_text_if_any(json, "recipient", finding.subject);
    json["what"] = long_text(finding.what);
    json["action"] = to_text(finding.action);
    json["mode"] = to_text(finding.mode);
    add_text_if_any(json, "exception", finding.exception);
    add_text_if_any(json, "exception_owner", finding.exception_owner);
    add_text_if_any(json, "exception_ticket", finding.exception_ticket);
    if (finding.cannot_tell) {
        json["cannot_tell"] = true;
    }
    if (finding.reply) {
        json["reply"] = text(to_text(*finding.reply));
    }
    return json;
}

Json element(const Edit& edit) {
    const bool is_of_received = edit.kind == Edit::Kind::remove || edit.kind == Edit::Kind::change;
    const bool is_of_envelope =
        edit.kind == Edit::Kind::sender || edit.kind == Edit::Kind::recipient;
    Json json;
    json["edit"] = to_text(edit.kind);
    json["field"] = text(edit.name);
    if (is_of_received) {
        json["occurrence"] = edit.occurrence;
    }
    if (is_of_received || is_of_envelope) {
        json["old"] = long_text(edit.old_value);
    }
    if (edit.kind != Edit::Kind::remove) {
        json["new"] = long_text(edit.value);
    }
    return json;
}

Json element(const Signature& signature) {
    Json json;
    json["d"] = text(signature.domain);
    json["s"] = text(signature.selector);
    json["a"] = text(signature.algorithm);
    return json;
}

Json mta_of(const Session& session) {
    Json json;
    json["kind"] = to_text(session.host);
    json["version"] = text_or_null(session.mta);
    json["name"] = text_or_null(session.mta_name);
    return json;
}

Json client_of(const Session& session) {
    Json json;
    json["address"] = text_or_null(session.client_address);
    json["port"] = port_or_null(session.client_port);
    json["name"] = text_or_null(session.client_name);
    return json;
}

Json tls_of(const Tls& tls) {
    if (tls.version.empty()) {
        return {};
    }
    Json json;
    json["version"] = text(tls.version);
    json["cipher"] = text_or_null(tls.cipher);
    json["bits"] = tls.bits;
    return json;
}

Json identity_of(const std::optional<Identity>& identity) {
    if (!identity) {
        return {};
    }
    Json json;
    json["login"] = text(identity->login);
    json["source"] = to_text(identity->source);
    json["proof"] = text_or_null(identity->proof);
    return json;
}

Json claims_of(const AuditRecord& record) {
    Json json;
    json["helo"] = text_or_null(record.session.helo);
    json["mail_from"] = text(record.envelope.sender_argument);
    add_list<std::string>(json, "mail_parameters", record.envelope.parameters, parameters_share,
                          parameter);
    add_list<std::string>(json, "from", record.from, from_share, field_value);
    json["pra"] = text_or_null(record.pra);
    return json;
}

void add_origin(Json& json, const AuditRecord& record, std::string_view host) {
    const auto& session = record.session;
    json["time"] = timestamp(record.ended);
    json["v"] = 1;
    json["began"] = timestamp(record.began);
    json["session"] = text(session.id);
    json["transaction"] = text(record.transaction);
    json["queue_id"] = text_or_null(record.queue_id);
    json["host"] = text(host);
    json["mta"] = mta_of(session);
    json["listener"] = text_or_null(session.listener);
    json["listener_port"] = port_or_null(session.listener_port);
    json["client"] = client_of(session);
    json["tls"] = tls_of(session.tls);
    json["identity"] = identity_of(record.identity);
}

void add_ending(Json& json, const AuditRecord& record) {
    json["unsigned"] = text_or_null(record.unsigned_reason);
    json["disposition"] = to_text(record.disposition);
    json["stage"] = text_or_null(record.stage);
    json["reply"] = record.reply ? text(to_text(*record.reply)) : Json();
    if (!record.trouble.empty()) {
        json["trouble"] = text(record.trouble);
    }
    Json rules;
    rules["file"] = text_or_null(record.rules_file);
    rules["version"] = text_or_null(record.rules_version);
    rules["hash"] = text_or_null(record.rules_hash);
    json["rules"] = std::move(rules);
}

}  // namespace

std::string record_json(const AuditRecord& record, std::string_view host) {
    Json json;
    add_origin(json, record, host);
    json["claimed"] = claims_of(record);
    json["envelope_sender"] = text_or_null(record.envelope.mta_sender);
    add_list<Recipient>(json, "recipients", record.recipients, recipients_share, element);
    json["message_id"] = text_or_null(record.message_id);
    json["body_octets"] = record.body_octets;
    json["new_body_octets"] = record.new_body_octets ? Json(*record.new_body_octets) : Json();
    add_list<NamedRight>(json, "rights", {record.rights.begin(), record.rights.end()}, rights_share,
                         element);
    add_list<JudgedFinding>(json, "findings", record.findings, findings_share, element);
    add_list<Edit>(json, "edits", record.edits, edits_share, element);
    add_list<Signature>(json, "signatures", record.signatures, signatures_share, element);
    add_ending(json, record);
    return spelled(json);
}

}  // namespace msa
