// Who may own, read and exchange a key file.
#include "crypto/key_file.h"

#include "fakes/dkim_keys.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>

using namespace msa;
namespace fs = std::filesystem;

namespace {

Error error_of(const std::string& file, const KeyDemands& demands = {}) {
    const auto key = load_private_key(file, demands);
    BOOST_TEST_REQUIRE(!key.has_value());
    BOOST_TEST(key.error().what.rfind(file + ": ", 0) == 0U);
    return key.error();
}

bool is_refused_as_unsafe(const std::string& file) {
    return error_of(file).kind == ErrorKind::no_permission &&
           load_private_key(file, {.require_safe = false}).has_value();
}

void set_mode(const fs::path& path, unsigned mode) {
    BOOST_TEST_REQUIRE(chmod(path.c_str(), mode) == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(key_file_test)

BOOST_AUTO_TEST_CASE(a_file_of_our_own_is_taken) {
    const KeyDirectory directory;
    BOOST_TEST(load_private_key(directory.write("k.pem", ed25519_pem()), {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_others_read_or_write_is_refused) {
    const KeyDirectory directory;
    for (const unsigned mode : {0644U, 0604U, 0660U, 0602U, 0620U, 0610U}) {
        const auto file = directory.write("k.pem", ed25519_pem(), mode);
        BOOST_TEST(is_refused_as_unsafe(file), "mode " << mode);
    }
}

BOOST_AUTO_TEST_CASE(our_own_group_may_read) {
    const KeyDirectory directory;
    const auto file = directory.write("k.pem", ed25519_pem(), 0640);
    BOOST_TEST_REQUIRE(chown(file.c_str(), geteuid(), getegid()) == 0);
    BOOST_TEST(load_private_key(file, {}).has_value());
}

BOOST_AUTO_TEST_CASE(another_group_may_not_read) {
    if (geteuid() != 0) {
        return;  // nobody else can give files away
    }
    const KeyDirectory directory;
    const auto file = directory.write("k.pem", ed25519_pem(), 0640);
    BOOST_TEST_REQUIRE(chown(file.c_str(), 0, getegid() + 1) == 0);
    BOOST_TEST(is_refused_as_unsafe(file));
}

BOOST_AUTO_TEST_CASE(a_file_of_somebody_else_is_refused) {
    if (geteuid() != 0) {
        return;  // nobody else can give files away
    }
    const KeyDirectory directory;
    const auto file = directory.write("k.pem", ed25519_pem());
    BOOST_TEST_REQUIRE(chown(file.c_str(), 65534, getegid()) == 0);
    BOOST_TEST(is_refused_as_unsafe(file));
}

BOOST_AUTO_TEST_CASE(a_directory_that_others_write_is_refused_unless_sticky) {
    const KeyDirectory directory;
    const auto file = directory.write("k.pem", ed25519_pem());
    set_mode(directory.path(), 0770);
    BOOST_TEST(is_refused_as_unsafe(file));
    set_mode(directory.path(), 0702);
    BOOST_TEST(is_refused_as_unsafe(file));
    set_mode(directory.path(), 01777);
    BOOST_TEST(load_private_key(file, {}).has_value());
}

BOOST_AUTO_TEST_CASE(links_are_followed) {
    const KeyDirectory directory;
    (void)directory.write("2026.pem", ed25519_pem());
    fs::create_directory(directory.path() / "links");
    fs::create_symlink("../2026.pem", directory.path() / "links" / "current.pem");
    fs::create_symlink(directory.path() / "links", directory.path() / "absolute");
    const auto file = (directory.path() / "absolute/./current.pem").string();
    BOOST_TEST(load_private_key(file, {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_link_in_a_directory_that_others_write_is_refused) {
    const KeyDirectory directory;
    (void)directory.write("2026.pem", ed25519_pem());
    fs::create_directory(directory.path() / "open");
    fs::create_symlink("../2026.pem", directory.path() / "open" / "current.pem");
    set_mode(directory.path() / "open", 0777);
    BOOST_TEST(is_refused_as_unsafe((directory.path() / "open" / "current.pem").string()));
}

BOOST_AUTO_TEST_CASE(a_link_of_somebody_else_is_refused) {
    if (geteuid() != 0) {
        return;  // nobody else can give files away
    }
    const KeyDirectory directory;
    (void)directory.write("2026.pem", ed25519_pem());
    const auto link = directory.path() / "current.pem";
    fs::create_symlink("2026.pem", link);
    BOOST_TEST_REQUIRE(lchown(link.c_str(), 65534, getegid()) == 0);
    BOOST_TEST(is_refused_as_unsafe(link.string()));
}

BOOST_AUTO_TEST_CASE(a_relative_path_is_walked_from_the_root) {
    const KeyDirectory directory;
    const auto file = directory.write("k.pem", ed25519_pem());
    const auto relative = fs::relative(file).string();
    set_mode(directory.path(), 0777);
    BOOST_TEST(is_refused_as_unsafe(relative));
}

BOOST_AUTO_TEST_CASE(links_in_a_circle_end) {
    const KeyDirectory directory;
    fs::create_symlink("b", directory.path() / "a");
    fs::create_symlink("a", directory.path() / "b");
    BOOST_TEST((error_of((directory.path() / "a").string()).kind == ErrorKind::bad_config));
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_refused) {
    const KeyDirectory directory;
    const auto fifo = (directory.path() / "fifo").string();
    BOOST_TEST_REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    BOOST_TEST(error_of(fifo).what == fifo + ": not a regular file");
    BOOST_TEST(error_of(directory.path()).what ==
               directory.path().string() + ": not a regular file");
    BOOST_TEST(error_of("/dev/zero").what == "/dev/zero: not a regular file");
}

BOOST_AUTO_TEST_CASE(a_file_longer_than_64_kilobytes_is_refused) {
    const KeyDirectory directory;
    const std::string comment(65536 - ed25519_pem().size(), '\n');
    BOOST_TEST(load_private_key(directory.write("k.pem", comment + ed25519_pem()), {}).has_value());
    const auto longer = directory.write("l.pem", comment + "\n" + ed25519_pem());
    BOOST_TEST(error_of(longer).what == longer + ": longer than 64 KB");
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_named) {
    const auto error = error_of("/tmp/nonexistent.pem");
    BOOST_TEST((error.kind == ErrorKind::bad_config));
    BOOST_TEST(error.what == "/tmp/nonexistent.pem: No such file or directory");
    BOOST_TEST(error_of("/nonexistent/k.pem").what ==
               "/nonexistent/k.pem: its folder does not exist; make it with: install -d "
               "/nonexistent");
    BOOST_TEST(!load_private_key("", {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
