// Whole records.
#include "trail/record.h"

#include "audit/record_json.h"
#include "fakes/sample_record.h"
#include "trail/record_files.h"
#include "verified_site.h"

#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using msa::RecordReader;
using Line = msa::RecordReader::Line;
using Strings = std::vector<std::string>;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream all(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(all, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string only_line_of(const msa::AuditRecord& record) {
    return lines_of(msa::record_lines(record, "msa1.example.net")).at(0);
}

msa::AuditRecord record_with_recipients(std::size_t count) {
    auto record = msa::sample_record();
    record.recipients.clear();
    for (std::size_t i = 0; i < count; ++i) {
        auto& added = record.recipients.emplace_back();
        added.argument = "<" + std::string(200, 'r') + std::to_string(i) + "@example.net>";
    }
    return record;
}

/// What transactions of the files are called, in order.
Strings transactions_of(const Strings& paths) {
    const auto files = msa::record_files(paths).value();
    Strings all;
    const auto read = msa::each_record_block(
        files, [](std::uint64_t, std::uint64_t) {},
        [](const msa::LineBlock& block) {
            RecordReader reader;
            Strings found;
            for (const auto& line : block.lines) {
                if (reader.read(block.text(line)) == Line::transaction) {
                    found.emplace_back(reader.transaction().identity->login);
                }
            }
            return found;
        },
        [&](std::size_t, const msa::LineBlock&, const Strings& found) {
            all.insert(all.end(), found.begin(), found.end());
        });
    BOOST_TEST(read.has_value());
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trail_record)

BOOST_AUTO_TEST_CASE(a_transaction_is_read_as_it_was_written) {
    const auto record = msa::sample_record();
    RecordReader reader;
    BOOST_REQUIRE((reader.read(only_line_of(record)) == Line::transaction));
    const auto& read = reader.transaction();
    BOOST_TEST(read.format == 2U);
    BOOST_TEST(read.transaction == record.transaction);
    BOOST_TEST(read.session == record.session.id);
    BOOST_TEST(read.queue_id == record.queue_id);
    BOOST_TEST(read.host == "msa1.example.net");
    BOOST_TEST(read.client.address == record.session.client_address);
    BOOST_TEST(read.client.port == static_cast<std::uint64_t>(record.session.client_port));
    BOOST_REQUIRE(read.tls.has_value());
    BOOST_TEST(read.tls->version == record.session.tls.version);
    BOOST_REQUIRE(read.identity.has_value());
    BOOST_TEST(read.identity->login == record.identity->login);
    BOOST_TEST(read.claimed.mail_from == record.envelope.sender_argument);
    BOOST_TEST(read.claimed.from == record.from, boost::test_tools::per_element());
    BOOST_TEST(read.recipients.size() == record.recipients.size());
    BOOST_TEST(read.recipients.front().address == record.recipients.front().address);
    BOOST_TEST(read.recipients.front().spelled == record.recipients.front().argument);
    BOOST_TEST(read.recipients.back().address == record.recipients.back().argument);
    BOOST_TEST(read.recipients.front().accepted == !record.recipients.front().refusal);
    BOOST_TEST(read.rights.size() == record.rights.size());
    BOOST_TEST(read.rights.front().fields.size() == 2U);
    BOOST_REQUIRE(read.authors.size() == 2U);
    BOOST_TEST(read.authors.front().spelled == "CEO@example.com");
    BOOST_TEST((read.authors.front().judged && read.authors.front().leaves));
    BOOST_REQUIRE(read.authors.front().by.has_value());
    BOOST_TEST(read.authors.front().by->kind == "delegation");
    BOOST_TEST(read.authors.front().by->line == "rules.toml:9");
    BOOST_TEST(!read.authors.back().by.has_value());
    BOOST_TEST(read.pra == record.leaving_pra);
    BOOST_TEST(read.new_body_sha256 == record.new_body_hash);
    BOOST_REQUIRE(read.findings.size() == record.findings.size());
    BOOST_TEST(read.findings.back().rule == record.findings.back().rule);
    BOOST_TEST(read.findings.back().action == to_text(record.findings.back().action));
    BOOST_REQUIRE(read.edits.size() == record.edits.size());
    BOOST_TEST(read.edits.front().field == record.edits.front().name);
    BOOST_TEST(read.signatures.size() == record.signatures.size());
    BOOST_TEST(read.unsigned_reason == record.unsigned_reason);
    BOOST_TEST(read.disposition == to_text(record.disposition));
    BOOST_TEST(read.rules.hash == record.rules_hash);
    BOOST_TEST(read.body_octets == record.body_octets);
    BOOST_TEST(read.new_body_octets.has_value() == record.new_body_octets.has_value());
}

BOOST_AUTO_TEST_CASE(a_candidate_is_read_as_it_was_written) {
    auto record = msa::sample_record();
    record.candidate = msa::CandidateDifference{.hash = "sha256:1",
                                                .disposition = "accepted",
                                                .stage = "headers",
                                                .rule = "r",
                                                .recipients = 2,
                                                .is_edited_otherwise = true,
                                                .is_signed = false,
                                                .trouble = "x"};
    RecordReader reader;
    BOOST_REQUIRE((reader.read(only_line_of(record)) == Line::transaction));
    const auto& read = reader.transaction().candidate;
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->hash == "sha256:1");
    BOOST_TEST(read->disposition == "accepted");
    BOOST_TEST(read->stage == "headers");
    BOOST_TEST(read->rule == "r");
    BOOST_TEST(read->recipients == 2U);
    BOOST_TEST(read->edited);
    BOOST_TEST((read->is_signed == std::optional(false)));
    BOOST_TEST(read->trouble == "x");
    BOOST_REQUIRE((reader.read(only_line_of(msa::sample_record())) == Line::transaction));
    BOOST_TEST(!reader.transaction().candidate.has_value());
}

BOOST_AUTO_TEST_CASE(what_is_null_is_empty_and_nothing_stays_of_the_record_before) {
    RecordReader reader;
    BOOST_REQUIRE((reader.read(only_line_of(msa::sample_record())) == Line::transaction));
    msa::AuditRecord bare;
    BOOST_REQUIRE((reader.read(only_line_of(bare)) == Line::transaction));
    const auto& read = reader.transaction();
    BOOST_TEST(!read.tls.has_value());
    BOOST_TEST(!read.identity.has_value());
    BOOST_TEST(read.queue_id == "");
    BOOST_TEST(read.recipients.empty());
    BOOST_TEST(read.findings.empty());
    BOOST_TEST(read.edits.empty());
    BOOST_TEST(read.rules.file == "");
    BOOST_TEST(!read.new_body_octets.has_value());
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_skipped_and_octets_that_were_escaped_come_back) {
    RecordReader reader;
    BOOST_REQUIRE((reader.read(R"({"n":5,"time":"2026-11-21T19:31:22.104211Z","v":2,)"
                               R"("record":"transaction","novel":{"deep":[1,{"a":"}"}]},)"
                               R"("session":"a\"\u0007\u00e4","findings":[{"rule":"r","x":[]}],)"
                               R"("tls":null,"rules":7,"client":{"address":null,"port":null}})") ==
                   Line::transaction));
    BOOST_TEST(reader.transaction().session == "a\"\a\u00e4");
    BOOST_TEST(reader.transaction().findings.at(0).rule == "r");
    BOOST_TEST(reader.head().n.value() == 5U);
}

