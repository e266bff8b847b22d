// An audit record as one line of JSON, see record_json.h.
#include "audit/record_json.h"

#include "audit/bounded_writer.h"
#include "audit/recipient_parts.h"
#include "audit/record_facts.h"
#include "audit/record_findings.h"
#include "audit/record_people.h"
#include "audit/timestamp.h"
#include "base/text.h"
#include "submission/recipient_room.h"

namespace msa {

namespace {

// Of honest messages all of this fits. Where it does not, it is halved until it does.
constexpr Share parameters_share{{4096, 0, 0}};
constexpr Share from_share{{24576, 0, 0}};
constexpr Share recipients_share{{0, RecipientParts::own_octets, 49152}};
constexpr Share edits_share{{40960, 0, 0}};
constexpr Share signatures_share{{4096, 0, 0}};

void add_parameter(BoundedWriter& json, const std::string& value) {
    json.text(value, json.value);
}

void add_field_value(BoundedWriter& json, const std::string& value) {
    json.text(value, json.long_value);
}

using AnyRecipient = const Recipient*;

void add_element(BoundedWriter& json, const AnyRecipient& recipient) {
    add_recipient(json, *recipient, json.value);
}

void add_element(BoundedWriter& json, const Edit& edit) {
    const bool is_of_received = edit.kind == Edit::Kind::remove || edit.kind == Edit::Kind::change;
    const bool is_of_envelope =
        edit.kind == Edit::Kind::sender || edit.kind == Edit::Kind::recipient;
    json.begin_object();
    add(json, "edit", to_text(edit.kind));
    add(json, "field", edit.name);
    if (is_of_received) {
        json.number("occurrence", edit.occurrence);
    }
    if (is_of_received || is_of_envelope) {
        add_long(json, "old", edit.old_value);
    }
    if (edit.kind != Edit::Kind::remove) {
        add_long(json, "new", edit.value);
    }
    json.end_object();
}

/// Of b=, which is the last tag of our signatures.
std::string first_octets(std::string_view value) {
    constexpr std::string_view tag = "b=";
    std::string text(value.substr(value.rfind(';') + 1));
    std::erase_if(text, [](char c) { return is_blank(c) || c == '\n'; });
    return text.starts_with(tag) ? text.substr(tag.size(), recorded_signature_octets) : "";
}

void add_element(BoundedWriter& json, const Signature& signature) {
    json.begin_object();
    add(json, "d", signature.domain);
    add(json, "s", signature.selector);
    add(json, "a", signature.algorithm);
    add(json, "b", first_octets(signature.value));
    json.end_object();
}

void add_mta(BoundedWriter& json, const Session& session) {
    json.begin_object("mta");
    add(json, "kind", to_text(session.host));
    add_or_null(json, "version", session.mta);
    add_or_null(json, "name", session.mta_name);
    json.end_object();
}

void add_client(BoundedWriter& json, const Session& session) {
    json.begin_object("client");
    add_or_null(json, "address", session.client_address);
    add_port(json, "port", session.client_port);
    add_or_null(json, "name", session.client_name);
    json.end_object();
}

void add_tls(BoundedWriter& json, const Tls& tls) {
    if (tls.version.empty()) {
        json.null("tls");
        return;
    }
    json.begin_object("tls");
    add(json, "version", tls.version);
    add_or_null(json, "cipher", tls.cipher);
    json.number("bits", tls.bits);
    json.end_object();
}

void add_identity(BoundedWriter& json, const std::optional<Identity>& identity) {
    if (!identity) {
        json.null("identity");
        return;
    }
    json.begin_object("identity");
    add(json, "login", identity->login);
    add(json, "source", to_text(identity->source));
    add_or_null(json, "proof", identity->proof);
    json.end_object();
}

void add_claims(BoundedWriter& json, const AuditRecord& record) {
    json.begin_object("claimed");
    add_or_null(json, "helo", record.session.helo);
    add(json, "mail_from", record.envelope.sender_argument);
    add_list(json, "mail_parameters", record.envelope.parameters, parameters_share, add_parameter);
    add_list(json, "from", record.from, from_share, add_field_value);
    add_or_null(json, "pra", record.pra);
    if (!record.envelope.mta_sender_before.empty()) {
        add(json, "envelope_sender", record.envelope.mta_sender_before);
    }
    json.end_object();
}

void add_origin(BoundedWriter& json, const AuditRecord& record, std::string_view host) {
    const auto& session = record.session;
    add_whole(json, "time", timestamp(record.ended));
    json.number("v", 2);
    json.text("record", "transaction", max_value);
    add_whole(json, "began", timestamp(record.began));
    add_whole(json, "session", session.id);
    add_whole(json, "transaction", record.transaction);
    add_or_null(json, "queue_id", record.queue_id);
    add_whole(json, "host", host);
    add_mta(json, session);
    add_or_null(json, "listener", session.listener);
    add_port(json, "listener_port", session.listener_port);
    add_client(json, session);
    add_tls(json, session.tls);
    add_identity(json, record.identity);
}

void add_message(BoundedWriter& json, const AuditRecord& record, const RecipientParts& parts) {
    add_or_null(json, "envelope_sender", record.envelope.mta_sender);
    add_list<std::vector<AnyRecipient>, AnyRecipient>(
        json, "recipients", parts.own(), recipients_share, add_element, record.recipients_omitted);
    add_if_any(json, "recipients_as", record.recipients_as);
    if (parts.apart() != 0) {
        json.number("recipients_apart", parts.apart());
    }
    add_or_null(json, "message_id", record.message_id);
    json.number("body_octets", record.body_octets);
    if (record.new_body_octets) {
        json.number("new_body_octets", *record.new_body_octets);
    } else {
        json.null("new_body_octets");
    }
    add_if_any(json, "body_sha256", record.body_hash);
    add_if_any(json, "new_body_sha256", record.new_body_hash);
}

void add_candidate(BoundedWriter& json, const CandidateDifference& candidate) {
    json.begin_object("candidate");
    add_whole(json, "hash", candidate.hash);
    add_whole(json, "disposition", candidate.disposition);
    add_if_any(json, "stage", candidate.stage);
    add_if_any(json, "rule", candidate.rule);
    if (candidate.recipients != 0) {
        json.number("recipients", candidate.recipients);
    }
    if (candidate.is_edited_otherwise) {
        json.truth("edited", true);
    }
    if (candidate.is_signed) {
        json.truth("signed", *candidate.is_signed);
    }
    add_if_any(json, "trouble", candidate.trouble);
    json.end_object();
}

void add_until(BoundedWriter& json,
               const std::optional<std::chrono::system_clock::time_point>& until) {
    if (until) {
        add_whole(json, "until", timestamp(*until));
    } else {
        json.null("until");
    }
}

void add_suspensions(BoundedWriter& json, const AuditRecord& record) {
    if (const auto& was = record.suspended) {
        json.begin_object("suspended");
        add(json, "by", was->by);
        add_whole(json, "since", timestamp(was->since));
        add_until(json, was->until);
        json.end_object();
    }
    if (const auto& wanted = record.suspension) {
        json.begin_object("suspends");
        add(json, "rule", wanted->rule);
        add(json, "why", wanted->why);
        add_until(json, wanted->until);
        json.end_object();
    }
}

void add_ending(BoundedWriter& json, const AuditRecord& record) {
    add_or_null(json, "unsigned", record.unsigned_reason);
    add(json, "disposition", to_text(record.disposition));
    add_or_null(json, "stage", record.stage);
    add_or_null(json, "reply", record.reply ? to_text(*record.reply) : std::string());
    add_if_any(json, "trouble", record.trouble);
    add_suspensions(json, record);
    if (record.candidate) {
        add_candidate(json, *record.candidate);
    }
    json.begin_object("rules");
    add_or_null(json, "file", record.rules_file);
    add_or_null(json, "version", record.rules_version);
    add_or_null(json, "hash", record.rules_hash);
    json.end_object();
}

std::string record_line(const AuditRecord& record, std::string_view host,
                        const RecipientParts& parts, unsigned halved) {
    constexpr std::size_t common_length = 2048;
    std::string line;
    line.reserve(common_length);
    BoundedWriter json(line, halved);
    json.begin_object();
    add_origin(json, record, host);
    add_claims(json, record);
    add_message(json, record, parts);
    add_people(json, record);
    add_findings(json, record);
    add_list<decltype(record.edits), Edit>(json, "edits", record.edits, edits_share, add_element);
    add_list<decltype(record.signatures), Signature>(json, "signatures", record.signatures,
                                                     signatures_share, add_element);
    add_ending(json, record);
    json.end_object();
    return line;
}

}  // namespace

std::string record_lines(const AuditRecord& record, std::string_view host) {
    const RecipientParts parts(record);
    unsigned halved = 0;
    std::string line = record_line(record, host, parts, halved);
    while (line.size() > max_record_octets) {
        line = record_line(record, host, parts, ++halved);
    }
    line += '\n';
    return facts_line(record) + (parts.apart() == 0 ? line : parts.lines() + line);
}

}  // namespace msa
