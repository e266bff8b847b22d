// What a trail keeps of other people: an auditor of privacy searches all lines of a record.
#include "audit/discretion.h"

#include "audit/message_line.h"
#include "audit/record_json.h"
#include "base/text.h"
#include "fakes/sample_record.h"
#include "fakes/temporary_folder.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa;
using nlohmann::ordered_json;

namespace {

Recipient recipient(std::string argument) {
    Recipient made{.argument = std::move(argument), .path = {}, .error = {}, .refusal = {}};
    if (auto path = parse_forward_path(made.argument)) {
        made.path = *std::move(path);
        made.address = ascii_lower(to_text(made.path->address));
    }
    return made;
}

Recipient refused(std::string argument, const std::string& reply) {
    auto made = recipient(std::move(argument));
    made.refusal = Reply{550, "5.1.1", reply};
    return made;
}

JudgedFinding finding(std::string what, std::string subject = {}) {
    JudgedFinding found;
    found.rule = "some_rule";
    found.stage = subject.empty() ? "headers" : "recipient";
    found.subject = std::move(subject);
    found.reply = Reply{550, "5.7.1", what + " (rule some_rule, session s1)"};
    found.what = std::move(what);
    return found;
}

/// Names bob and his house wherever a recipient can stand.
AuditRecord talkative() {
    auto record = sample_record();
    record.recipients = {recipient("<Bob.Secret@Private.example>"),
                         refused("<\"bob secret\"@private.example>",
                                 "<\"bob secret\"@private.example>: User unknown"),
                         refused("<bob.secret>", "<bob.secret>: need a domain"),
                         refused("<b\xC3\xB6"
                                 "b@private.example>",
                                 "no SMTPUTF8")};
    record.recipients[1].is_refused_by_mta = true;
    record.recipients[0].mta_address = "Bob.Secret@private.example";
    record.findings = {
        finding("recipient bob.secret@private.example is not among those allowed",
                "<Bob.Secret@Private.example>"),
        finding("RCPT TO:<bob.secret>: no `@`", "<bob.secret>"),
        finding("RCPT TO: bob.secret becomes bob.secret@private.example", "<bob.secret>"),
        finding("recipient domain private.example has neither MX nor address",
                "<Bob.Secret@Private.example>"),
        finding("RCPT TO:" +
                    printable("<b\xC3\xB6"
                              "b@private.example>") +
                    ": not ASCII",
                "<b\xC3\xB6"
                "b@private.example>"),
        finding("To: no `@` at octet 3: Bob Secret <bob.secret at private>"),
        finding("Cc: bob.secret becomes bob.secret@private.example"),
        finding("the text of To shows carol@private.example, which is not the identity's"),
        finding("From carol@private.example is not the identity's (in no table)"),
        finding("Resent-Bcc: bad: \"Bob Secret\""),
    };
    record.findings[0].when = {{"recipient_domain", "private.example"}};
    record.reply = record.findings[1].reply;
    record.trouble = "asking for bob.secret@private.example: timeout";
    record.edits = {{Edit::Kind::remove, "Bcc", 1, {}, " Bob Secret <bob.secret@private.example>"},
                    {Edit::Kind::remove, "Resent-Bcc", 1, {}, " Bob Secret bob.secret"},
                    {Edit::Kind::change, "To", 1, " \"Bob Secret\" <Bob.Secret@private.example>",
                     " Bob Secret <bob.secret@private.example>, dan@private.example (Bob Secret)"},
                    {Edit::Kind::remove,
                     "Received",
                     1,
                     {},
                     " from x by y for <bob.secret@private.example>;\n Fri"},
                    {Edit::Kind::remove, "Delivered-To", 1, {}, " bob.secret@private.example"},
                    {Edit::Kind::change, "Subject", 1, " for bob.secret@private.example", " x"},
                    {.kind = Edit::Kind::recipient,
                     .name = {},
                     .value = "<bob.secret@private.example>",
                     .old_value = "<bob.secret>",
                     .parameters = "ORCPT=rfc822;bob.secret@private.example"}};
    record.rights["carol@private.example"] = {{Right::Kind::none, "in no table"}, {"text of To"}};
    record.facts.kept = FactsKept::all;
    record.facts.header = {{"To", " Bob Secret <bob.secret@private.example>"},
                           {"X-Original-To", "bob.secret@private.example"},
                           {"From", " Alice <alice@example.com>"},
                           {"Subject", std::nullopt}};
    record.facts.tables = {{"aliases", "private.example", true, {"x.example"}},
                           {"people", "bob.secret@private.example", false, {}}};
    record.facts.dns = {{"private.example", RecordType::mx, {}, {}}};
    return record;
}

std::string lines_of(const TemporaryFolder& folder, const Minimisation& wanted,
                     const AuditRecord& record) {
    Discretion discretion(wanted, folder.path_of("keys"));
    const auto kept = discretion.applied(record);
    BOOST_REQUIRE(kept.has_value());
    const auto& shown = *kept ? **kept : record;
    return record_lines(shown, "host") + message_line(shown).text();
}

void is_nowhere(const std::string& lines, std::initializer_list<const char*> words) {
    const auto lower = ascii_lower(lines);
    for (const auto* word : words) {
        const auto at = lower.find(word);
        BOOST_TEST(at == std::string::npos,
                   word << " stands in " << lines.substr(std::min(lines.size(), at), 100));
    }
}

ordered_json last_line(const std::string& lines) {
    const auto end = lines.rfind('\n');
    const auto begin = lines.rfind('\n', end - 1);
    return ordered_json::parse(
        lines.substr(begin == std::string::npos ? 0 : begin + 1, end - begin));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(discretion_test)

BOOST_AUTO_TEST_CASE(with_pseudonyms_no_recipient_stands_anywhere) {
    const TemporaryFolder folder;
    const auto lines = lines_of(folder, {.recipients = RecipientsKept::pseudonym}, talkative());
    is_nowhere(lines, {"secret", "private", "bob", "dan@", "carol"});
    const auto record = last_line(lines);
    BOOST_TEST(record.at("recipients_as") == "pseudonym");
    BOOST_TEST(record.at("recipients").size() == 4U);
    BOOST_TEST(record.at("claimed").at("mail_from") == "<alice@example.com>");
}

BOOST_AUTO_TEST_CASE(the_pseudonym_is_that_of_the_address) {
    const TemporaryFolder folder;
    const auto record =
        last_line(lines_of(folder, {.recipients = RecipientsKept::pseudonym}, talkative()));
    const auto key = pseudonym_key(folder.path_of("keys"), month_of(talkative().ended));
    BOOST_REQUIRE(key.has_value());
    const auto bob = key->of_address("bob.secret@private.example");
    BOOST_TEST(record.at("recipients").at(0).at("address") == bob);
    BOOST_TEST(!record.at("recipients").at(0).contains("spelled"));
    BOOST_TEST(record.at("findings").at(0).at("recipient") == bob);
    BOOST_TEST(record.at("findings").at(0).at("what") ==
               "recipient " + bob + " is not among those allowed");
    BOOST_TEST(record.at("edits").at(0).at("old") == " " + bob);
    BOOST_TEST(record.at("findings").at(0).at("when").at("recipient_domain") ==
               key->of_domain("private.example"));
}

BOOST_AUTO_TEST_CASE(where_recipients_are_counted_not_even_pseudonyms_stand) {
    const TemporaryFolder folder;
    const auto lines = lines_of(folder, {.recipients = RecipientsKept::count}, talkative());
    is_nowhere(lines, {"secret", "private", "bob", "dan@", "carol", "@~"});
    const auto record = last_line(lines);
    BOOST_TEST(record.at("recipients").size() == 4U);
    BOOST_TEST(record.at("recipients").at(0) ==
               ordered_json::parse(R"({"address": null, "accepted": true})"));
    BOOST_TEST(record.at("reply") == "550 5.7.1 [not kept] (rule some_rule, session s1)");
    BOOST_TEST(!std::filesystem::exists(folder.path_of("keys")));
}

BOOST_AUTO_TEST_CASE(blind_recipients_have_pseudonyms_whatever_is_kept) {
    const TemporaryFolder folder;
    const auto record = last_line(lines_of(folder, {}, talkative()));
    BOOST_TEST(record.at("edits").at(0).at("old").get<std::string>().starts_with(" ~"));
    BOOST_TEST(record.at("edits").at(1).at("old").get<std::string>().starts_with(" ~"));
    BOOST_TEST(record.at("edits").at(2).at("new") ==
               " \"Bob Secret\" <Bob.Secret@private.example>");
    BOOST_TEST(record.at("recipients").at(0).at("spelled") == "<Bob.Secret@Private.example>");
    BOOST_TEST(!record.contains("recipients_as"));
    BOOST_TEST(record.at("findings").at(9).at("what") == "Resent-Bcc: [not kept]");
}

BOOST_AUTO_TEST_CASE(who_writes_to_himself_shows_nobody_his_pseudonym) {
    const TemporaryFolder folder;
    auto record = sample_record();
    record.recipients = {recipient("<alice@example.com>"), recipient("<eve@example.net>")};
    record.findings = {finding("From alice@example.com is not the identity's")};
    record.authors = {{.field = "From", .address = "alice@example.com"}};
    const auto json =
        last_line(lines_of(folder, {.recipients = RecipientsKept::pseudonym}, record));
    BOOST_TEST(json.at("findings").at(0).at("what") ==
               "From alice@example.com is not the identity's");
    BOOST_TEST(json.at("recipients").at(0).at("address").get<std::string>().front() == '~');
    BOOST_TEST(json.at("rights").at(0).at("address") == "alice@example.com");
}

BOOST_AUTO_TEST_CASE(of_the_client_its_network_is_kept) {
    const TemporaryFolder folder;
    auto record = talkative();
    record.session.client_address = "192.0.2.77";
    record.session.helo = "[192.0.2.77]";
    record.session.client_name = "host77.dial.example";
    record.identity->proof = "192.0.2.77/32";
    record.findings.push_back(finding("client 192.0.2.77: more messages than 5 an hour"));
    record.edits.push_back(
        {Edit::Kind::remove, "Received", 1, {}, " from host77.dial.example ([192.0.2.77]) by x"});
    record.facts.rates = {{.key = "client 192.0.2.77"}};
    const auto lines = lines_of(folder, {.client = ClientKept::network}, record);
    is_nowhere(lines, {"192.0.2.77", "host77", "40000"});
    BOOST_TEST(last_line(lines).at("client") ==
               ordered_json::parse(R"({"address": "192.0.2.0/24", "port": null, "name": null})"));
    BOOST_TEST(last_line(lines).at("recipients").at(0).at("spelled") ==
               "<Bob.Secret@Private.example>");
}

BOOST_AUTO_TEST_CASE(networks_of_clients_are_those_of_one_site) {
    BOOST_TEST(network_of_client("203.0.113.200") == "203.0.113.0/24");
    BOOST_TEST(network_of_client("2001:db8:7:9::1") == "2001:db8:7::/48");
    BOOST_TEST(network_of_client("::ffff:203.0.113.200") == "203.0.113.0/24");
    BOOST_TEST(network_of_client("") == "");
    BOOST_TEST(network_of_client("local") == "");
}

BOOST_AUTO_TEST_CASE(without_a_key_nothing_is_kept_in_clear) {
    const TemporaryFolder folder;
    Discretion discretion({.recipients = RecipientsKept::pseudonym},
                          folder.write("keys", "a file"));
    BOOST_TEST(!discretion.applied(talkative()).has_value());
    BOOST_TEST(!discretion.prepare(talkative().ended).has_value());
}

BOOST_AUTO_TEST_CASE(what_concerns_nobody_else_is_kept_as_it_is) {
    const TemporaryFolder folder;
    auto record = sample_record();
    record.edits.clear();
    Discretion discretion({}, folder.path_of("keys"));
    const auto kept = discretion.applied(record);
    BOOST_TEST((kept.has_value() && !*kept));
}

BOOST_AUTO_TEST_CASE(hostile_texts_are_hidden_in_time) {
    const TemporaryFolder folder;
    auto record = talkative();
    record.edits.push_back({Edit::Kind::remove, "Subject", 1, std::string(1'000'000, '='),
                            std::string(1'000'000, '@')});
    record.recipients.assign(1000, recipient("<" + std::string(300, '@') + ">"));
    const auto lines = lines_of(folder, {.recipients = RecipientsKept::pseudonym}, record);
    BOOST_TEST(last_line(lines).at("recipients").size() > 100U);
}

BOOST_AUTO_TEST_SUITE_END()
