// Messages of RFC 5424: what anybody writes into a record stays within its quotes and its line.
#include "siem/siem_event.h"
#include "unit/siem/exported_record.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

using msa::Disposition;
using msa::siem_test::as_it_is;
using msa::siem_test::golden;
using msa::siem_test::refusal;
using msa::siem_test::with_control;
using msa::siem_test::with_transaction;

namespace {

std::string message_of(const std::function<void(msa::AuditRecord&)>& change,
                       std::uint32_t enterprise = 32473) {
    std::string message;
    with_transaction(change, [&](const msa::RecordReader& reader) {
        message = msa::syslog_event(reader.head(), reader.transaction(), enterprise);
    });
    return message;
}

bool holds(const std::string& message, const std::string& part) {
    return message.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(syslog_event_test)

BOOST_AUTO_TEST_CASE(a_message_is_the_line_that_stands_beside_this_test) {
    BOOST_TEST(message_of(as_it_is) == golden("rfc5424.txt"));
    with_control("gap", R"(,"records":2,"why":"No space left","sessions":["a","b"])",
                 [](const msa::RecordReader& reader) {
                     BOOST_TEST(msa::syslog_event(reader.head(), reader.control(), 32473) ==
                                golden("rfc5424_gap.txt"));
                 });
}

BOOST_AUTO_TEST_CASE(quotes_backslashes_and_brackets_are_escaped) {
    const auto message = message_of(refusal(Disposition::rejected, "valid_date"));
    BOOST_TEST(holds(message, R"( reply="550 5.7.1 no; see a\]b\"c\\d")"));
}

BOOST_AUTO_TEST_CASE(a_message_is_one_line) {
    const auto message = message_of([](msa::AuditRecord& record) {
        record.identity->login = "eve\n<0>1 - - - - - forged\r\x1b[2J\x7f";
        record.queue_id = std::string("a\0b", 3);
    });
    BOOST_TEST(std::none_of(message.begin(), message.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    }));
    BOOST_TEST(holds(message, R"(login="eve\\x0a<0>1 - - - - - forged\\x0d\\x1b[2J\\x7f")"));
}

BOOST_AUTO_TEST_CASE(text_that_is_not_ascii_begins_with_a_byte_order_mark) {
    BOOST_TEST(!holds(message_of(as_it_is), "\xef\xbb\xbf"));
    const auto message =
        message_of([](msa::AuditRecord& record) { record.identity->login = "m\u00fcller"; });
    BOOST_TEST(holds(message, "login=\"m\u00fcller\""));
    BOOST_TEST(holds(message,
                     "] \xef\xbb\xbf"
                     "accepted: mail of m\u00fcller"));
}

BOOST_AUTO_TEST_CASE(the_priority_says_how_bad_it_is) {
    const auto priority = [](const std::function<void(msa::AuditRecord&)>& change) {
        const auto message = message_of(change);
        return message.substr(0, message.find('>') + 1);
    };
    BOOST_TEST(priority(as_it_is) == "<22>");
    BOOST_TEST(priority(refusal(Disposition::rejected, "valid_date")) == "<21>");
    BOOST_TEST(priority(refusal(Disposition::rejected, "header_from_rights")) == "<20>");
    BOOST_TEST(priority(refusal(Disposition::deferred, "header_from_rights", true)) == "<19>");
}

BOOST_AUTO_TEST_CASE(long_lists_and_values_are_cut) {
    const auto message = message_of([](msa::AuditRecord& record) {
        record.recipients.clear();
        for (int i = 0; i < 500; ++i) {
            record.recipients.push_back(
                {"<r" + std::to_string(i) + "@example.org>", {}, {}, std::nullopt});
        }
        record.identity->login = std::string(999, 'a') + "\u00fc and more";
    });
    BOOST_TEST(holds(message, " recipients=\"500\""));
    BOOST_TEST(holds(message, "to=\"r19@example.org\""));
    BOOST_TEST(!holds(message, "to=\"r20@example.org\""));
    BOOST_TEST(holds(message, std::string(999, 'a') + "...\""));  // no half character
}

BOOST_AUTO_TEST_CASE(a_site_names_its_own_enterprise) {
    BOOST_TEST(holds(message_of(as_it_is, 99999), " [msa@99999 n=\"17\" transaction=\"s1.1\""));
}

BOOST_AUTO_TEST_SUITE_END()
