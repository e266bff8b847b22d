// Facts of a transaction as a line of JSON, see record_facts.h.
#include "audit/record_facts.h"

#include "audit/bounded_writer.h"
#include "audit/recipient_parts.h"
#include "audit/record_json.h"
#include "audit/timestamp.h"

namespace msa {

namespace {

constexpr Share header_share{{40960, 0, 0}};
constexpr Share answers_share{{8192, 0, 0}};
constexpr Share values_share{{2048, 0, 0}};

void add_element(BoundedWriter& json, const HeaderFact& field) {
    json.begin_list();
    json.text(field.name, json.value);
    if (field.value) {
        json.text(*field.value, json.long_value);
        if (!field.form.empty()) {
            json.text(field.form, json.long_value);
        }
    } else {
        json.spelled("null");
        json.spelled(std::to_string(field.octets));
        json.spelled(std::to_string(field.folds));
    }
    json.end_list();
}

void add_value(BoundedWriter& json, const std::string& value) {
    json.text(value, json.value);
}

void add_values(BoundedWriter& json, const std::vector<std::string>& values) {
    add_list<std::vector<std::string>, std::string>(json, "values", values, values_share,
                                                    add_value);
}

void add_element(BoundedWriter& json, const TableFact& fact) {
    json.begin_object();
    add(json, "table", fact.table);
    add(json, "key", fact.key);
    if (fact.found) {
        add_values(json, fact.values);
    } else {
        json.null("values");
    }
    add_if_any(json, "error", fact.error);
    json.end_object();
}

std::string_view to_text(DnsAnswer::Kind kind) {
    switch (kind) {
        case DnsAnswer::Kind::records: return "records";
        case DnsAnswer::Kind::no_data: return "no_data";
        case DnsAnswer::Kind::no_such_domain: return "no_such_domain";
    }
    return {};
}

void add_element(BoundedWriter& json, const DnsFact& fact) {
    std::vector<std::string> values;
    for (const auto& record : fact.answer.records) {
        values.push_back(fact.type == RecordType::mx
                             ? std::to_string(record.preference) + ' ' + record.value
                             : record.value);
    }
    json.begin_object();
    add(json, "name", fact.name);
    add(json, "type", to_text(fact.type));
    add(json, "kind", to_text(fact.answer.kind));
    add_values(json, values);
    add_if_any(json, "error", fact.error);
    json.end_object();
}

void add_element(BoundedWriter& json, const SpfFact& fact) {
    json.begin_object();
    add(json, "address", fact.question.address);
    add(json, "helo", fact.question.helo);
    add(json, "sender", fact.question.sender);
    add(json, "result", to_text(fact.answer.result));
    add_if_any(json, "why", fact.answer.why);
    json.end_object();
}

void add_element(BoundedWriter& json, const RateFact& fact) {
    json.begin_object();
    add(json, "key", fact.key);
    json.number("events", fact.events);
    json.number("seconds", fact.window.count());
    json.truth("admitted", fact.admitted);
    add_if_any(json, "error", fact.error);
    json.end_object();
}

void add_element(BoundedWriter& json, const LimitFact& fact) {
    using std::chrono::microseconds;
    json.begin_object();
    add(json, "key", fact.key);
    json.number("times", fact.times);
    json.truth("within", fact.is_within);
    json.number("left", fact.left);
    if (fact.is_local) {
        json.truth("local", true);
    }
    if (!fact.is_within) {
        json.truth("too_much", fact.is_too_much);
        json.number(
            "next_at",
            std::chrono::duration_cast<microseconds>(fact.next_at.time_since_epoch()).count());
    }
    add_if_any(json, "error", fact.error);
    json.end_object();
}

void add_session(BoundedWriter& json, const Session& session) {
    add_or_null(json, "login", session.sasl_login);
    add_or_null(json, "method", session.sasl_method);
    const auto& certificate = session.certificate;
    if (!certificate.subject.empty() || !certificate.issuer.empty() || !certificate.dn.empty() ||
        !certificate.fingerprint.empty()) {
        json.begin_object("certificate");
        add(json, "subject", certificate.subject);
        add(json, "issuer", certificate.issuer);
        add_if_any(json, "dn", certificate.dn);
        add_if_any(json, "fingerprint", certificate.fingerprint);
        json.end_object();
    }
    json.truth("local", session.is_local);
}

/// In the record itself nothing tells where they stood among accepted ones that are not there.
void add_refused_places(BoundedWriter& json, const AuditRecord& record) {
    if (RecipientParts(record).apart() == 0) {
        return;
    }
    json.begin_list("refused_at");
    for (std::size_t place = 0; place < record.recipients.size(); ++place) {
        if (record.recipients[place].refusal) {
            json.spelled(std::to_string(place));
        }
    }
    json.end_list();
}

void add_body(BoundedWriter& json, const std::optional<BodyFacts>& body) {
    if (!body) {
        json.null("body");
        return;
    }
    json.begin_object("body");
    json.number("octets", body->octets);
    json.number("longest_line", body->longest_line);
    json.truth("has_8bit", body->has_8bit);
    json.truth("has_nul", body->has_nul);
    json.truth("has_bare_cr", body->has_bare_cr);
    json.truth("has_bare_lf", body->has_bare_lf);
    json.truth("ends_with_crlf", body->ends_with_crlf);
    json.end_object();
}

template <class Item>
void add_all(BoundedWriter& json, const std::string& key, const std::vector<Item>& items,
             const Share& share) {
    add_list<std::vector<Item>, Item>(json, key, items, share, add_element);
}

std::string line_of(const AuditRecord& record, unsigned halved) {
    const auto& facts = record.facts;
    std::string line;
    BoundedWriter json(line, halved);
    json.begin_object();
    add_whole(json, "time", timestamp(record.ended));
    json.number("v", 2);
    add_whole(json, "record", "facts");
    add_whole(json, "transaction", record.transaction);
    add_whole(json, "kept", to_text(facts.kept));
    json.number("utc_offset", facts.utc_offset.count());
    add_session(json, record.session);
    add_refused_places(json, record);
    add_all(json, "header", facts.header, header_share);
    add_body(json, facts.body);
    add_all(json, "tables", facts.tables, answers_share);
    add_all(json, "dns", facts.dns, answers_share);
    add_all(json, "spf", facts.spf, answers_share);
    add_all(json, "rates", facts.rates, answers_share);
    if (!facts.limits.empty()) {
        add_all(json, "limits", facts.limits, answers_share);
    }
    json.end_object();
    return line;
}

}  // namespace

std::string facts_line(const AuditRecord& record) {
    if (record.facts.kept == FactsKept::none) {
        return {};
    }
    unsigned halved = 0;
    auto line = line_of(record, halved);
    while (line.size() > max_record_octets) {
        line = line_of(record, ++halved);
    }
    return line + '\n';
}

}  // namespace msa
