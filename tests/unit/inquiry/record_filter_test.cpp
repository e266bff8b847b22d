// Filters, and that what they look for in a line's octets is there whenever they match.
#include "inquiry/record_filter.h"

#include "audit/record_json.h"
#include "fakes/sample_record.h"
#include "trail/record.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using msa::RecordFilter;
using Strings = std::vector<std::string>;

namespace {

const msa::FilterKnowledge rules{{"header_from_rights", "envelope_syntax", "add_date"}};

const msa::FilterKind& kind_called(const std::string& name) {
    for (const auto& kind : msa::filter_kinds()) {
        if (kind.name == name) {
            return kind;
        }
    }
    throw std::runtime_error("no filter " + name);
}

std::string line_of(const msa::AuditRecord& record) {
    auto line = msa::record_lines(record, "msa1.example.net");
    line.pop_back();
    return line;
}

/// What the record says, and, if it is a yes, what the line's octets say.
bool is_found(const RecordFilter& filter, const msa::AuditRecord& record) {
    const auto line = line_of(record);
    msa::RecordReader reader;
    BOOST_REQUIRE((reader.read(line) == msa::RecordReader::Line::transaction));
    const bool is_match = filter.matches({reader.head(), reader.transaction()});
    BOOST_TEST((!is_match || filter.may_match(line)), "the line was passed over: " << line);
    return is_match;
}

bool is_found(const std::string& name, const Strings& values,
              const msa::AuditRecord& record = msa::sample_record()) {
    RecordFilter filter;
    const auto demanded = filter.demand(kind_called(name), values, rules);
    BOOST_REQUIRE_MESSAGE(demanded.has_value(), name);
    return is_found(filter, record);
}

std::string refusal(const std::string& name, const std::string& value) {
    RecordFilter filter;
    const auto demanded = filter.demand(kind_called(name), {value}, rules);
    return demanded ? "" : demanded.error().what;
}

msa::AuditRecord sent_by(const std::string& argument) {
    auto record = msa::sample_record();
    record.envelope.sender_argument = argument;
    record.envelope.mta_sender.clear();
    return record;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_filter)

BOOST_AUTO_TEST_CASE(each_filter_finds_what_it_is_about_and_nothing_else) {
    BOOST_TEST(is_found("login", {"Alice"}));
    BOOST_TEST(!is_found("login", {"alic"}));
    BOOST_TEST(is_found("author", {"CEO@Example.com"}));
    BOOST_TEST(!is_found("author", {"eve@example.net"}));
    BOOST_TEST(is_found("author", {"@Example.COM"}));
    BOOST_TEST(!is_found("author", {"@.example.com"}));
    BOOST_TEST(is_found("sender", {"alice@example.com"}));
    BOOST_TEST(!is_found("sender", {"alice+news@example.com"}));
    BOOST_TEST(is_found("recipient", {"bob@example.org"}));
    BOOST_TEST(!is_found("recipient", {"alice@example.com"}));
    BOOST_TEST(is_found("domain", {"example.org"}));
    BOOST_TEST(!is_found("domain", {"org"}));
    BOOST_TEST(is_found("rule", {"add_date"}));
    BOOST_TEST(!is_found("rule", {"header_from_rights"}));
    BOOST_TEST(is_found("disposition", {"accepted"}));
    BOOST_TEST(!is_found("disposition", {"held"}));
    BOOST_TEST(is_found("right", {"on_behalf"}));
    BOOST_TEST(!is_found("right", {"none"}));
    BOOST_TEST(is_found("source", {"sasl"}));
    BOOST_TEST(!is_found("source", {"none"}));
    BOOST_TEST(is_found("queue-id", {"Q1"}));
    BOOST_TEST(!is_found("queue-id", {"Q"}));
    BOOST_TEST(is_found("session", {"s1.1"}));
    BOOST_TEST(is_found("message-id", {"<1@example.com>"}));
    BOOST_TEST(is_found("exception", {"why-not"}));
    BOOST_TEST(is_found("by", {"delegation ceo-office"}));
    BOOST_TEST(is_found("edit", {"bcc"}));
    BOOST_TEST(is_found("edit", {"-Bcc"}));
    BOOST_TEST(!is_found("edit", {"+Bcc"}));
    BOOST_TEST(is_found("host", {"msa1.example.net"}));
}

BOOST_AUTO_TEST_CASE(one_of_several_values_is_enough_and_a_star_is_any) {
    BOOST_TEST(is_found("login", {"bob", "alice"}));
    BOOST_TEST(is_found("exception", {"*"}));
    auto record = msa::sample_record();
    record.findings.clear();
    BOOST_TEST(!is_found("exception", {"*"}, record));
    BOOST_TEST(!is_found("rule", {"*"}, record));
}

BOOST_AUTO_TEST_CASE(all_filters_have_to_match) {
    RecordFilter filter;
    BOOST_TEST(filter.demand(kind_called("login"), {"alice"}, rules).has_value());
    BOOST_TEST(is_found(filter, msa::sample_record()));
    BOOST_TEST(filter.demand(kind_called("disposition"), {"held"}, rules).has_value());
    BOOST_TEST(!is_found(filter, msa::sample_record()));
}

BOOST_AUTO_TEST_CASE(networks_hold_addresses) {
    auto record = msa::sample_record();
    record.session.client_address = "192.0.2.77";
    BOOST_TEST(is_found("client", {"192.0.2.64/27"}, record));
    BOOST_TEST(is_found("client", {"192.0.2.77"}, record));
    BOOST_TEST(!is_found("client", {"2001:db8::/32"}, record));
    record.session.client_address = "2001:DB8:0::7";
    BOOST_TEST(is_found("client", {"2001:db8::/32"}, record));
    record.session.client_address = "192.0.2.0/24";  // where the trail keeps networks
    BOOST_TEST(is_found("client", {"192.0.0.0/16"}, record));
    BOOST_TEST(is_found("client", {"192.0.2.0/24"}, record));
    BOOST_TEST(!is_found("client", {"192.0.2.64/27"}, record));
}

BOOST_AUTO_TEST_CASE(other_spellings_of_an_address_are_found) {
    BOOST_TEST(is_found("sender", {"carol@example.com"}, sent_by("<\"carol\"@EXAMPLE.com>")));
    BOOST_TEST(is_found("sender", {"carol@example.com"}, sent_by("<\"c\\arol\"@example.com>")));
    BOOST_TEST(!is_found("sender", {"karl@example.com"}, sent_by("<\u212aarl@example.com>")));
    BOOST_TEST(is_found("sender", {"a@b\u00fccher.example"}, sent_by("<a@xn--bcher-kva.example>")));
    BOOST_TEST(
        is_found("sender", {"a@xn--bcher-kva.example"}, sent_by("<a@B\u00dcCHER.example>")) ==
        is_found("sender", {"a@b\u00fccher.example"}, sent_by("<a@B\u00dcCHER.example>")));
    BOOST_TEST(is_found("sender", {"caf\u00e9@example.com"}, sent_by("<cafe\u0301@example.com>")));
    BOOST_TEST(is_found("sender", {"\"a b\"@example.com"}, sent_by("<\"a b\"@example.com>")));
    BOOST_TEST(is_found("sender", {"<>"}, sent_by("<>")));
    BOOST_TEST(!is_found("sender", {"<>"}, sent_by("<a@example.com>")));
}

BOOST_AUTO_TEST_CASE(an_author_is_found_in_a_from_that_nobody_can_read) {
    auto record = msa::sample_record();
    record.authors.clear();
    record.from = {" ceo@example.com <alice@example.com"};
    BOOST_TEST(is_found("author", {"ceo@example.com"}, record));
    record.from = {" (x) \"Boss\" <ceo@example.com>, alice@example.com"};
    BOOST_TEST(is_found("author", {"ceo@example.com"}, record));
}

BOOST_AUTO_TEST_CASE(authors_are_those_that_were_judged_and_those_that_left) {
    msa::RecordReader reader;
    const std::string line =
        R"({"n":1,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"transaction",)"
        R"("claimed":{"from":[" old@example.com"]},"authors":[)"
        R"({"field":"From","address":"old@example.com","judged":true,"leaves":false},)"
        R"({"field":"From","address":"new@example.com","judged":false,"leaves":true},)"
        R"({"field":"Sender","address":"other@example.com","judged":true,"leaves":true}]})";
    BOOST_REQUIRE((reader.read(line) == msa::RecordReader::Line::transaction));
    for (const auto& [author, is_one] : std::vector<std::pair<std::string, bool>>{
             {"old@example.com", true}, {"new@example.com", true}, {"other@example.com", false}}) {
        RecordFilter filter;
        BOOST_REQUIRE(filter.demand(kind_called("author"), {author}, rules).has_value());
        BOOST_TEST(filter.matches({reader.head(), reader.transaction()}) == is_one, author);
    }
}

BOOST_AUTO_TEST_CASE(recipients_are_found_with_and_without_brackets) {
    auto record = msa::sample_record();
    for (const auto* argument : {"<Bob@EXAMPLE.org>", "Bob@Example.ORG", "<\"bob\"@example.org>"}) {
        record.recipients.clear();
        record.recipients.emplace_back().argument = argument;
        BOOST_TEST(is_found("recipient", {"bob@example.org"}, record), argument);
    }
}

BOOST_AUTO_TEST_CASE(recipients_are_found_by_their_pseudonyms_where_the_key_is_known) {
    const msa::PseudonymKey key(std::string(32, 'k'));
    auto record = msa::sample_record();
    record.recipients.clear();
    record.recipients.emplace_back().argument = key.of_address("bob@example.org");
    const auto is_hidden_found = [&](const std::string& name, const std::string& value,
                                     const msa::PseudonymKey& known) {
        RecordFilter filter;
        BOOST_REQUIRE(filter.demand(kind_called(name), {value}, {{}, {known}}).has_value());
        return is_found(filter, record);
    };
    BOOST_TEST(is_hidden_found("recipient", "BOB@Example.org", key));
    BOOST_TEST(is_hidden_found("recipient", "@example.org", key));
    BOOST_TEST(is_hidden_found("domain", "example.org", key));
    BOOST_TEST(!is_hidden_found("recipient", "bob2@example.org", key));
    BOOST_TEST(!is_hidden_found("recipient", "@example.net", key));
    BOOST_TEST(!is_hidden_found("sender", "bob@example.org", key));
    const msa::PseudonymKey other(std::string(32, 'o'));
    BOOST_TEST(!is_hidden_found("recipient", "bob@example.org", other));
    BOOST_TEST(!is_found("recipient", {"bob@example.org"}, record));
}

BOOST_AUTO_TEST_CASE(what_could_match_nothing_is_refused_with_what_was_meant) {
    BOOST_TEST(refusal("disposition", "acepted") ==
               "--disposition: no disposition 'acepted'; did you mean 'accepted'?");
    BOOST_TEST(refusal("rule", "ad_date") == "--rule: no rule 'ad_date'; did you mean 'add_date'?");
    BOOST_TEST(refusal("source", "password").find("known: sasl, certificate") != std::string::npos);
    BOOST_TEST(refusal("author", "carol") != "");
    BOOST_TEST(refusal("domain", "@example.com") != "");
    BOOST_TEST(refusal("client", "192.0.2.1/24") != "");
    BOOST_TEST(refusal("edit", "no field") != "");
}

BOOST_AUTO_TEST_CASE(unsigned_is_what_left_without_a_signature) {
    RecordFilter filter;
    filter.demand_unsigned();
    auto record = msa::sample_record();
    BOOST_TEST(!is_found(filter, record));
    record.signatures.clear();
    record.unsigned_reason = "no key";
    BOOST_TEST(is_found(filter, record));
    record.disposition = msa::Disposition::rejected;
    BOOST_TEST(!is_found(filter, record));
}

BOOST_AUTO_TEST_CASE(a_refused_recipient_is_a_refusal) {
    RecordFilter filter;
    filter.demand_refusal();
    auto record = msa::sample_record();
    BOOST_TEST(is_found(filter, record));
    record.recipients.pop_back();
    BOOST_TEST(!is_found(filter, record));
    record.reply = msa::Reply{550, "5.7.1", "no"};
    BOOST_TEST(is_found(filter, record));
}

BOOST_AUTO_TEST_CASE(a_day_at_the_end_is_the_last_one) {
    const auto day = msa::time_span("2026-11-01", "2026-11-02").value();
    constexpr std::int64_t hour = 3'600'000'000;
    BOOST_TEST(day.end - day.begin == 48 * hour);
    BOOST_TEST(day.holds(day.begin));
    BOOST_TEST(!day.holds(day.end));
    const auto instants = msa::time_span("2026-11-01T00:00Z", "2026-11-01T01:00:00Z").value();
    BOOST_TEST(instants.end - instants.begin == hour);
    BOOST_TEST(msa::time_span("", "").value().holds(0));
    BOOST_TEST(!msa::time_span("2026-11-02", "2026-11-01").has_value());
    BOOST_TEST(!msa::time_span("yesterday", "").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