BOOST_AUTO_TEST_CASE(lines_of_format_1_are_transactions) {
    RecordReader reader;
    BOOST_REQUIRE((reader.read(R"({"time":"2026-11-21T19:31:22.104211Z","v":1,)"
                               R"("began":"2026-11-21T19:31:22.000000Z","session":"s",)"
                               R"("disposition":"accepted"})") == Line::transaction));
    BOOST_TEST(reader.transaction().format == 1U);
    BOOST_TEST(reader.transaction().disposition == "accepted");
}

BOOST_AUTO_TEST_CASE(recipients_of_lines_of_their_own_are_in_their_transaction) {
    const auto record = record_with_recipients(400);
    const auto lines = lines_of(msa::record_lines(record, "msa1.example.net"));
    BOOST_REQUIRE(lines.size() > 2);
    RecordReader reader;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        BOOST_TEST((reader.read(lines[i]) == Line::part));
    }
    BOOST_REQUIRE((reader.read(lines.back()) == Line::transaction));
    BOOST_TEST(reader.transaction().recipients.size() == 400U);
    BOOST_TEST(reader.transaction().recipients.back().address == record.recipients.back().argument);
    BOOST_REQUIRE((reader.read(only_line_of(msa::sample_record())) == Line::transaction));
    BOOST_TEST(reader.transaction().recipients.size() == msa::sample_record().recipients.size());
}

