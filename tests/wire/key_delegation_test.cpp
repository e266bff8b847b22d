// The authoritative servers of a zone found as everybody finds them: from the root, by a recursive
// server, through NS records and the addresses of the names in these.
#include "fakes/temporary_folder.h"
#include "wire/key_folder_site.h"
#include "wire/name_server.h"
#include "wire/patience.h"
#include "wire/private_network.h"
#include "wire/server_process.h"

#include <csignal>
#include <filesystem>
#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

constexpr const char* unbound = "build/unpacked/usr/sbin/unbound";
constexpr int dns_port = 53;

/// Why this cannot run here; empty: it can.
std::string hindrance() {
    return !PrivateNetwork::is_possible() ? "skip: only root may have a network of its own"
           : !fs::exists(unbound) ? "skip: unbound is not unpacked (contrib/install-deps.sh)"
                                  : "";
}

NameServerPlace at(const std::string& address, const std::string& zone,
                   const std::string& servers) {
    return {.address = address, .port = dns_port, .zone = zone, .servers = servers};
}

/// The root, `example` and `mail.example`, which has two servers; and who asks them for others.
struct Internet {
    Internet()
        : process({unbound, "-d", "-c", folder.path_of("unbound.conf")}, folder.path_of("output"),
                  [] { return listens(dns_port); }) {
        (void)folder.write("hints", ". 3600 NS ns.\nns. 3600 A 127.0.0.10\n");
        (void)folder.write(
            "unbound.conf",
            "server:\n  interface: 127.0.0.1\n  access-control: 127.0.0.0/8 allow\n"
            "  do-not-query-localhost: no\n  username: \"\"\n  chroot: \"\"\n  pidfile: \"\"\n"
            "  use-syslog: no\n  module-config: iterator\n  cache-max-negative-ttl: 0\n"
            "  cache-max-ttl: 0\n  infra-host-ttl: 1\n  directory: \"" +
                folder.path() + "\"\n  root-hints: \"" + folder.path_of("hints") +
                "\"\nremote-control:\n  control-enable: no\n");
        process.end_by(SIGTERM);
        process.start();
    }

    NameServer root{"example. NS ns.example.\nns.example. A 127.0.0.11\n", "",
                    at("127.0.0.10", ".", "@ NS ns\nns A 127.0.0.10\n")};
    NameServer parent{"mail NS a.mail\nmail NS b.mail\na.mail A 127.0.0.12\nb.mail A 127.0.0.13\n",
                      "", at("127.0.0.11", "example", "@ NS ns\nns A 127.0.0.11\n")};
    NameServer first{"", "", at("127.0.0.12", "mail.example", of_mail)};
    NameServer second{"", "", at("127.0.0.13", "mail.example", of_mail)};
    msa::TemporaryFolder folder;
    ServerProcess process;

    static constexpr const char* of_mail = "@ NS a\n@ NS b\na A 127.0.0.12\nb A 127.0.0.13\n";
};

/// A key that waits for its record, and a daemon that finds servers by itself.
struct Site : KeyFolderSite {
    PrivateNetwork network;
    Internet internet;
    Daemon daemon{
        {.settings = "resolver = [\"127.0.0.1\"]\nresolver_timeout = 5\n", .rules = rules()}};
    Ended made =
        key_command({"new", "mail.example", "--selector", "one", "--algorithm", "ed25519"});
};

/// Where it cannot run, why is told.
bool can_run() {
    const auto why = hindrance();
    if (!why.empty()) {
        BOOST_TEST_MESSAGE(why);
    }
    return why.empty();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(key_delegation)

BOOST_AUTO_TEST_CASE(all_servers_that_the_delegation_names_are_asked) {
    if (!can_run()) {
        return;
    }
    Site site;
    const auto& made = site.made;
    BOOST_TEST(made.status == 0, made.err);
    BOOST_TEST(rotate(site.daemon).out == "publish: " + made.out);

    site.internet.first.replace(made.out);
    const auto half = rotate(site.daemon);  // one of two
    BOOST_TEST(half.status == 0, half.err);
    BOOST_TEST(half.out.empty(), half.out);
    BOOST_TEST(site.states() == "one generated ");

    site.internet.second.stop();
    const auto away = rotate(site.daemon);
    BOOST_TEST(away.status == 1);
    BOOST_TEST(
        away.err.find("mail.example/one: DNS: 127.0.0.13 cannot tell: ") != std::string::npos,
        away.err);
    BOOST_TEST(site.states() == "one generated ");

    site.internet.second.start();
    site.internet.second.replace(made.out);
    const auto both = rotate(site.daemon);
    BOOST_TEST(both.status == 0, both.err);
    BOOST_TEST(both.out.find("published -> active") != std::string::npos, both.out);
    BOOST_TEST(status_of(site.daemon).at("keys").at(0).at("selector") == "one");
}

BOOST_AUTO_TEST_CASE(servers_that_cannot_be_found_change_nothing) {
    if (!can_run()) {
        return;
    }
    Site site;
    const auto& made = site.made;
    BOOST_TEST(made.status == 0, made.err);

    site.internet.process.stop();
    const auto silent = rotate(site.daemon);
    BOOST_TEST(silent.status == 1);
    BOOST_TEST(silent.err.find("mail.example/one: DNS: ") != std::string::npos, silent.err);
    site.internet.process.start();

    // A third server, of which nobody knows where it is.
    site.internet.first.replace("@ NS c\n" + made.out);
    site.internet.second.replace("@ NS c\n" + made.out);
    const auto lost = rotate(site.daemon);
    BOOST_TEST(lost.status == 1);
    BOOST_TEST(lost.err.find("the name server c.mail.example has no address") != std::string::npos,
               lost.err);
    BOOST_TEST(site.states() == "one generated ");
}

BOOST_AUTO_TEST_SUITE_END()
