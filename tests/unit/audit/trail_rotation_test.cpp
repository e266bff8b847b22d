// The trail goes on in another file by itself.
#include "base/text.h"
#include "fakes/trail_site.h"
#include "trail/verification.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace std::chrono_literals;

using msa::TrailSite;
using Words = std::vector<std::string>;

namespace {

struct Site : TrailSite {
    std::chrono::system_clock::time_point time =
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 23h;
    std::chrono::steady_clock::time_point steady{};

    Site() {
        settings.now = [this] { return time; };
        settings.monotonic = [this] { return steady; };
        settings.rotation.is_daily = true;
    }
    void pass(std::chrono::seconds seconds) {
        time += seconds;
        steady += seconds;
    }
    [[nodiscard]] Words files() const {
        Words names;
        for (const auto& each : fs::directory_iterator(folder.path())) {
            const auto name = each.path().filename().string();
            if (name.starts_with("audit.jsonl")) {
                names.push_back(name);
            }
        }
        std::sort(names.begin(), names.end());
        return names;
    }
    [[nodiscard]] std::string text(const std::string& name) const {
        return msa::read_file(folder.path_of(name), 1U << 20U).value();
    }
    [[nodiscard]] bool is_verified() const {
        msa::VerificationRequest request;
        request.paths = {folder.path()};
        const auto report = msa::verify_trail(request).value();
        return report.has_integrity() && report.is_complete();
    }
};

/// A line as records begin.
std::string line(const Site& site, const std::string& more = {}) {
    return msa::ControlLine("other", site.time, site.settings.host).text("x", more).finished() +
           '\n';
}

void write(msa::TrailWriter& writer, const Site& site, const std::string& more = {}) {
    const auto written = writer.append(line(site, more));
    BOOST_REQUIRE(written.has_value());
    BOOST_TEST(*written == "");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(trail_rotation, Site)

BOOST_AUTO_TEST_CASE(the_first_record_of_a_day_begins_a_file) {
    auto writer = this->writer();
    write(writer, *this);
    pass(30min);
    write(writer, *this);
    pass(30min);
    write(writer, *this);
    pass(24h);
    write(writer, *this);
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(files() == (Words{"audit.jsonl", "audit.jsonl-20261126", "audit.jsonl-20261127"}),
               boost::test_tools::per_element());
    BOOST_TEST(text("audit.jsonl-20261127")
                   .starts_with("{\"n\":3,\"time\":\"2026-11-27T00:00:00.000000Z\",\"v\":2,"
                                "\"record\":\"rotation\",\"host\":\"msa1.example.net\","
                                "\"moved_to\":\"audit.jsonl-20261126\"}\n{\"n\":4,"));
    BOOST_TEST(msa::occurrences(text("audit.jsonl"), "\n") == 2U);
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_CASE(no_file_becomes_larger_than_is_wanted) {
    settings.rotation = {.is_daily = false, .octets = 2000};
    auto writer = this->writer();
    for (int i = 0; i < 40; ++i) {
        write(writer, *this, std::string(300, 'x'));
        for (const auto& name : files()) {
            BOOST_TEST(fs::file_size(folder.path_of(name)) <= 2200U);  // with the rotation record
        }
    }
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(files().size() >= 8U);
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_CASE(a_line_that_is_larger_alone_stands_alone) {
    settings.rotation = {.is_daily = false, .octets = 1000};
    auto writer = this->writer();
    for (int i = 0; i < 3; ++i) {
        write(writer, *this, std::string(3000, 'x'));
    }
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(files().size() == 3U);
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_CASE(names_that_are_taken_are_left_alone_also_where_they_were_compressed) {
    (void)folder.write("audit.jsonl-20261126", "kept");
    (void)folder.write("audit.jsonl-20261126.2.gz", "kept too");
    auto writer = this->writer();
    write(writer, *this);
    pass(1h);
    write(writer, *this);
    BOOST_TEST(files() == (Words{"audit.jsonl", "audit.jsonl-20261126", "audit.jsonl-20261126.2.gz",
                                 "audit.jsonl-20261126.3"}),
               boost::test_tools::per_element());
    BOOST_TEST(text("audit.jsonl-20261126") == "kept");
}

BOOST_AUTO_TEST_CASE(a_daemon_that_was_away_rotates_what_it_finds) {
    {
        auto writer = this->writer();
        write(writer, *this);
        TrailSite::make_checkpoint(writer);
    }
    pass(72h);
    auto writer = this->writer();
    write(writer, *this);
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(files() == (Words{"audit.jsonl", "audit.jsonl-20261126"}),
               boost::test_tools::per_element());
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_CASE(a_crash_after_any_number_of_rotations_loses_nothing) {
    settings.rotation = {.is_daily = false, .octets = 1000};
    for (int round = 0; round < 4; ++round) {
        auto writer = this->writer();
        BOOST_TEST(writer.beginning().notice == "");
        for (int i = 0; i < 5 + round; ++i) {
            write(writer, *this, std::string(400, 'x'));
        }
    }
    auto writer = this->writer();
    BOOST_TEST(writer.beginning().read_again <= 3U);
    write(writer, *this);
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(latest().size == 28U + files().size() - 1);
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_CASE(a_crash_between_the_two_names_is_no_gap) {
    {
        auto writer = this->writer();
        write(writer, *this);
        TrailSite::make_checkpoint(writer);
        write(writer, *this);
    }
    fs::rename(settings.file, settings.file + "-20261126");
    auto writer = this->writer();
    write(writer, *this);
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(text("audit.jsonl").find("\"record\":\"rotation\",\"host\":\"msa1.example.net\"}") !=
               std::string::npos);
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_CASE(where_it_cannot_be_done_the_old_file_goes_on_and_it_is_tried_again_later) {
    auto writer = this->writer();
    write(writer, *this);
    fs::create_directory(folder.path_of("audit.checkpoint.new"));  // no checkpoint can be made
    pass(1h);
    const auto noticed = writer.append(line(*this));
    BOOST_REQUIRE(noticed.has_value());
    BOOST_TEST(noticed->starts_with("rotation was put off: "), *noticed);
    write(writer, *this);  // not at each line
    BOOST_TEST(files().size() == 1U);
    fs::remove(folder.path_of("audit.checkpoint.new"));
    pass(2min);
    write(writer, *this);
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(files().size() == 2U);
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_CASE(a_rename_by_somebody_else_goes_on_as_ever) {
    auto writer = this->writer();
    write(writer, *this);
    fs::rename(settings.file, settings.file + ".1");
    BOOST_TEST(writer.reopen().value());
    write(writer, *this);
    pass(1h);
    write(writer, *this);
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(files() == (Words{"audit.jsonl", "audit.jsonl-20261126", "audit.jsonl.1"}),
               boost::test_tools::per_element());
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_CASE(a_new_year_begins_a_file_and_a_tree) {
    time = std::chrono::sys_days{std::chrono::year{2026} / 12 / 31};
    auto writer = this->writer();
    write(writer, *this);
    pass(24h);
    write(writer, *this);
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(latest().origin == "msa1.example.net/msa-milter/2027");
    BOOST_TEST(text("audit.jsonl").starts_with("{\"n\":0,"));
    BOOST_TEST(is_verified());
}

BOOST_AUTO_TEST_SUITE_END()
