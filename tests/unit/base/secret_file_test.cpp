#include "base/secret_file.h"

#include "fakes/temporary_folder.h"

#include <cstdio>
#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>

using namespace msa;

namespace {

constexpr std::size_t limit = 100;

struct Site {
    TemporaryFolder folder;
    std::string path = folder.write("secret", "word\n");

    Site() { set_mode(0600); }
    void set_mode(mode_t mode) const { BOOST_REQUIRE(::chmod(path.c_str(), mode) == 0); }
    [[nodiscard]] bool is_refused() const {
        const auto text = read_secret_file(path, limit);
        return !text && text.error().kind == ErrorKind::no_permission;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(secret_file_test)

BOOST_AUTO_TEST_CASE(of_our_own_is_read_whole) {
    const Site site;
    BOOST_TEST(read_secret_file(site.path, limit).value() == "word\n");
    BOOST_TEST(!read_secret_file(site.path, 4).has_value());
    BOOST_TEST(read_secret_file(site.path, 5).has_value());
}

BOOST_AUTO_TEST_CASE(that_others_read_or_write_is_refused) {
    const Site site;
    for (const mode_t mode : {0644U, 0604U, 0660U, 0602U, 0620U}) {
        site.set_mode(mode);
        BOOST_TEST(site.is_refused(), "mode " << mode);
    }
}

BOOST_AUTO_TEST_CASE(in_a_folder_that_others_write_to_is_refused) {
    const Site site;
    BOOST_REQUIRE(::chmod(site.folder.path().c_str(), 0770) == 0);
    BOOST_TEST(site.is_refused());
    BOOST_REQUIRE(::chmod(site.folder.path().c_str(), 0700) == 0);
    BOOST_TEST(!site.is_refused());
}

BOOST_AUTO_TEST_CASE(is_a_regular_file) {
    const Site site;
    BOOST_TEST(!read_secret_file(site.folder.path(), limit).has_value());
    BOOST_TEST(!read_secret_file("", limit).has_value());
    BOOST_TEST(!read_secret_file(site.path + "x", limit).has_value());
    const auto fifo = site.folder.path_of("fifo");
    BOOST_REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    BOOST_TEST(!read_secret_file(fifo, limit).has_value());
}

BOOST_AUTO_TEST_CASE(stays_the_one_that_was_checked) {
    const Site site;
    const auto file = open_secret_file(site.path).value();
    const auto other = site.folder.write("other", "another\n");
    BOOST_REQUIRE(std::rename(other.c_str(), site.path.c_str()) == 0);
    std::string text(limit, ' ');
    const auto count = ::read(file.get(), text.data(), text.size());
    BOOST_TEST(count == 5);
    BOOST_TEST(text.substr(0, 5) == "word\n");
}

BOOST_AUTO_TEST_SUITE_END()
