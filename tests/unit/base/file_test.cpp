// Reading files.
#include "base/file.h"

#include "fakes/temporary_folder.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using msa::ErrorKind;
using msa::FileDescriptor;
using msa::may_exist;
using msa::read_file;
using msa::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(file_test)

BOOST_AUTO_TEST_CASE(a_file_is_read_whole_whatever_octets_it_holds) {
    const TemporaryFolder folder;
    std::string octets;
    for (int i = 0; i < 100000; ++i) {
        octets += static_cast<char>(i);
    }
    BOOST_TEST(read_file(folder.write("file", octets), octets.size()).value() == octets);
    BOOST_TEST(read_file(folder.write("empty", ""), 10).value().empty());
}

BOOST_AUTO_TEST_CASE(a_file_that_does_not_tell_its_size_is_read_whole) {
    BOOST_TEST(!read_file("/proc/self/status", 100000).value().empty());
}

BOOST_AUTO_TEST_CASE(one_octet_too_many_is_an_error) {
    const TemporaryFolder folder;
    const auto path = folder.write("file", "12345");
    BOOST_TEST(read_file(path, 5).has_value());
    const auto result = read_file(path, 4);
    BOOST_TEST(result.error().what == path + ": longer than 4 octets");
    BOOST_TEST(!read_file("/proc/self/status", 10).has_value());
    BOOST_TEST(!read_file(path, 0).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_named_as_what_it_is) {
    const TemporaryFolder folder;
    const auto& directory = folder.path();
    BOOST_TEST(read_file(directory, 10).error().what == directory + ": a directory, not a file");
    BOOST_TEST((read_file(directory, 10).error().kind == ErrorKind::bad_config));
    BOOST_TEST(read_file("/dev/zero", 10).error().what == "/dev/zero: not a regular file");
    const auto missing = folder.path_of("missing");
    BOOST_TEST(read_file(missing, 10).error().what == missing + ": No such file or directory");
    BOOST_TEST((read_file(missing, 10).error().kind == ErrorKind::bad_config));
    BOOST_TEST(!read_file("", 10).has_value());
    BOOST_TEST(!read_file(missing + std::string("\0x", 2), 10).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_was_written_to_while_it_was_read_is_read_again) {
    const TemporaryFolder folder;
    const auto path = folder.write("file", "half");
    int readings = 0;
    const auto read = [&](const std::string& name, std::size_t most) {
        auto text = read_file(name, most);
        if (++readings == 1) {
            (void)folder.write("file", "half and half");
        }
        return text;
    };
    BOOST_TEST(msa::read_settled_file(path, 100, read).value() == "half and half");
    BOOST_TEST(readings == 2);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_always_being_written_to_is_an_error) {
    const TemporaryFolder folder;
    const auto path = folder.write("file", "");
    const auto read = [&](const std::string& name, std::size_t most) {
        auto text = read_file(name, most);
        (void)folder.write("file", *text + "x");
        return text;
    };
    BOOST_TEST(msa::read_settled_file(path, 100, read).error().what ==
               path + ": changes while it is read");
}

BOOST_AUTO_TEST_CASE(what_everybody_may_write_to_is_named) {
    const TemporaryFolder folder;
    const auto path = folder.write("file", "");
    BOOST_TEST(msa::open_to_everybody(path).empty());  // /tmp keeps owners
    BOOST_REQUIRE(::chmod(path.c_str(), 0666) == 0);
    BOOST_TEST(msa::open_to_everybody(path) == path);
    BOOST_REQUIRE(::chmod(path.c_str(), 0664) == 0);
    BOOST_REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    BOOST_TEST(msa::open_to_everybody(path) == folder.path());
    BOOST_REQUIRE(::chmod(folder.path().c_str(), 0700) == 0);
    BOOST_TEST(msa::open_to_everybody(folder.path_of("missing")).empty());
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_the_writer_of_a_fifo) {
    const TemporaryFolder folder;
    const auto path = folder.path_of("fifo");
    BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    BOOST_TEST(read_file(path, 10).error().what == path + ": not a regular file");
}

BOOST_AUTO_TEST_CASE(an_error_of_the_system_has_its_kind) {
    BOOST_TEST((msa::file_error("f", EACCES).kind == ErrorKind::no_permission));
    BOOST_TEST((msa::file_error("f", ENOENT).kind == ErrorKind::bad_config));
    BOOST_TEST((msa::file_error("f", EIO).kind == ErrorKind::unavailable));
    BOOST_TEST(msa::file_error("f", EACCES).what == "f: Permission denied");
}

BOOST_AUTO_TEST_CASE(a_descriptor_is_closed_with_its_last_owner) {
    const auto is_valid = [](int number) { return ::fcntl(number, F_GETFD) != -1; };
    int number = -1;
    {
        FileDescriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        number = first.get();
        FileDescriptor second(std::move(first));
        BOOST_TEST(second.get() == number);
        FileDescriptor third;
        BOOST_TEST(!third.is_open());
        third = std::move(second);
        BOOST_TEST(is_valid(number));
    }
    BOOST_TEST(!is_valid(number));
}

BOOST_AUTO_TEST_CASE(only_what_is_certainly_absent_does_not_exist) {
    const msa::TemporaryFolder folder;
    const auto file = folder.write("file", "x");
    std::filesystem::create_symlink("loop", folder.path_of("loop"));
    BOOST_TEST(may_exist(file));
    BOOST_TEST(may_exist(folder.path_of("loop")));  // an error, but no "no"
    BOOST_TEST(may_exist(folder.path_of(std::string(300, 'x'))));
    BOOST_TEST(!may_exist(folder.path_of("missing")));
    BOOST_TEST(!may_exist(file + "/below"));
}

BOOST_AUTO_TEST_SUITE_END()
