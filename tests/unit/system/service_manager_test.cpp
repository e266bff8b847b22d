// What a service manager is told, read at the other end of its socket.
#include "system/service_manager.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "fakes/environment.h"
#include "fakes/temporary_folder.h"

#include <array>
#include <string>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>
#include <unistd.h>

using msa::EnvironmentVariable;
using msa::ServiceManager;

namespace {

class Listener {
public:
    explicit Listener(const std::string& path)
        : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        const auto address = msa::unix_address(path);
        BOOST_REQUIRE(address.has_value());
        BOOST_REQUIRE(::bind(socket_.get(), address->get(), address->length) == 0);
    }
    /// Of the next datagram; empty: there is none.
    [[nodiscard]] std::string heard() const {
        std::array<char, 1000> octets{};
        const auto count = ::recv(socket_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
        return {octets.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
    }

private:
    msa::FileDescriptor socket_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(service_manager_test)

BOOST_AUTO_TEST_CASE(each_event_is_a_datagram) {
    const msa::TemporaryFolder folder;
    const Listener listener(folder.path_of("notify"));
    const EnvironmentVariable named("NOTIFY_SOCKET", folder.path_of("notify"));
    const auto manager = ServiceManager::of_environment();
    manager.ready("rules\nv1");
    BOOST_TEST(listener.heard() == "READY=1\nSTATUS=rules v1");
    manager.reloading();
    const auto reloading = listener.heard();
    BOOST_TEST(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="));
    BOOST_TEST(std::stoll(reloading.substr(reloading.rfind('=') + 1)) > 0);
    manager.alive();
    BOOST_TEST(listener.heard() == "WATCHDOG=1");
    manager.stopping();
    BOOST_TEST(listener.heard() == "STOPPING=1");
}

BOOST_AUTO_TEST_CASE(children_do_not_speak_in_our_name) {
    const EnvironmentVariable named("NOTIFY_SOCKET", "/nowhere");
    const EnvironmentVariable watched("WATCHDOG_USEC", "1000");
    (void)ServiceManager::of_environment();
    BOOST_TEST(!EnvironmentVariable::of("NOTIFY_SOCKET").has_value());
    BOOST_TEST(!EnvironmentVariable::of("WATCHDOG_USEC").has_value());
}

BOOST_AUTO_TEST_CASE(nobody_is_no_fault) {
    for (const char* name : {"", "/nowhere/at/all", "relative", "@msa-milter-nobody"}) {
        const EnvironmentVariable named("NOTIFY_SOCKET", name);
        ServiceManager::of_environment().ready("rules");
    }
    const EnvironmentVariable named("NOTIFY_SOCKET", std::string(200, '/'));
    ServiceManager::of_environment().ready("rules");
}

BOOST_AUTO_TEST_CASE(the_watchdog_is_ours_if_it_names_this_process_or_none) {
    const auto watchdog = [](const std::string& microseconds, const std::string& process) {
        const EnvironmentVariable named("NOTIFY_SOCKET", "/nowhere");
        const EnvironmentVariable interval("WATCHDOG_USEC", microseconds);
        const EnvironmentVariable watched("WATCHDOG_PID", process);
        return ServiceManager::of_environment().watchdog().count();
    };
    BOOST_TEST(watchdog("30000000", std::to_string(::getpid())) == 30'000'000);
    BOOST_TEST(watchdog("30000000", "") == 30'000'000);
    BOOST_TEST(watchdog("30000000", "1") == 0);
    for (const char* none : {"", "0", "-5", "x", "3x", "99999999999999999999"}) {
        BOOST_TEST(watchdog(none, "") == 0, none);
    }
}

BOOST_AUTO_TEST_SUITE_END()