BOOST_AUTO_TEST_CASE(facts_are_those_of_the_transaction_behind_them) {
    auto record = record_with_recipients(400);
    record.facts.kept = msa::FactsKept::judged;
    record.facts.header = {{" From", " alice@example.com"}, {"Subject", std::nullopt, 7, 1}};
    record.facts.tables = {{"staff", "alice@example.com", true, {"alice"}}};
    RecordReader reader;
    for (const auto& line : lines_of(msa::record_lines(record, "msa1.example.net"))) {
        BOOST_TEST((reader.read(line) != Line::damaged));
    }
    BOOST_REQUIRE(reader.facts() != nullptr);
    const auto& facts = *reader.facts();
    BOOST_TEST(facts.kept == "judged");
    BOOST_REQUIRE(facts.header.size() == 2U);
    BOOST_TEST(facts.header.front().value.value() == " alice@example.com");
    BOOST_TEST(!facts.header.back().value.has_value());
    BOOST_TEST(facts.header.back().octets == 7U);
    BOOST_TEST(facts.header.back().folds == 1U);
    BOOST_TEST(facts.tables.at(0).values.value().at(0) == "alice");
    BOOST_REQUIRE((reader.read(only_line_of(msa::sample_record())) == Line::transaction));
    BOOST_TEST(reader.facts() == nullptr);
}

BOOST_AUTO_TEST_CASE(facts_stand_in_the_same_block_as_their_transaction) {
    auto record = msa::sample_record();
    record.facts.kept = msa::FactsKept::all;
    record.facts.header.assign(100, {"Subject", std::string(300, 'x')});
    const msa::TemporaryFolder folder;
    std::string trail;
    constexpr int transactions = 100;  // of more than 30 KB each, and a block has half a megabyte
    for (int i = 0; i < transactions; ++i) {
        trail += msa::record_lines(record, "msa1.example.net");
    }
    int with_facts = 0;
    const auto files = msa::record_files({folder.write("audit.jsonl", trail)}).value();
    const auto read = msa::each_record_block(
        files, [](std::uint64_t, std::uint64_t) {},
        [](const msa::LineBlock& block) {
            RecordReader reader;
            int found = 0;
            for (const auto& line : block.lines) {
                if (reader.read(block.text(line)) == Line::transaction) {
                    found += reader.facts() != nullptr ? 1 : 0;
                }
            }
            return found;
        },
        [&](std::size_t, const msa::LineBlock&, int found) { with_facts += found; });
    BOOST_TEST(read.has_value());
    BOOST_TEST(with_facts == transactions);
}

BOOST_AUTO_TEST_CASE(recipients_of_another_transaction_are_not_its_own) {
    const auto lines = lines_of(msa::record_lines(record_with_recipients(400), "a.example"));
    auto other = msa::sample_record();
    other.transaction = "another.1";
    RecordReader reader;
    BOOST_TEST((reader.read(lines.front()) == Line::part));
    BOOST_TEST((reader.read(only_line_of(other)) == Line::transaction));
    BOOST_TEST(reader.transaction().recipients.size() == other.recipients.size());
    BOOST_TEST((reader.read(lines.front()) == Line::part));
    reader.forget();
    BOOST_TEST((reader.read(lines.back()) == Line::transaction));
    BOOST_TEST(reader.transaction().recipients.size() < 400U);
}

