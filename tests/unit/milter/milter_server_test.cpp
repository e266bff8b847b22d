// Serving: whatever happens meanwhile, the engine's threads end before what they use.
#include "milter/milter_server.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "fakes/temporary_folder.h"
#include "unit/milter/memory_daemon.h"

#include <array>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>

namespace {

/// An offer, as an MTA begins its session.
void offer(int connected) {
    using namespace std::string_literals;
    const std::string octets = "\0\0\0\x0dO\0\0\0\6\0\0\1\xff\0\x1f\xff\xff"s;
    BOOST_REQUIRE(::send(connected, octets.data(), octets.size(), MSG_NOSIGNAL) ==
                  static_cast<ssize_t>(octets.size()));
    char answer = 0;
    BOOST_REQUIRE(::recv(connected, &answer, 1, 0) == 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_server)

BOOST_AUTO_TEST_CASE(whoever_cannot_go_on_ends_with_the_reason) {
    const msa::TemporaryFolder folder;
    const std::string path = folder.path() + "/m.sock";
    msa::MilterSettings settings;
    settings.socket = "unix:" + path;
    settings.engine = msa::MilterSettings::EngineKind::native;
    auto socket = msa::ListeningSocket::open(settings);
    BOOST_REQUIRE(socket);
    msa::MemoryDaemon daemon;
    const msa::FileDescriptor mta(::socket(AF_UNIX, SOCK_STREAM, 0));
    const msa::ServiceEvents events{
        .reload = [] {},
        .started =
            [&] {
                const auto address = msa::unix_address(path).value();
                BOOST_REQUIRE(::connect(mta.get(), address.get(), address.length) == 0);
                offer(mta.get());
                throw std::runtime_error("no thread for the control socket");
            },
        .stopping = [] {}};
    std::string error;
    std::thread([&] {  // which signals are blocked is a thread's own
        const auto served = msa::serve(std::move(*socket), settings, daemon.daemon, events);
        error = served ? "" : served.error().what;
    })
        .join();
    BOOST_TEST(error == "no thread for the control socket");
    std::array<char, 256> rest{};
    ssize_t count = 0;
    while ((count = ::recv(mta.get(), rest.data(), rest.size(), 0)) > 0) {
    }
    BOOST_TEST(count == 0);  // its session is over
}

BOOST_AUTO_TEST_SUITE_END()
