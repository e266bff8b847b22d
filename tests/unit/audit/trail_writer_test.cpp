// Lines become leaves of a tree, and the tree goes on whatever ended the last writer.
#include "audit/trail_writer.h"

#include "base/text.h"
#include "fakes/trail_site.h"

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace std::chrono_literals;

using msa::TrailSite;
using Words = std::vector<std::string>;

namespace {

constexpr std::chrono::sys_days day{std::chrono::year{2026} / 11 / 26};

/// A site at a fixed time.
struct Site : TrailSite {
    std::chrono::system_clock::time_point time = day;
    Site() {
        settings.now = [this] { return time; };
        settings.monotonic = [] { return std::chrono::steady_clock::time_point(); };
    }
    [[nodiscard]] std::string text() const {
        return msa::read_file(settings.file, 1U << 20U).value();
    }
    void append_octets(std::string_view octets) const {
        std::ofstream(settings.file, std::ios::binary | std::ios::app) << octets;
    }
};

void write(msa::TrailWriter& writer, const std::string& lines) {
    BOOST_REQUIRE(writer.append(lines).has_value());
}

/// What this process has read so far.
std::uint64_t octets_read() {
    std::ifstream io("/proc/self/io");
    std::string key;
    std::uint64_t octets = 0;
    io >> key >> octets;
    BOOST_REQUIRE(key == "rchar:");
    return octets;
}

/// Two leaves with a checkpoint and two behind it, then a crash.
void crash(const Site& site) {
    auto writer = site.writer();
    write(writer, "{\"a\":1}\n");
    TrailSite::make_checkpoint(writer);
    write(writer, "{\"b\":2}\n{\"c\":3}\n");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trail_writer)

BOOST_AUTO_TEST_CASE(lines_are_numbered_from_the_record_of_the_tree_on) {
    const Site site;
    {
        auto writer = site.writer();
        BOOST_TEST(writer.beginning().is_clean);
        write(writer, "{\"a\":1}\n{\"b\":2}\n");
        TrailSite::make_checkpoint(writer);
    }
    const auto lines = site.lines();
    BOOST_REQUIRE(lines.size() == 3U);
    BOOST_TEST(lines[0] ==
               "{\"n\":0,\"time\":\"2026-11-26T00:00:00.000000Z\",\"v\":2,\"record\":\"tree\","
               "\"host\":\"msa1.example.net\",\"origin\":\"msa1.example.net/msa-milter/2026\","
               "\"previous\":null,\"key\":null}");
    BOOST_TEST(lines[1] == "{\"n\":1,\"a\":1}");
    BOOST_TEST(lines[2] == "{\"n\":2,\"b\":2}");
    BOOST_TEST(site.fits(lines));
}

BOOST_AUTO_TEST_CASE(checkpoints_stand_in_two_files_one_after_another) {
    const Site site;
    auto writer = site.writer();
    write(writer, "{\"a\":1}\n");
    TrailSite::make_checkpoint(writer);
    TrailSite::make_checkpoint(writer);  // no news
    write(writer, "{\"b\":1}\n");
    TrailSite::make_checkpoint(writer);
    const auto all = msa::read_file(site.paths().checkpoints, 10000).value();
    const auto latest = msa::read_file(site.paths().checkpoint, 10000).value();
    BOOST_TEST(msa::occurrences(all, "msa1.example.net/msa-milter/2026\n") == 2U);
    BOOST_TEST(all.ends_with("\n\n" + latest));
    BOOST_TEST(latest.starts_with("msa1.example.net/msa-milter/2026\n3\n"));
}

BOOST_AUTO_TEST_CASE(after_a_crash_what_follows_the_checkpoint_is_read_again) {
    const Site site;
    crash(site);
    auto writer = site.writer();
    BOOST_TEST(!writer.beginning().is_clean);
    BOOST_TEST(writer.beginning().read_again == 2U);
    BOOST_TEST(writer.beginning().notice.empty());
    write(writer, "{\"d\":4}\n");
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(site.lines().size() == 5U);
    BOOST_TEST(site.fits(site.lines()));
}

BOOST_AUTO_TEST_CASE(a_crash_before_the_first_checkpoint_begins_no_second_tree) {
    const Site site;
    {
        auto writer = site.writer();
        write(writer, "{\"a\":1}\n");
    }
    auto writer = site.writer();
    BOOST_TEST(writer.beginning().read_again == 2U);
    write(writer, "{\"b\":1}\n");
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(site.fits(site.lines()));
}

BOOST_AUTO_TEST_CASE(an_orderly_end_is_told_from_a_crash) {
    const Site site;
    {
        auto writer = site.writer();
        write(writer, "{\"record\":\"stop\"}\n");
        writer.note_stop();
        TrailSite::make_checkpoint(writer);
    }
    {
        auto writer = site.writer();
        BOOST_TEST(writer.beginning().is_clean);
        write(writer, "{\"record\":\"start\"}\n");
        TrailSite::make_checkpoint(writer);
    }
    BOOST_TEST(!site.writer().beginning().is_clean);
}

BOOST_AUTO_TEST_CASE(a_torn_leaf_is_cut_off_and_told) {
    const Site site;
    crash(site);
    const auto whole = site.text();
    for (const std::string torn : {"{", "{\"n\":4", "{\"n\":4,\"time\":\"20"}) {
        site.append_octets(torn);
        auto writer = site.writer();
        BOOST_TEST(writer.beginning().notice ==
                   "the last line had no end: " + std::to_string(torn.size()) +
                       " octets were cut off");
        BOOST_TEST(site.text() == whole);
    }
}

BOOST_AUTO_TEST_CASE(what_somebody_else_has_written_is_left_and_no_leaf) {
    const Site site;
    crash(site);
    site.append_octets("{\"n\":99,\"x\":1}\nhello\n{\"n\":2,\"x\":1}\nend");
    auto writer = site.writer();
    BOOST_TEST(writer.beginning().read_again == 2U);
    write(writer, "{\"d\":4}\n");
    const auto lines = site.lines();
    BOOST_TEST(lines.at(7) == "end");
    BOOST_TEST(lines.at(8) == "{\"n\":4,\"d\":4}");
}

BOOST_AUTO_TEST_CASE(a_lost_state_is_computed_from_the_files) {
    const Site site;
    crash(site);
    fs::rename(site.settings.file, site.settings.file + ".1");
    {
        auto writer = site.writer();
        write(writer, "{\"d\":4}\n");
        TrailSite::make_checkpoint(writer);
    }
    const auto state = msa::read_file(site.paths().state, 10000).value();
    for (const std::string damage : {"", "x", "cut", "root"}) {
        fs::remove(site.paths().state);
        if (damage == "cut") {
            (void)site.folder.write("audit.state", state.substr(0, state.size() / 2));
        } else if (damage == "root") {
            auto other = state;
            other[other.find("subtree ") + 10] ^= 1;
            (void)site.folder.write("audit.state", other);
        } else if (!damage.empty()) {
            (void)site.folder.write("audit.state", damage);
        }
        auto writer = site.writer();
        BOOST_TEST(writer.beginning().read_again == 6U);
        TrailSite::make_checkpoint(writer);
        BOOST_TEST(msa::read_file(site.paths().state, 10000).value() == state);
    }
    auto all = TrailSite::lines_of(site.settings.file + ".1");
    for (const auto& line : site.lines()) {
        all.push_back(line);
    }
    BOOST_TEST(site.fits(all));
    BOOST_TEST(site.records().front().at("record") == "rotation");
}

BOOST_AUTO_TEST_CASE(a_tree_that_cannot_go_on_gets_no_twin) {
    const Site site;
    crash(site);
    fs::remove(site.paths().state);
    fs::remove(site.settings.file);
    for (const std::string origin : {".2", ".3"}) {
        auto writer = site.writer();
        write(writer, "{\"d\":4}\n");
        TrailSite::make_checkpoint(writer);
        const auto tree = site.records().at(0);
        BOOST_TEST(tree.at("origin") == "msa1.example.net/msa-milter/2026" + origin);
        BOOST_TEST(tree.at("reason").get<std::string>().starts_with(
            "the lines that are left do not lead to the checkpoint of msa1.example.net/"));
        BOOST_TEST(tree.at("previous").get<std::string>().starts_with("msa1.example.net/"));
        BOOST_TEST(site.fits(site.lines()));
        fs::remove(site.paths().state);
        fs::remove(site.settings.file);
    }
}

BOOST_AUTO_TEST_CASE(a_line_changed_behind_the_state_cannot_pass_for_the_checkpoints) {
    const Site site;
    {
        auto writer = site.writer();
        write(writer, "{\"a\":1}\n");
        TrailSite::make_checkpoint(writer);
        fs::copy_file(site.paths().state, site.folder.path_of("old"));
        write(writer, "{\"b\":2}\n");
        TrailSite::make_checkpoint(writer);
    }
    fs::copy_file(site.folder.path_of("old"), site.paths().state,
                  fs::copy_options::overwrite_existing);
    {
        auto writer = site.writer();  // the state is behind: a crash leaves it so
        BOOST_TEST(writer.beginning().read_again == 1U);
    }
    auto text = site.text();
    text[text.size() - 3] = '3';
    (void)site.folder.write("audit.jsonl", text);
    auto writer = site.writer();
    write(writer, "{\"c\":3}\n");
    BOOST_TEST(site.records().back().at("n") == 1);
    BOOST_TEST(site.records().at(3).at("origin") == "msa1.example.net/msa-milter/2026.2");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_cut_goes_on_with_the_same_tree) {
    const Site site;
    {
        auto writer = site.writer();
        write(writer, "{\"a\":1}\n");
        TrailSite::make_checkpoint(writer);
    }
    fs::resize_file(site.settings.file, 0);  // as copytruncate does
    auto writer = site.writer();
    BOOST_TEST(writer.beginning().notice.find("lines were taken away") != std::string::npos);
    write(writer, "{\"b\":2}\n");
    BOOST_TEST(site.lines().at(0) == "{\"n\":2,\"b\":2}");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_moved_meanwhile_begins_with_its_rotation) {
    const Site site;
    auto writer = site.writer();
    write(writer, "{\"a\":1}\n");
    fs::rename(site.settings.file, site.settings.file + ".1");
    write(writer, "{\"b\":2}\n");
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(site.lines().at(0).starts_with("{\"n\":2,\"time\":"));
    BOOST_TEST(site.records().at(0).at("record") == "rotation");
    fs::rename(site.settings.file, site.settings.file + ".2");
    BOOST_TEST(writer.reopen().value());
    BOOST_TEST(!writer.reopen().value());
    write(writer, {});
    BOOST_TEST(site.kinds() == Words{"rotation"});
}

BOOST_AUTO_TEST_CASE(a_crash_behind_a_rename_is_followed) {
    const Site site;
    crash(site);
    fs::rename(site.settings.file, site.settings.file + ".1");
    auto writer = site.writer();
    BOOST_TEST(writer.beginning().read_again == 2U);
    write(writer, "{\"d\":4}\n");
    BOOST_TEST(site.lines().at(1) == "{\"n\":5,\"d\":4}");
}

BOOST_AUTO_TEST_CASE(a_new_year_begins_a_tree_that_holds_the_last_checkpoint) {
    Site site;
    {
        auto writer = site.writer();
        write(writer, "{\"a\":1}\n");
        site.time += std::chrono::days(40);
        write(writer, "{\"b\":2}\n");
    }  // a crash before the tree's first checkpoint
    const auto lines = site.lines();
    const auto last = msa::last_checkpoint(site.paths()).value().octets();
    const auto tree = nlohmann::json::parse(lines.at(2));
    BOOST_TEST(tree.at("n") == 0);
    BOOST_TEST(tree.at("origin") == "msa1.example.net/msa-milter/2027");
    BOOST_TEST(tree.at("previous") == last);
    BOOST_TEST(last.starts_with("msa1.example.net/msa-milter/2026\n2\n"));
    auto writer = site.writer();
    BOOST_TEST(writer.beginning().read_again == 3U);
    site.time -= std::chrono::days(400);  // a tree does not end for a clock that was set back
    write(writer, "{\"c\":3}\n");
    TrailSite::make_checkpoint(writer);
    auto of_new_tree = site.lines();
    of_new_tree.erase(of_new_tree.begin(), of_new_tree.begin() + 2);
    BOOST_TEST(site.fits(of_new_tree));
}

BOOST_AUTO_TEST_CASE(another_name_of_the_host_begins_another_tree) {
    Site site;
    for (const std::string host : {"a", "b", "a"}) {
        site.settings.host = host;
        auto writer = site.writer();
        write(writer, "{\"x\":1}\n");
        TrailSite::make_checkpoint(writer);
    }
    BOOST_TEST(site.latest().origin == "a/msa-milter/2026.2");
    site.settings.host = "no name";
    BOOST_TEST(!msa::TrailWriter::open(site.settings, {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_step_of_the_clock_is_told_before_the_next_line) {
    Site site;
    auto writer = site.writer();
    write(writer, "{\"a\":1}\n");
    site.time += 10s;
    write(writer, "{\"b\":1}\n");
    site.time -= 1h;
    write(writer, "{\"c\":1}\n");
    const auto step = site.records().at(3);
    BOOST_TEST(step.at("record") == "clock");
    BOOST_TEST(step.at("from") == "2026-11-26T00:00:10.000000Z");
    BOOST_TEST(step.at("to") == "2026-11-25T23:00:10.000000Z");
    BOOST_TEST(site.lines().back() == "{\"n\":4,\"c\":1}");
}

BOOST_AUTO_TEST_CASE(what_could_not_be_written_is_told_when_it_can_be) {
    Site site;
    auto writer = site.writer();
    write(writer, "{\"a\":1}\n");
    fs::rename(site.settings.file, site.settings.file + ".1");
    fs::create_directory(site.settings.file);
    for (const std::string session : {"s1", "s2", "s2"}) {
        BOOST_TEST(!writer.append("{\"session\":\"" + session + "\"}\n").has_value());
        site.time += 1s;
    }
    fs::remove(site.settings.file);
    write(writer, "{\"b\":2}\n");
    const auto gap = site.records().at(1);
    BOOST_TEST(gap.at("record") == "gap");
    BOOST_TEST(gap.at("records") == 3);
    BOOST_TEST(gap.at("why") == site.settings.file + ": Is a directory");
    BOOST_TEST(gap.at("from") == "2026-11-26T00:00:00.000000Z");
    BOOST_TEST(gap.at("to") == "2026-11-26T00:00:02.000000Z");
    BOOST_TEST(gap.at("sessions") == Words({"s1", "s2"}));
    BOOST_TEST(site.lines().back() == "{\"n\":4,\"b\":2}");
}

BOOST_AUTO_TEST_CASE(two_cannot_write_to_one_trail) {
    const Site site;
    const auto writer = site.writer();
    const auto second = msa::TrailWriter::open(site.settings, {});
    BOOST_REQUIRE(!second.has_value());
    BOOST_TEST(second.error().what ==
               site.paths().lock + ": process " + std::to_string(::getpid()) +
                   " writes to this trail; stop it, or name another file as 'audit'");
    BOOST_TEST((second.error().kind == msa::ErrorKind::cannot_create));
}

BOOST_AUTO_TEST_CASE(a_start_after_a_crash_reads_no_more_of_a_big_trail_than_what_is_new) {
    const Site site;
    constexpr off_t size = off_t{10} << 30U;  // of nothing, but for what follows
    {
        auto writer = site.writer();
        write(writer, "{\"a\":1}\n");
        fs::resize_file(site.settings.file, size - 1);
        site.append_octets("\n");
        write(writer, "{\"b\":2}\n");
        TrailSite::make_checkpoint(writer);
        for (int i = 0; i < 100; ++i) {
            write(writer, "{\"c\":\"" + std::string(1000, 'x') + "\"}\n");
        }
    }
    const auto before = octets_read();
    auto writer = site.writer();
    const auto read = octets_read() - before;
    BOOST_TEST(writer.beginning().read_again == 100U);
    BOOST_TEST(read > 100'000U);
    BOOST_TEST(read < 1'000'000U);
    write(writer, "{\"d\":4}\n");
    TrailSite::make_checkpoint(writer);
    BOOST_TEST(site.latest().size == 104U);
}

BOOST_AUTO_TEST_SUITE_END()
