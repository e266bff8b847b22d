// The keys of a line of facts in the order in which they are written.
#include "trail/facts_members.h"

#include "trail/json_members.h"

#include <array>

namespace msa {

namespace {

using json::Value;
using Record = FactsRecord;

template <class Struct, std::size_t size>
using Table = std::array<json::Member<Struct>, size>;

template <class Struct, auto member>
void plain(Struct& to, Value value) {
    json::read_value(to.*member, value);
}

template <class Plain>
void read_list_of(std::vector<Plain>& to, Value value) {
    json::read_list(to, value, [](Plain& each, Value item) { json::read_value(each, item); });
}

template <class Struct, auto member>
void list(Struct& to, Value value) {
    read_list_of(to.*member, value);
}

template <auto member, const auto& table>
void objects(Record& to, Value value) {
    json::read_list(to.*member, value,
                    [](auto& item, Value element) { json::read_object(item, element, table); });
}

/// [name, value], [name, null, octets, folds] of one that is not kept, or [name, pseudonyms, form].
void read_field(Record::Field& field, Value value) {
    simdjson::dom::array parts;
    if (value.get(parts) != simdjson::SUCCESS) {
        return;
    }
    std::size_t part = 0;
    for (const auto each : parts) {
        switch (part++) {
            case 0: json::read_value(field.name, each); break;
            case 1:
                if (each.is_string()) {
                    json::read_value(field.value.emplace(), each);
                }
                break;
            case 2:
                json::read_value(field.octets, each);
                json::read_value(field.form, each);
                break;
            case 3: json::read_value(field.folds, each); break;
            default: break;
        }
    }
}

void read_values(Record::Table& table, Value value) {
    if (value.is_array()) {
        read_list_of(table.values.emplace(), value);
    }
}

constexpr Table<Record::Certificate, 4> certificate{{
    {"subject", plain<Record::Certificate, &Record::Certificate::subject>},
    {"issuer", plain<Record::Certificate, &Record::Certificate::issuer>},
    {"dn", plain<Record::Certificate, &Record::Certificate::dn>},
    {"fingerprint", plain<Record::Certificate, &Record::Certificate::fingerprint>},
}};
constexpr Table<Record::Body, 7> body{{
    {"octets", plain<Record::Body, &Record::Body::octets>},
    {"longest_line", plain<Record::Body, &Record::Body::longest_line>},
    {"has_8bit", plain<Record::Body, &Record::Body::has_8bit>},
    {"has_nul", plain<Record::Body, &Record::Body::has_nul>},
    {"has_bare_cr", plain<Record::Body, &Record::Body::has_bare_cr>},
    {"has_bare_lf", plain<Record::Body, &Record::Body::has_bare_lf>},
    {"ends_with_crlf", plain<Record::Body, &Record::Body::ends_with_crlf>},
}};
constexpr Table<Record::Table, 4> table{{
    {"table", plain<Record::Table, &Record::Table::table>},
    {"key", plain<Record::Table, &Record::Table::key>},
    {"values", read_values},
    {"error", plain<Record::Table, &Record::Table::error>},
}};
constexpr Table<Record::Dns, 5> dns{{
    {"name", plain<Record::Dns, &Record::Dns::name>},
    {"type", plain<Record::Dns, &Record::Dns::type>},
    {"kind", plain<Record::Dns, &Record::Dns::kind>},
    {"values", list<Record::Dns, &Record::Dns::values>},
    {"error", plain<Record::Dns, &Record::Dns::error>},
}};
constexpr Table<Record::Spf, 5> spf{{
    {"address", plain<Record::Spf, &Record::Spf::address>},
    {"helo", plain<Record::Spf, &Record::Spf::helo>},
    {"sender", plain<Record::Spf, &Record::Spf::sender>},
    {"result", plain<Record::Spf, &Record::Spf::result>},
    {"why", plain<Record::Spf, &Record::Spf::why>},
}};
constexpr Table<Record::Rate, 5> rate{{
    {"key", plain<Record::Rate, &Record::Rate::key>},
    {"events", plain<Record::Rate, &Record::Rate::events>},
    {"seconds", plain<Record::Rate, &Record::Rate::seconds>},
    {"admitted", plain<Record::Rate, &Record::Rate::admitted>},
    {"error", plain<Record::Rate, &Record::Rate::error>},
}};

constexpr Table<Record::Limit, 8> limit{{
    {"key", plain<Record::Limit, &Record::Limit::key>},
    {"times", plain<Record::Limit, &Record::Limit::times>},
    {"within", plain<Record::Limit, &Record::Limit::within>},
    {"left", plain<Record::Limit, &Record::Limit::left>},
    {"too_much", plain<Record::Limit, &Record::Limit::too_much>},
    {"local", plain<Record::Limit, &Record::Limit::local>},
    {"next_at", plain<Record::Limit, &Record::Limit::next_at>},
    {"error", plain<Record::Limit, &Record::Limit::error>},
}};

void read_certificate(Record& to, Value value) {
    json::read_object(to.certificate, value, certificate);
}

void read_header(Record& to, Value value) {
    json::read_list(to.header, value, read_field);
}

void read_body(Record& to, Value value) {
    if (value.is_object()) {
        to.body = Record::Body();
        json::read_object(*to.body, value, body);
    }
}

constexpr Table<Record, 16> members{{
    {"transaction", plain<Record, &Record::transaction>},
    {"kept", plain<Record, &Record::kept>},
    {"utc_offset", plain<Record, &Record::utc_offset>},
    {"login", plain<Record, &Record::login>},
    {"method", plain<Record, &Record::method>},
    {"certificate", read_certificate},
    {"local", plain<Record, &Record::local>},
    {"refused_at", list<Record, &Record::refused_at>},
    {"header", read_header},
    {"header_omitted", plain<Record, &Record::header_omitted>},
    {"body", read_body},
    {"tables", objects<&Record::tables, table>},
    {"dns", objects<&Record::dns, dns>},
    {"spf", objects<&Record::spf, spf>},
    {"rates", objects<&Record::rates, rate>},
    {"limits", objects<&Record::limits, limit>},
}};

}  // namespace

void read_facts(FactsRecord& facts, simdjson::dom::object object) {
    json::read_object(facts, object, members);
}

}  // namespace msa