BOOST_AUTO_TEST_CASE(a_control_record_tells_its_members_in_their_order) {
    RecordReader reader;
    BOOST_REQUIRE((reader.read(R"({"n":1,"time":"2026-11-21T19:31:22.104211Z","v":2,)"
                               R"("record":"gap","host":"h","records":12,"clean":false,)"
                               R"("sessions":["a","b"],"files":[{"first":0}],"none":null})") ==
                   Line::control));
    const auto& record = reader.control();
    BOOST_TEST((reader.head().kind == msa::RecordKind::gap));
    BOOST_REQUIRE(record.members.size() == 6U);
    BOOST_TEST(record.members.front().key == "host");
    BOOST_TEST(record.text("host") == "h");
    BOOST_TEST(record.number("records").value() == 12U);
    BOOST_TEST(record.text("clean") == "false");
    BOOST_TEST(record.member("sessions")->items == (Strings{"a", "b"}),
               boost::test_tools::per_element());
    BOOST_TEST(record.member("files")->items.at(0) == R"({"first":0})");
    BOOST_TEST(record.text("none") == "");
    BOOST_TEST(record.text("other") == "");
    BOOST_TEST(!record.number("host").has_value());
}

BOOST_AUTO_TEST_CASE(no_beginning_of_a_record_is_taken_for_one) {
    const auto line = only_line_of(msa::sample_record());
    RecordReader reader;
    for (std::size_t length = 0; length < line.size(); ++length) {
        BOOST_TEST((reader.read(line.substr(0, length)) == Line::damaged));
    }
    BOOST_TEST((reader.read(line + "x") == Line::damaged));
    BOOST_TEST((reader.read(line) == Line::transaction));
}

BOOST_AUTO_TEST_CASE(files_are_read_from_the_oldest_to_the_newest) {
    msa::TemporaryFolder folder;
    msa::WrittenTrail trail;
    for (int i = 0; i < 6; ++i) {
        trail.add_transaction("user" + std::to_string(i));
    }
    (void)folder.write("audit.jsonl", trail.records(4));
    (void)folder.write("audit.jsonl.1", trail.records(2, 4));
    (void)folder.write("audit.jsonl.2", trail.records(0, 2));
    BOOST_TEST(transactions_of({folder.path()}) ==
                   (Strings{"user0", "user1", "user2", "user3", "user4", "user5"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(records_of_copies_count_once_and_those_behind_an_early_copy_count) {
    msa::TemporaryFolder folder;
    msa::WrittenTrail trail;
    for (int i = 0; i < 4; ++i) {
        trail.add_transaction("user" + std::to_string(i));
    }
    const auto all = trail.records();
    const auto early = folder.write("a.jsonl", trail.records(0, 3) + all.substr(0, 100));
    const auto late = folder.write("b.jsonl", all);
    const Strings wanted{"user0", "user1", "user2", "user3"};
    BOOST_TEST(transactions_of({early, late}) == wanted, boost::test_tools::per_element());
    BOOST_TEST(transactions_of({late, early}) == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(recipients_and_their_transaction_stand_in_one_block_wherever_blocks_end) {
    const auto lines = msa::record_lines(record_with_recipients(900), "msa1.example.net");
    std::string all;
    while (all.size() < 4'000'000) {
        all += lines;
    }
    msa::TemporaryFolder folder;
    const auto path = folder.write("audit.jsonl", all);
    std::size_t whole = 0;
    const auto read = msa::each_record_block(
        msa::record_files({path}).value(), [](std::uint64_t, std::uint64_t) {},
        [](const msa::LineBlock& block) {
            RecordReader reader;
            std::size_t found = 0;
            for (const auto& line : block.lines) {
                found += reader.read(block.text(line)) == Line::transaction &&
                                 reader.transaction().recipients.size() == 900
                             ? 1
                             : 0;
            }
            return found;
        },
        [&](std::size_t, const msa::LineBlock&, std::size_t found) { whole += found; });
    BOOST_TEST(read.has_value());
    BOOST_TEST(whole == all.size() / lines.size());
}

BOOST_AUTO_TEST_SUITE_END()
