// The audit trail.
#include "audit/audit_trail.h"

#include "fakes/sample_record.h"
#include "fakes/temporary_folder.h"

#include <filesystem>
#include <sstream>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using msa::AuditTrail;
using msa::Disposition;
using msa::LogLevel;

namespace {

/// A trail in a folder of its own, and the lines it logged.
struct Trail {
    msa::TemporaryFolder folder;
    std::string path = folder.path_of("audit.jsonl");
    msa::Guarded<std::vector<std::pair<LogLevel, std::string>>> logged;
    std::unique_ptr<AuditTrail> trail =
        AuditTrail::open({.file = path, .host = "msa1.example.net"}, [this](
                                                                         LogLevel level,
                                                                         const msa::LogLine& line) {
            if (!line.text().starts_with("event=checkpoint ")) {
                logged.with([&](auto& lines) { lines.emplace_back(level, line.text()); });
            }
        }).value();

    /// Those of transactions.
    [[nodiscard]] std::vector<nlohmann::json> records() const {
        std::istringstream text(msa::read_file(path, 1U << 24U).value());
        std::vector<nlohmann::json> records;
        for (std::string line; std::getline(text, line);) {
            auto record = nlohmann::json::parse(line);
            if (record.at("record") == "transaction") {
                records.push_back(std::move(record));
            }
        }
        return records;
    }
    [[nodiscard]] std::pair<LogLevel, std::string> logged_at(std::size_t index) const {
        return logged.with([index](const auto& lines) { return lines.at(index); });
    }
};

/// A trail that cannot be written any more.
struct BrokenTrail : Trail {
    BrokenTrail() {
        std::filesystem::remove(path);
        std::filesystem::create_directory(path);
    }

    /// What the lines in the log say became of it.
    [[nodiscard]] std::vector<std::string> actions_of(Disposition disposition,
                                                      std::string stage) const {
        auto record = msa::sample_record();
        record.disposition = disposition;
        record.stage = std::move(stage);
        BOOST_TEST(!trail->write(record).has_value());
        std::vector<std::string> actions;
        for (const std::size_t at : {0U, 1U}) {
            const auto line = logged_at(at).second;
            const auto begin = line.find(" action=") + 8;
            actions.push_back(line.substr(begin, line.find(' ', begin) - begin));
        }
        return actions;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_trail_test)

BOOST_AUTO_TEST_CASE(a_record_becomes_a_line_in_the_file_and_one_in_the_log) {
    Trail site;
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    BOOST_REQUIRE(site.records().size() == 2U);
    BOOST_TEST(site.records()[0].at("host") == "msa1.example.net");
    BOOST_TEST((site.logged_at(0).first == LogLevel::info));
    BOOST_TEST(site.logged_at(0).second.find("Q1: action=accepted ") == 0U);
}

BOOST_AUTO_TEST_CASE(trouble_is_a_warning) {
    Trail site;
    auto record = msa::sample_record();
    record.trouble = "out of memory";
    BOOST_TEST(site.trail->write(record).has_value());
    BOOST_TEST((site.logged_at(0).first == LogLevel::warning));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_logged_as_put_off) {
    const BrokenTrail site;
    BOOST_TEST(site.trail->write(msa::sample_record()).error().what ==
               "audit file: " + site.path + ": Is a directory");
    BOOST_TEST((site.logged_at(0).first == LogLevel::error));
    BOOST_TEST(site.logged_at(0).second ==
               "event=audit result=failed transaction=s1.1 queue_id=Q1 action=deferred error=\"" +
                   site.path + ": Is a directory\"");
    BOOST_TEST((site.logged_at(1).first == LogLevel::warning));
    BOOST_TEST(site.logged_at(1).second ==
               "Q1: action=deferred from=<alice@example.com> login=alice author=alice@example.com "
               "nrcpt=1 refused=1 reply=\"451 4.3.0 Temporary internal trouble, please try again "
               "(session s1)\" "
               "trouble=\"audit file: " +
                   site.path +
                   ": Is a directory\" monitored=envelope_syntax client=192.0.2.1 session=s1");
}

BOOST_AUTO_TEST_CASE(whatever_was_to_be_said_is_451_without_a_record) {
    for (const auto disposition : {Disposition::accepted, Disposition::held, Disposition::rejected,
                                   Disposition::deferred, Disposition::out_of_scope}) {
        BOOST_TEST(BrokenTrail().actions_of(disposition, "headers") ==
                   std::vector<std::string>(2, "deferred"));
    }
}

BOOST_AUTO_TEST_CASE(what_was_said_before_its_end_is_said) {
    using Words = std::vector<std::string>;
    BOOST_TEST(BrokenTrail().actions_of(Disposition::aborted, "headers") == Words(2, "aborted"));
    BOOST_TEST(BrokenTrail().actions_of(Disposition::aborted, "recipient") == Words(2, "aborted"));
    BOOST_TEST(BrokenTrail().actions_of(Disposition::rejected, "recipient") ==
               Words(2, "rejected"));
    BOOST_TEST(BrokenTrail().actions_of(Disposition::deferred, "recipient") ==
               Words(2, "deferred"));
}

BOOST_AUTO_TEST_CASE(a_file_that_vanished_is_made_anew_with_a_warning) {
    Trail site;
    std::filesystem::remove(site.path);
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    BOOST_TEST(site.records().size() == 1U);
    BOOST_TEST((site.logged_at(0).first == LogLevel::warning));
    BOOST_TEST(site.logged_at(0).second ==
               "event=audit result=ok file=" + site.path +
                   " notice=\"the file was moved or removed; opened again\"");
}

BOOST_AUTO_TEST_CASE(a_torn_line_is_told_when_the_file_is_opened) {
    Trail site;
    (void)site.folder.write("audit.jsonl", "{}\n{\"torn");  // the path is known
    BOOST_TEST(site.trail->reopen().has_value());
    const auto expected = "event=audit result=ok file=" + site.path +
                          " notice=\"the last line has no end: 6 octets from octet 3 on\"";
    BOOST_TEST((site.logged_at(0).first == LogLevel::warning));
    BOOST_TEST(site.logged_at(0).second == expected);
    std::vector<std::string> at_start;
    site.trail.reset();
    const auto again = AuditTrail::open(
        {.file = site.path, .host = "h"},
        [&](LogLevel, const msa::LogLine& line) { at_start.push_back(line.text()); });
    BOOST_TEST(again.has_value());
    BOOST_TEST(at_start == std::vector<std::string>{expected});
    BOOST_TEST(again.value()->write(msa::sample_record()).has_value());
    BOOST_TEST(at_start.at(1).find("Q1: action=accepted ") == 0U);
}

BOOST_AUTO_TEST_CASE(a_rotation_loses_nothing) {
    Trail site;
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    std::filesystem::rename(site.path, site.folder.path_of("audit.1"));
    BOOST_TEST(site.trail->reopen().has_value());
    BOOST_TEST(site.records().empty());
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    BOOST_TEST(site.records().size() == 1U);
}

BOOST_AUTO_TEST_CASE(many_threads_write_whole_lines) {
    Trail site;
    constexpr int count = 4;
    std::vector<std::thread> threads;
    threads.reserve(count);
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&site] {
            for (int j = 0; j < 25; ++j) {
                (void)site.trail->write(msa::sample_record());  // counted below
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    BOOST_TEST(site.records().size() == 100U);
}

BOOST_AUTO_TEST_CASE(a_trail_needs_a_file) {
    BOOST_TEST(AuditTrail::open({.file = "", .host = "h"}, {}).error().what ==
               "audit file: no audit file is named");
}

BOOST_AUTO_TEST_SUITE_END()
