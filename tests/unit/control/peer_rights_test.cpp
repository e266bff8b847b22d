#include "control/peer_rights.h"

#include "base/file.h"

#include <algorithm>
#include <array>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(peer_rights)

BOOST_AUTO_TEST_CASE(are_roots_the_own_users_and_the_groups) {
    BOOST_TEST(msa::may_control({.user = 0, .groups = {}}, std::nullopt));
    BOOST_TEST(msa::may_control({.user = ::geteuid(), .groups = {}}, std::nullopt));
    BOOST_TEST(!msa::may_control({.user = 4242, .groups = {0, 7}}, std::nullopt));
    BOOST_TEST(msa::may_control({.user = 4242, .groups = {0, 7}}, gid_t{7}));
    BOOST_TEST(!msa::may_control({.user = 4242, .groups = {0, 7}}, gid_t{8}));
}

BOOST_AUTO_TEST_CASE(are_nobodys_where_a_namespace_hides_the_group) {
    BOOST_TEST(!msa::may_control({.user = 4242, .groups = {65534}}, gid_t{65534}));
}

BOOST_AUTO_TEST_CASE(go_by_what_the_kernel_says) {
    std::array<int, 2> pair{};
    BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()) == 0);
    const msa::FileDescriptor one(pair[0]);
    const msa::FileDescriptor other(pair[1]);
    const auto peer = msa::peer_of(one.get());
    BOOST_REQUIRE(peer.has_value());
    BOOST_TEST(peer->user == ::geteuid());
    BOOST_TEST(
        (std::find(peer->groups.begin(), peer->groups.end(), ::getegid()) != peer->groups.end()));
    BOOST_TEST(!msa::peer_of(-1).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
