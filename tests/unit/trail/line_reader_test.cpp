// Lines of plain and compressed files.
#include "trail/line_reader.h"

#include "fakes/temporary_folder.h"

#include <cstdlib>

#include <boost/test/unit_test.hpp>

namespace {

struct Folder {
    /// Of all lines: `NUMBER:OCTETS`, and `!` where one has no end; then what went wrong.
    static std::string lines_of(const std::string& path) {
        auto reader = msa::read_lines(path).value();
        std::string all;
        auto block = reader.next();
        for (; block && !block->lines.empty(); block = reader.next()) {
            for (const auto& line : block->lines) {
                all += shown(line);
            }
        }
        return all + (block ? std::string() : block.error().what.substr(path.size()));
    }
    static std::string shown(const msa::TrailLine& line) {
        return std::to_string(line.number) + ':' + std::to_string(line.octets) +
               (line.has_end ? " " : "! ");
    }
    /// With a program of Debian.
    [[nodiscard]] std::string packed(const std::string& how, const std::string& octets) const {
        auto path = folder.write("packed", octets);
        const auto command = how + " <'" + path + "' >'" + path + ".x'";
        BOOST_REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(*): ours
        return path + ".x";
    }

    msa::TemporaryFolder folder;
};

std::string three() {
    return std::string(65'535, 'a') + "\n\n" + std::string(1'500'000, 'b') + "\nc";
}
constexpr const char* three_read = "1:65535 2:0 3:1500000 4:1! ";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(line_reader_test, Folder)

BOOST_AUTO_TEST_CASE(lines_are_numbered_and_long_ones_are_only_counted) {
    BOOST_TEST(lines_of(folder.write("f", three())) == three_read);
    BOOST_TEST(lines_of(folder.write("f", std::string(70'000, 'a'))) == "1:70000! ");
    BOOST_TEST(lines_of(folder.write("f", "")) == "");
}

BOOST_AUTO_TEST_CASE(what_was_compressed_is_read_whatever_it_is_called) {
    BOOST_TEST(lines_of(packed("gzip", three())) == three_read);
    BOOST_TEST(lines_of(packed("zstd -q", three())) == three_read);
    BOOST_TEST(lines_of(packed("gzip", "")) == "");
    BOOST_TEST(lines_of(packed("zstd -q", "")) == "");
}

BOOST_AUTO_TEST_CASE(compressed_files_may_be_several_in_one) {
    BOOST_TEST(lines_of(packed("sh -c 'echo a | gzip; echo b | gzip'", "")) == "1:1 2:1 ");
    BOOST_TEST(lines_of(packed("sh -c 'echo a | zstd -q; echo b | zstd -q'", "")) == "1:1 2:1 ");
}

BOOST_AUTO_TEST_CASE(a_damaged_compressed_file_is_an_error_behind_its_last_line) {
    BOOST_TEST(lines_of(packed("sh -c 'seq 10000 | gzip | head -c 12000'", ""))
                   .ends_with(": what was compressed has no end: the file was cut"));
    BOOST_TEST(lines_of(packed("sh -c 'seq 10000 | zstd -q | head -c 9000'", ""))
                   .ends_with(": what was compressed has no end: the file was cut"));
    BOOST_TEST(lines_of(packed("sh -c 'echo a | gzip; echo garbage'", ""))
                   .starts_with("1:1 : not gzip: "));
    BOOST_TEST(lines_of(packed("sh -c 'echo a | zstd -q; echo garbage'", ""))
                   .starts_with("1:1 : not zstd: "));
}

BOOST_AUTO_TEST_SUITE_END()
