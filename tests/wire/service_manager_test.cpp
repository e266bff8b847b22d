// The daemon and its service manager, which hears of each event and is fed while the MTA is
// answered.
#include "base/file.h"
#include "base/socket_address.h"
#include "fakes/environment.h"
#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/patience.h"

#include <array>
#include <csignal>
#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>

using namespace msa::wire;

namespace {

/// Who stands in for systemd.
class Manager {
public:
    Manager() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        const auto address = msa::unix_address(path());
        BOOST_REQUIRE(address.has_value());
        BOOST_REQUIRE(::bind(socket_.get(), address->get(), address->length) == 0);
        std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
        std::filesystem::permissions(path(), std::filesystem::perms::all);
    }
    [[nodiscard]] std::string path() const { return folder_.path_of("notify"); }

    /// Whether this is told, sooner or later; what was told before is forgotten.
    [[nodiscard]] bool hears(const std::string& line) const {
        return comes_true([&] {
            for (std::string told = next(); !told.empty(); told = next()) {
                if (told.find(line) != std::string::npos) {
                    return true;
                }
            }
            return false;
        });
    }
    void forget() const {
        while (!next().empty()) {
        }
    }
    [[nodiscard]] std::string next() const {
        std::array<char, 1000> octets{};
        const auto count = ::recv(socket_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
        return {octets.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
    }

private:
    msa::TemporaryFolder folder_;
    msa::FileDescriptor socket_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(service_manager)

BOOST_AUTO_TEST_CASE(is_told_of_start_reload_and_end) {
    const Manager manager;
    const msa::EnvironmentVariable named("NOTIFY_SOCKET", manager.path());
    Daemon daemon;
    BOOST_TEST(manager.hears("READY=1\nSTATUS=rules test sha256:"));
    daemon.signal(SIGHUP);
    BOOST_TEST(manager.hears("RELOADING=1\nMONOTONIC_USEC="));
    BOOST_TEST(manager.hears("READY=1\nSTATUS=rules test sha256:"));
    daemon.write_whole_rules("version = 1\n");
    daemon.signal(SIGHUP);
    BOOST_TEST(manager.hears("READY=1\nSTATUS=reload failed, still rules test sha256:"));
    daemon.signal(SIGTERM);
    BOOST_TEST(manager.hears("STOPPING=1"));
    BOOST_TEST(daemon.exit_status() == 0);
}

BOOST_AUTO_TEST_CASE(is_fed_while_the_mta_is_answered) {
    const Manager manager;
    const msa::EnvironmentVariable named("NOTIFY_SOCKET", manager.path());
    const msa::EnvironmentVariable interval("WATCHDOG_USEC", "300000");
    const Daemon daemon;
    BOOST_TEST(manager.hears("WATCHDOG=1"));
    BOOST_TEST(manager.hears("WATCHDOG=1"));
    // Whoever cannot reach the socket is not told that all is well.
    std::filesystem::remove(daemon.path("m.sock"));
    BOOST_TEST(daemon.logs("event=watchdog error=\"the daemon's own socket cannot be reached: "));
    manager.forget();
    BOOST_TEST(daemon.logs("event=watchdog", 5));
    BOOST_TEST(manager.next() == "");
}

BOOST_AUTO_TEST_SUITE_END()
