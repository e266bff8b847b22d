// What the process behind a socket may have.
#include "system/process_limits.h"

#include "base/file.h"
#include "fakes/temporary_folder.h"

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(process_limits_test)

BOOST_AUTO_TEST_CASE(limits_are_those_of_whoever_listens) {
    const msa::TemporaryFolder folder;
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    folder.path_of("s").copy(name.sun_path, sizeof name.sun_path - 1);
    const msa::FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    BOOST_TEST_REQUIRE(
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
    BOOST_TEST_REQUIRE(::listen(socket.get(), 1) == 0);
    rlimit own{};
    BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &own) == 0);
    const auto limits = msa::limits_behind(folder.path_of("s"));
    BOOST_TEST_REQUIRE(limits.has_value());
    BOOST_TEST(limits->process == ::getpid());
    BOOST_TEST(limits->descriptors == std::to_string(own.rlim_cur));
    BOOST_TEST(!limits->threads.empty());
}

BOOST_AUTO_TEST_CASE(where_nobody_listens_there_are_none) {
    const msa::TemporaryFolder folder;
    BOOST_TEST(
        msa::limits_behind(folder.path_of("s")).error().what.find("No such file or directory") !=
        std::string::npos);
    BOOST_TEST(!msa::limits_behind(std::string(200, 'x')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
