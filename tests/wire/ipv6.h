// Hosts that have IPv6 alone: where the kernel has none, tests of them are skipped, and say so.
#pragma once

#include "base/socket_address.h"
#include "base/stream.h"

#include <iostream>

#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

namespace msa::wire {

inline boost::test_tools::assertion_result has_ipv6(boost::unit_test::test_unit_id /*test*/) {
    sockaddr_in6 place{};
    place.sin6_family = AF_INET6;
    place.sin6_addr = in6addr_loopback;
    const FileDescriptor socket(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
    boost::test_tools::assertion_result can(
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0);
    if (!can) {
        can.message() << "there is no IPv6 here";
        std::cerr << "skip: " << can.message().str() << '\n';
    }
    return can;
}

}  // namespace msa::wire
