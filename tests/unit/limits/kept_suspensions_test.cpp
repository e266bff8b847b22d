// Suspended logins that outlive who keeps them.
#include "limits/kept_suspensions.h"

#include "fakes/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace std::chrono_literals;
using msa::KeptSuspensions;
using msa::Suspension;

namespace {

constexpr Suspension::Instant start(1'780'000'000s);

Suspension suspension_of(const std::string& login,
                         std::optional<Suspension::Instant> until = std::nullopt) {
    return {.login = login, .why = "too many", .by = "rule daily", .since = start, .until = until};
}

struct Kept {
    msa::TemporaryFolder folder;
    std::string path = folder.path_of("suspended.json");
    Suspension::Instant now = start;

    [[nodiscard]] msa::Result<std::unique_ptr<KeptSuspensions>> open() {
        return KeptSuspensions::open(path, [this] { return now; });
    }
    [[nodiscard]] std::unique_ptr<KeptSuspensions> opened() { return open().value(); }
    void write(const std::string& text) const { std::ofstream(path) << text; }
};

bool is_suspended(KeptSuspensions& kept, const std::string& login) {
    return kept.of(login).value().has_value();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(kept_suspensions, Kept)

BOOST_AUTO_TEST_CASE(a_login_is_suspended_until_it_is_released) {
    const auto kept = opened();
    BOOST_TEST(!is_suspended(*kept, "alice"));
    kept->suspend(suspension_of("alice"));
    now += 10'000h;
    BOOST_TEST(is_suspended(*kept, "alice"));
    BOOST_TEST(!is_suspended(*kept, "bob"));
    BOOST_TEST(kept->release("alice").value().why == "too many");
    BOOST_TEST(!is_suspended(*kept, "alice"));
    BOOST_TEST(!kept->release("alice").has_value());
}

BOOST_AUTO_TEST_CASE(a_suspension_with_an_end_is_over_then) {
    const auto kept = opened();
    kept->suspend(suspension_of("alice", start + 1h));
    now = start + 1h - 1s;
    BOOST_TEST(is_suspended(*kept, "alice"));
    BOOST_TEST(kept->all().size() == 1);
    now = start + 1h;
    BOOST_TEST(!is_suspended(*kept, "alice"));
    BOOST_TEST(kept->all().empty());
    BOOST_TEST(!kept->release("alice").has_value());
}

BOOST_AUTO_TEST_CASE(the_first_suspension_stays_and_only_new_ones_are_told) {
    const auto kept = opened();
    std::vector<std::string> told;
    kept->tell([&told](const Suspension& each) { told.push_back(each.why); });
    kept->suspend(suspension_of("alice", start + 1h));
    auto other = suspension_of("alice");
    other.why = "another";
    kept->suspend(other);
    BOOST_TEST(kept->of("alice").value().value().why == "too many");
    now = start + 2h;
    kept->suspend(other);
    BOOST_TEST(kept->of("alice").value().value().why == "another");
    BOOST_TEST(told == (std::vector<std::string>{"too many", "another"}));
}

BOOST_AUTO_TEST_CASE(a_restart_releases_nobody) {
    opened()->suspend(suspension_of("alice@example.com", start + 1h));
    struct stat status {};
    BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0600);
    const auto again = opened();
    const auto kept = again->of("alice@example.com").value().value();
    BOOST_TEST(kept.login == "alice@example.com");
    BOOST_TEST(kept.why == "too many");
    BOOST_TEST(kept.by == "rule daily");
    BOOST_TEST((kept.since == start));
    BOOST_TEST((kept.until == start + 1h));
    (void)again->release("alice@example.com");
    BOOST_TEST(!is_suspended(*opened(), "alice@example.com"));
}

BOOST_AUTO_TEST_CASE(logins_of_any_octets_are_kept) {
    const std::string odd = "a\"\\\n\x01" + std::string(1024, 'x');
    opened()->suspend(suspension_of(odd));
    BOOST_TEST(is_suspended(*opened(), odd));
}

BOOST_AUTO_TEST_CASE(without_a_path_they_are_in_memory_only) {
    const auto kept = KeptSuspensions::open("", [this] { return now; }).value();
    kept->suspend(suspension_of("alice"));
    BOOST_TEST(is_suspended(*kept, "alice"));
    BOOST_TEST(kept->trouble().empty());
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_an_error_since_nobody_would_know_who_is_suspended) {
    opened()->suspend(suspension_of("alice"));
    std::ifstream file(path);
    const std::string whole{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::string> bad{"no json",
                                 "[]",
                                 R"({"version": 2, "suspended": []})",
                                 R"({"version": 1})",
                                 R"({"version": 1, "suspended": [{}]})",
                                 R"({"version": 1, "suspended": [{"login": 1}]})",
                                 R"({"version": 1, "suspended": [{"login": "a", "why": "", "by": "",
                                     "since": 1, "until": 9300000000000000000}]})",
                                 R"({"version": 1, "suspended": [{"login": "a", "why": "", "by": "",
                                     "since": 1, "until": 253402300799}]})"};
    for (std::size_t length = 0; length + 2 < whole.size(); length += 7) {
        bad.push_back(whole.substr(0, length));
    }
    for (const auto& text : bad) {
        write(text);
        const auto read = open();
        BOOST_REQUIRE_MESSAGE(!read, text);
        BOOST_TEST((read.error().kind == msa::ErrorKind::bad_input));
        BOOST_TEST(read.error().what.find(path) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_an_error) {
    std::filesystem::create_directory(path);
    BOOST_TEST((open().error().kind == msa::ErrorKind::unavailable));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_counts_and_is_written_later) {
    path = folder.path_of("absent/suspended.json");
    const auto kept = opened();
    kept->suspend(suspension_of("alice"));
    BOOST_TEST(is_suspended(*kept, "alice"));
    BOOST_TEST(kept->trouble().find(path) != std::string::npos);
    std::filesystem::create_directory(folder.path_of("absent"));
    kept->begin();
    for (int tries = 0; tries < 3000 && !kept->trouble().empty(); ++tries) {
        std::this_thread::sleep_for(10ms);
    }
    BOOST_TEST(kept->trouble().empty());
    BOOST_TEST(is_suspended(*opened(), "alice"));
}

BOOST_AUTO_TEST_SUITE_END()
