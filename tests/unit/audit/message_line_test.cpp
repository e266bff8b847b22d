// The line about one message.
#include "audit/message_line.h"

#include "fakes/sample_record.h"

#include <boost/test/unit_test.hpp>

namespace {

bool says(const msa::AuditRecord& record, std::string_view part) {
    return msa::message_line(record).text().find(part) != std::string::npos;
}

msa::JudgedFinding judged(std::string rule, msa::Action action, msa::Mode mode,
                          std::optional<msa::Reply> reply) {
    msa::JudgedFinding finding;
    finding.rule = std::move(rule);
    finding.action = action;
    finding.mode = mode;
    finding.reply = std::move(reply);
    return finding;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message_line_test)

BOOST_AUTO_TEST_CASE(an_accepted_message_is_told_in_one_line) {
    auto record = msa::sample_record();
    record.edits.push_back({msa::Edit::Kind::prepend, "DKIM-Signature", 0, " v=1", {}});
    BOOST_TEST(msa::message_line(record).text() ==
               "Q1: action=accepted from=<alice@example.com> login=alice author=alice@example.com "
               "nrcpt=1 refused=1 monitored=envelope_syntax edits=-Bcc,~Subject,+Date "
               "signed=example.com/rsa1 client=192.0.2.1 session=s1");
}

BOOST_AUTO_TEST_CASE(a_refusal_names_its_rule_and_its_reply) {
    msa::AuditRecord record;
    record.session.id = "s1";
    record.envelope.sender_argument = "<bob@example.com>";
    record.disposition = msa::Disposition::rejected;
    record.reply = msa::Reply{550, "5.7.1", "No (rule mine, session s1)"};
    record.findings = {judged("noted", msa::Action::log, msa::Mode::enforce, std::nullopt),
                       judged("mine", msa::Action::reject, msa::Mode::enforce, record.reply)};
    BOOST_TEST(msa::message_line(record).text() ==
               "NOQUEUE: action=rejected from=<bob@example.com> rule=mine "
               "reply=\"550 5.7.1 No (rule mine, session s1)\" session=s1");
}

BOOST_AUTO_TEST_CASE(a_hold_names_its_rule) {
    auto record = msa::sample_record();
    record.disposition = msa::Disposition::held;
    record.findings = {judged("mine", msa::Action::hold, msa::Mode::enforce, std::nullopt)};
    BOOST_TEST(says(record, " action=held "));
    BOOST_TEST(says(record, " rule=mine "));
}

BOOST_AUTO_TEST_CASE(a_message_that_leaves_unsigned_says_why) {
    auto record = msa::sample_record();
    record.signatures.clear();
    record.unsigned_reason = "no key for example.com";
    BOOST_TEST(says(record, " unsigned=\"no key for example.com\" "));
    record.disposition = msa::Disposition::rejected;
    BOOST_TEST(!says(record, "unsigned"));
}

BOOST_AUTO_TEST_CASE(authors_are_told_as_addresses_and_otherwise_as_they_came) {
    auto record = msa::sample_record();
    record.from = {" \"Boss, The\" <ceo@example.com>, g: a@example.org;", " evil <a@b> c"};
    BOOST_TEST(says(record, " author=\"ceo@example.com,a@example.org,evil <a@b> c\" "));
}

BOOST_AUTO_TEST_CASE(internal_trouble_is_told) {
    auto record = msa::sample_record();
    record.trouble = "out of memory";
    BOOST_TEST(says(record, " trouble=\"out of memory\" "));
}

BOOST_AUTO_TEST_CASE(nothing_that_a_client_chose_breaks_the_line) {
    auto record = msa::sample_record();
    record.envelope.sender_argument = "<a@b>\r\nNOQUEUE: action=accepted \xFF";
    record.edits = {{msa::Edit::Kind::remove, "B cc=\n", 1, {}, {}}};
    const auto text = msa::message_line(record).text();
    BOOST_TEST(text.find_first_of("\r\n\xFF") == std::string::npos);
    BOOST_TEST(text.find(" from=\"<a@b>\\x0d\\x0aNOQUEUE: action=accepted \\xff\" login=") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
