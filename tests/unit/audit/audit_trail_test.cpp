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
using msa::LogLevel;

namespace {

/// A trail in a folder of its own, and the lines it logged.
struct Trail {
    msa::TemporaryFolder folder;
    std::string path = folder.path_of("audit.jsonl");
    msa::Guarded<std::vector<std::pair<LogLevel, std::string>>> logged;
    std::unique_ptr<AuditTrail> trail =
        AuditTrail::open(
            path, "msa1.example.net",
            [this](LogLevel level, const msa::LogLine& line) {
                logged.with([&](auto& lines) { lines.emplace_back(level, line.text()); });
            })
            .value();

    [[nodiscard]] std::vector<nlohmann::json> records() const {
        std::istringstream text(msa::read_file(path, 1U << 24U).value());
        std::vector<nlohmann::json> records;
        for (std::string line; std::getline(text, line);) {
            records.push_back(nlohmann::json::parse(line));
        }
        return records;
    }
    [[nodiscard]] std::pair<LogLevel, std::string> logged_at(std::size_t index) const {
        return logged.with([index](const auto& lines) { return lines.at(index); });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_trail_test)

BOOST_AUTO_TEST_CASE(a_record_becomes_a_line_in_the_file_and_one_in_the_log) {
    const Trail site;
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    BOOST_REQUIRE(site.records().size() == 2U);
    BOOST_TEST(site.records()[0].at("host") == "msa1.example.net");
    BOOST_TEST((site.logged_at(0).first == LogLevel::info));
    BOOST_TEST(site.logged_at(0).second.find("Q1: action=accepted ") == 0U);
}

BOOST_AUTO_TEST_CASE(trouble_is_a_warning) {
    const Trail site;
    auto record = msa::sample_record();
    record.trouble = "out of memory";
    BOOST_TEST(site.trail->write(record).has_value());
    BOOST_TEST((site.logged_at(0).first == LogLevel::warning));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_logged_and_refused) {
    const Trail site;
    std::filesystem::remove(site.path);
    std::filesystem::create_directory(site.path);
    BOOST_TEST(site.trail->write(msa::sample_record()).error().what ==
               "audit file: " + site.path + ": Is a directory");
    BOOST_TEST((site.logged_at(0).first == LogLevel::error));
    BOOST_TEST(site.logged_at(0).second ==
               "event=audit result=failed transaction=s1.1 queue_id=Q1 action=accepted error=\"" +
                   site.path + ": Is a directory\"");
}

BOOST_AUTO_TEST_CASE(a_file_that_vanished_is_made_anew_with_a_warning) {
    const Trail site;
    std::filesystem::remove(site.path);
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    BOOST_TEST(site.records().size() == 1U);
    BOOST_TEST((site.logged_at(0).first == LogLevel::warning));
    BOOST_TEST(site.logged_at(0).second ==
               "event=audit result=ok file=" + site.path +
                   " notice=\"the file was moved or removed; opened anew\"");
}

BOOST_AUTO_TEST_CASE(a_rotation_loses_nothing) {
    const Trail site;
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    std::filesystem::rename(site.path, site.folder.path_of("audit.1"));
    BOOST_TEST(site.trail->reopen().has_value());
    BOOST_TEST(site.records().empty());
    BOOST_TEST(site.trail->write(msa::sample_record()).has_value());
    BOOST_TEST(site.records().size() == 1U);
}

BOOST_AUTO_TEST_CASE(many_threads_write_whole_lines) {
    const Trail site;
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
    BOOST_TEST(AuditTrail::open("", "h", {}).error().what == "audit file: no audit file is named");
}

BOOST_AUTO_TEST_SUITE_END()
