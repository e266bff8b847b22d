// `msa-milter diff`, run as a reviewer would.
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/program.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

constexpr const char* rules = R"toml([identity]
sources = ["sasl"]
[owners]
tables = ["staff"]
[tables.staff]
type = "inline"
entries = { "alice@example.com" = ["alice"] }
[[delegation]]
id = "office"
as = ["ceo@example.com"]
who = ["bob"]
until = 2099-01-01
owner = "security@example.com"
[dkim]
[[dkim.key]]
domain = "example.com"
selector = "s1"
file = "/nowhere/key.pem"
)toml";

struct Review {
    Review() { fs::permissions(folder.path(), fs::perms(0755)); }

    [[nodiscard]] Ended diff(const std::string& text, const std::string& format = "text") const {
        return run({"diff", "--format", format, folder.write("old.toml", msa::whole_rules(rules)),
                    folder.write("new.toml", msa::whole_rules(text))});
    }

    msa::TemporaryFolder folder;
};

/// The rules with something else in one place.
std::string with(const std::string& from, const std::string& to) {
    std::string text = rules;
    return text.replace(text.find(from), from.size(), to);
}

bool holds(const std::string& text, const std::string& wanted) {
    return text.find(wanted) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diff_command)

BOOST_FIXTURE_TEST_CASE(a_file_that_means_the_same_is_no_difference, Review) {
    const auto ended = diff(std::string(rules) + "[check.hop_count]\nmaximum = 50\n");
    BOOST_TEST(ended.err == "");
    BOOST_TEST(holds(ended.out, "same     [check.hop_count] maximum: 50 is the default ("));
    BOOST_TEST(holds(ended.out, "no message is judged otherwise\n"));
    BOOST_TEST(ended.status == 0);
}

BOOST_FIXTURE_TEST_CASE(a_right_that_somebody_gains_is_named_with_what_gives_it, Review) {
    const auto ended = diff(with("[\"bob\"]", "[\"bob\", \"carol\"]"));
    BOOST_TEST(
        holds(ended.out, "+ carol may now write on behalf of ceo@example.com (delegation office, " +
                             folder.path() + "/new.toml:9)\n"));
    BOOST_TEST(ended.status == 1);
}

BOOST_FIXTURE_TEST_CASE(a_right_that_somebody_loses_is_named_with_what_gave_it, Review) {
    const auto ended = diff(with("[\"alice\"]", "[\"dave\"]"));
    BOOST_TEST(holds(ended.out, "- alice may no longer send as alice@example.com (table staff, " +
                                    folder.path() + "/old.toml:8)\n"));
    BOOST_TEST(holds(ended.out, "+ dave may now send as alice@example.com (table staff, " +
                                    folder.path() + "/new.toml:8)\n"));
}

BOOST_FIXTURE_TEST_CASE(a_review_is_warned_of_what_becomes_laxer, Review) {
    const auto ended =
        diff(std::string(rules) + "[check.header_from_rights]\naction = \"log\"\n", "github");
    BOOST_TEST(ended.out.starts_with("::warning file=" + folder.path() + "/new.toml,line="));
    BOOST_TEST(holds(ended.out,
                     ",title=laxer::[check.header_from_rights] action: \"reject\" -> \"log\"\n"));
    BOOST_TEST(ended.status == 1);
}

BOOST_FIXTURE_TEST_CASE(programs_read_the_same, Review) {
    const auto ended = diff(with("2099-01-01", "2098-01-01"), "json");
    BOOST_TEST(holds(ended.out, "\"change\": \"stricter\""));
    BOOST_TEST(holds(ended.out, "\"before\": \"2099-01-01\""));
    BOOST_TEST(holds(ended.out, "\"rights\": []"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_does_not_load_is_no_difference_but_an_error, Review) {
    const auto ended = diff(std::string(rules) + "[check.hop_count]\nmaximun = 50\n");
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(holds(ended.err, "unknown key 'maximun'"));
    BOOST_TEST(run({"diff", "/nowhere/a.toml", "/nowhere/b.toml"}).status == 78);
    BOOST_TEST(run({"diff", "/nowhere/a.toml"}).status == 64);
}

BOOST_AUTO_TEST_SUITE_END()
