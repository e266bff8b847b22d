// The keys of a transaction's record in the order in which they are written.
#include "trail/transaction_members.h"

#include "trail/json_members.h"

#include <array>
#include <type_traits>

namespace msa {

namespace {

using json::Value;
using Record = TransactionRecord;

template <class Struct, auto member>
void plain(Struct& to, Value value) {
    json::read_value(to.*member, value);
}

template <class Struct, std::size_t size>
using Table = std::array<json::Member<Struct>, size>;

template <class Struct, auto member, const auto& table>
void object(Struct& to, Value value) {
    json::read_object(to.*member, value, table);
}

template <class Struct, auto member, const auto& table>
void object_or_null(Struct& to, Value value) {
    if (value.is_object()) {
        // Not emplace(): clang 14 does not see that nested structs can be made from nothing.
        auto& made = to.*member;
        made = typename std::decay_t<decltype(made)>::value_type();
        json::read_object(*made, value, table);
    }
}

template <class Struct, auto member>
void texts(Struct& to, Value value) {
    json::read_list(to.*member, value,
                    [](std::string_view& text, Value item) { json::read_value(text, item); });
}

constexpr Table<Record::Mta, 3> mta{{
    {"kind", plain<Record::Mta, &Record::Mta::kind>},
    {"version", plain<Record::Mta, &Record::Mta::version>},
    {"name", plain<Record::Mta, &Record::Mta::name>},
}};
constexpr Table<Record::Client, 3> client{{
    {"address", plain<Record::Client, &Record::Client::address>},
    {"port", plain<Record::Client, &Record::Client::port>},
    {"name", plain<Record::Client, &Record::Client::name>},
}};
constexpr Table<Record::Tls, 3> tls{{
    {"version", plain<Record::Tls, &Record::Tls::version>},
    {"cipher", plain<Record::Tls, &Record::Tls::cipher>},
    {"bits", plain<Record::Tls, &Record::Tls::bits>},
}};
constexpr Table<Record::Identity, 3> identity{{
    {"login", plain<Record::Identity, &Record::Identity::login>},
    {"source", plain<Record::Identity, &Record::Identity::source>},
    {"proof", plain<Record::Identity, &Record::Identity::proof>},
}};
constexpr Table<Record::Recipient, 5> recipient{{
    {"address", plain<Record::Recipient, &Record::Recipient::address>},
    {"spelled", plain<Record::Recipient, &Record::Recipient::spelled>},
    {"accepted", plain<Record::Recipient, &Record::Recipient::accepted>},
    {"by", plain<Record::Recipient, &Record::Recipient::by>},
    {"reply", plain<Record::Recipient, &Record::Recipient::reply>},
}};
constexpr Table<Record::Source, 7> source{{
    {"kind", plain<Record::Source, &Record::Source::kind>},
    {"id", plain<Record::Source, &Record::Source::id>},
    {"table", plain<Record::Source, &Record::Source::table>},
    {"line", plain<Record::Source, &Record::Source::line>},
    {"until", plain<Record::Source, &Record::Source::until>},
    {"owner", plain<Record::Source, &Record::Source::owner>},
    {"ticket", plain<Record::Source, &Record::Source::ticket>},
}};
constexpr Table<Record::Finding, 12> finding{{
    {"rule", plain<Record::Finding, &Record::Finding::rule>},
    {"where", plain<Record::Finding, &Record::Finding::where>},
    {"stage", plain<Record::Finding, &Record::Finding::stage>},
    {"recipient", plain<Record::Finding, &Record::Finding::recipient>},
    {"what", plain<Record::Finding, &Record::Finding::what>},
    {"action", plain<Record::Finding, &Record::Finding::action>},
    {"mode", plain<Record::Finding, &Record::Finding::mode>},
    {"exception", plain<Record::Finding, &Record::Finding::exception>},
    {"exception_owner", plain<Record::Finding, &Record::Finding::exception_owner>},
    {"exception_ticket", plain<Record::Finding, &Record::Finding::exception_ticket>},
    {"cannot_tell", plain<Record::Finding, &Record::Finding::cannot_tell>},
    {"reply", plain<Record::Finding, &Record::Finding::reply>},
}};
constexpr Table<Record::Edit, 5> edit{{
    {"edit", plain<Record::Edit, &Record::Edit::edit>},
    {"field", plain<Record::Edit, &Record::Edit::field>},
    {"occurrence", plain<Record::Edit, &Record::Edit::occurrence>},
    {"old", plain<Record::Edit, &Record::Edit::old_value>},
    {"new", plain<Record::Edit, &Record::Edit::new_value>},
}};
constexpr Table<Record::Signature, 4> signature{{
    {"d", plain<Record::Signature, &Record::Signature::d>},
    {"s", plain<Record::Signature, &Record::Signature::s>},
    {"a", plain<Record::Signature, &Record::Signature::a>},
    {"b", plain<Record::Signature, &Record::Signature::b>},
}};
constexpr Table<CandidateRecord, 8> candidate{{
    {"hash", plain<CandidateRecord, &CandidateRecord::hash>},
    {"disposition", plain<CandidateRecord, &CandidateRecord::disposition>},
    {"stage", plain<CandidateRecord, &CandidateRecord::stage>},
    {"rule", plain<CandidateRecord, &CandidateRecord::rule>},
    {"recipients", plain<CandidateRecord, &CandidateRecord::recipients>},
    {"edited", plain<CandidateRecord, &CandidateRecord::edited>},
    {"signed", plain<CandidateRecord, &CandidateRecord::is_signed>},
    {"trouble", plain<CandidateRecord, &CandidateRecord::trouble>},
}};
constexpr Table<SuspendedRecord, 3> suspended{{
    {"by", plain<SuspendedRecord, &SuspendedRecord::by>},
    {"since", plain<SuspendedRecord, &SuspendedRecord::since>},
    {"until", plain<SuspendedRecord, &SuspendedRecord::until>},
}};
constexpr Table<SuspendsRecord, 3> suspends{{
    {"rule", plain<SuspendsRecord, &SuspendsRecord::rule>},
    {"why", plain<SuspendsRecord, &SuspendsRecord::why>},
    {"until", plain<SuspendsRecord, &SuspendsRecord::until>},
}};
constexpr Table<Record::Rules, 3> rules{{
    {"file", plain<Record::Rules, &Record::Rules::file>},
    {"version", plain<Record::Rules, &Record::Rules::version>},
    {"hash", plain<Record::Rules, &Record::Rules::hash>},
}};

constexpr Table<Record::Author, 7> author{{
    {"field", plain<Record::Author, &Record::Author::field>},
    {"address", plain<Record::Author, &Record::Author::address>},
    {"spelled", plain<Record::Author, &Record::Author::spelled>},
    {"judged", plain<Record::Author, &Record::Author::judged>},
    {"leaves", plain<Record::Author, &Record::Author::leaves>},
    {"right", plain<Record::Author, &Record::Author::right>},
    {"by", object_or_null<Record::Author, &Record::Author::by, source>},
}};
constexpr Table<Record::Right, 6> right{{
    {"address", plain<Record::Right, &Record::Right::address>},
    {"field", texts<Record::Right, &Record::Right::fields>},
    {"right", plain<Record::Right, &Record::Right::right>},
    {"by", plain<Record::Right, &Record::Right::by>},
    {"owner", plain<Record::Right, &Record::Right::owner>},
    {"ticket", plain<Record::Right, &Record::Right::ticket>},
}};

template <auto member, const auto& table>
void objects(Record& to, Value value) {
    json::read_list(to.*member, value,
                    [](auto& item, Value element) { json::read_object(item, element, table); });
}

constexpr Table<Record::Claimed, 6> claimed{{
    {"helo", plain<Record::Claimed, &Record::Claimed::helo>},
    {"mail_from", plain<Record::Claimed, &Record::Claimed::mail_from>},
    {"mail_parameters", texts<Record::Claimed, &Record::Claimed::mail_parameters>},
    {"from", texts<Record::Claimed, &Record::Claimed::from>},
    {"pra", plain<Record::Claimed, &Record::Claimed::pra>},
    {"envelope_sender", plain<Record::Claimed, &Record::Claimed::envelope_sender>},
}};

constexpr Table<Record, 40> members{{
    {"v", plain<Record, &Record::format>},
    {"began", plain<Record, &Record::began>},
    {"session", plain<Record, &Record::session>},
    {"transaction", plain<Record, &Record::transaction>},
    {"queue_id", plain<Record, &Record::queue_id>},
    {"host", plain<Record, &Record::host>},
    {"mta", object<Record, &Record::mta, mta>},
    {"listener", plain<Record, &Record::listener>},
    {"listener_port", plain<Record, &Record::listener_port>},
    {"client", object<Record, &Record::client, client>},
    {"tls", object_or_null<Record, &Record::tls, tls>},
    {"identity", object_or_null<Record, &Record::identity, identity>},
    {"claimed", object<Record, &Record::claimed, claimed>},
    {"envelope_sender", plain<Record, &Record::envelope_sender>},
    {"recipients", objects<&Record::recipients, recipient>},
    {"recipients_omitted", plain<Record, &Record::recipients_omitted>},
    {"recipients_as", plain<Record, &Record::recipients_as>},
    {"recipients_apart", plain<Record, &Record::recipients_apart>},
    {"message_id", plain<Record, &Record::message_id>},
    {"body_octets", plain<Record, &Record::body_octets>},
    {"new_body_octets", plain<Record, &Record::new_body_octets>},
    {"body_sha256", plain<Record, &Record::body_sha256>},
    {"new_body_sha256", plain<Record, &Record::new_body_sha256>},
    {"authors", objects<&Record::authors, author>},
    {"pra", plain<Record, &Record::pra>},
    {"rights", objects<&Record::rights, right>},
    {"findings", objects<&Record::findings, finding>},
    {"edits", objects<&Record::edits, edit>},
    {"edits_omitted", plain<Record, &Record::edits_omitted>},
    {"signatures", objects<&Record::signatures, signature>},
    {"unsigned", plain<Record, &Record::unsigned_reason>},
    {"disposition", plain<Record, &Record::disposition>},
    {"stage", plain<Record, &Record::stage>},
    {"reply", plain<Record, &Record::reply>},
    {"trouble", plain<Record, &Record::trouble>},
    {"suspended", object_or_null<Record, &Record::suspended, suspended>},
    {"suspends", object_or_null<Record, &Record::suspends, suspends>},
    {"candidate", object_or_null<Record, &Record::candidate, candidate>},
    {"rules", object<Record, &Record::rules, rules>},
    {"record", [](Record&, Value) {}},
}};

}  // namespace

void read_transaction(TransactionRecord& record, simdjson::dom::object object) {
    json::read_object(record, object, members);
}

}  // namespace msa
