// Recipients in a record, and in lines in front of it.
#include "audit/recipient_parts.h"

#include "fakes/read_record.h"
#include "fakes/sample_record.h"
#include "submission/recipient_room.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using msa::accepted;
using msa::all_lines;
using msa::parsed;
using msa::refused;
using nlohmann::ordered_json;

namespace {

void add_accepted(const ordered_json& line, std::vector<std::string>& names) {
    for (const auto& recipient : line.at("recipients")) {
        if (recipient.at("accepted").get<bool>()) {
            names.push_back(recipient.at("spelled").get<std::string>());
        }
    }
}

/// Those of the record, then those of the lines in front of it.
std::vector<std::string> accepted_in(const msa::AuditRecord& record) {
    auto lines = all_lines(record);
    const auto own = lines.back();
    lines.pop_back();
    std::vector<std::string> names;
    add_accepted(own, names);
    const auto own_names = names.size();
    std::size_t part = 0;
    for (const auto& line : lines) {
        BOOST_TEST(line.at("record") == "recipients");
        BOOST_TEST(line.at("transaction") == own.at("transaction"));
        BOOST_TEST(line.at("time") == own.at("time"));
        BOOST_TEST(line.at("part") == ++part);
        add_accepted(line, names);
    }
    BOOST_TEST(own.value("recipients_apart", 0U) == names.size() - own_names);
    return names;
}

/// With as many of these recipients as have room, and a refused one more.
msa::AuditRecord brimful(const msa::Recipient& recipient) {
    auto record = msa::sample_record();
    record.recipients.clear();
    msa::RecipientRoom room;
    do {
        record.recipients.push_back(recipient);
        room.admit(record.recipients.back(), "s1");
    } while (!record.recipients.back().refusal);
    BOOST_TEST(room.accepted() == record.recipients.size() - 1);
    return record;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recipient_parts_test)

BOOST_AUTO_TEST_CASE(refused_recipients_hide_no_accepted_one) {
    for (const std::size_t where : {0U, 700U, 1500U}) {
        auto record = msa::sample_record();
        record.recipients.assign(1500, refused("<nobody@example.org>"));
        record.recipients.insert(record.recipients.begin() + static_cast<std::ptrdiff_t>(where), 3,
                                 accepted("<bob@example.org>"));
        const auto json = parsed(record);
        const auto names = accepted_in(record);
        BOOST_TEST(names == std::vector<std::string>(3, "<bob@example.org>"), where);
        BOOST_TEST(json.at("recipients").size() +
                       json.at("recipients_omitted").get<std::size_t>() ==
                   1503U);
    }
}

BOOST_AUTO_TEST_CASE(refused_recipients_in_between_hide_no_accepted_one) {
    auto record = msa::sample_record();
    record.recipients.clear();
    std::vector<std::string> expected;
    for (int i = 0; i < 900; ++i) {
        expected.push_back("<user" + std::to_string(i) + "@example.org>");
        record.recipients.push_back(accepted(expected.back()));
        record.recipients.push_back(refused(std::string(20'000, 'x')));
    }
    BOOST_TEST(accepted_in(record) == expected);
}

BOOST_AUTO_TEST_CASE(a_thousand_of_the_longest_recipients_are_all_named) {
    for (const char* const octets : {"x", "\"", "\xFF", "\xC3\xA4", "\xEF\xBF\xBD", "\x01"}) {
        std::string address;
        while (address.size() < 256) {
            address += octets;
        }
        address.resize(256);
        auto record = msa::sample_record();
        record.recipients.clear();
        msa::RecipientRoom room;
        for (int i = 0; i < 1000; ++i) {
            auto recipient = accepted(address);
            room.admit(recipient, "s1");
            BOOST_REQUIRE(!recipient.refusal);
            record.recipients.push_back(std::move(recipient));
        }
        BOOST_TEST(accepted_in(record).size() == 1000U);
        BOOST_TEST(!parsed(record).contains("recipients_omitted"));
    }
}

BOOST_AUTO_TEST_CASE(an_accepted_recipient_is_never_cut) {
    auto record = msa::sample_record();
    record.recipients = {accepted(std::string(30'000, 'x')), accepted(std::string(30'001, 'y'))};
    BOOST_TEST(accepted_in(record) ==
               (std::vector<std::string>{std::string(30'000, 'x'), std::string(30'001, 'y')}));
}

BOOST_AUTO_TEST_CASE(whatever_has_room_is_recorded_whole) {
    for (const std::size_t length : {1U, 5U, 60U, 1'100U, 4'000U}) {
        for (const char octet : {'x', '\\', '\n', '\xE4'}) {
            const auto record = brimful(accepted(std::string(length, octet)));
            BOOST_TEST(msa::to_text(record.recipients.back().refusal.value()) ==
                       "452 4.5.3 Too many recipients (session s1)");
            const auto names = accepted_in(record);
            BOOST_TEST(names == std::vector(record.recipients.size() - 1, names.front()));
        }
    }
}

BOOST_AUTO_TEST_CASE(no_single_recipient_is_longer_than_a_line_holds) {
    msa::RecipientRoom room;
    for (const auto& [length, fits] : {std::pair(32'722U, true), std::pair(32'723U, false)}) {
        auto recipient = accepted(std::string(length, 'x'));
        room.admit(recipient, "s1");
        BOOST_TEST(recipient.refusal.has_value() != fits, length);
    }
}

BOOST_AUTO_TEST_CASE(few_recipients_stand_in_the_record_itself) {
    auto record = msa::sample_record();
    record.recipients.assign(100, accepted("<bob@example.org>"));
    BOOST_TEST(all_lines(record).size() == 1U);
    record.recipients.assign(1000, accepted("<bob@example.org>"));
    BOOST_TEST(all_lines(record).size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_recipient_is_spelled_only_where_that_says_more) {
    auto record = msa::sample_record();
    record.recipients = {accepted("<bob@example.org>")};
    record.recipients.front().address = "bob@example.org";
    const auto json = parsed(record);
    BOOST_TEST(json.at("recipients") ==
               ordered_json::parse(R"([{"address": "bob@example.org", "accepted": true}])"));
}

BOOST_AUTO_TEST_CASE(who_was_refused_by_the_mta_is_marked) {
    auto record = msa::sample_record();
    record.recipients = {refused("<bob@example.org>")};
    record.recipients.front().is_refused_by_mta = true;
    BOOST_TEST(parsed(record).at("recipients").at(0).at("by") == "mta");
}

BOOST_AUTO_TEST_SUITE_END()
