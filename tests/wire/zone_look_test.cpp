// What two real servers say of a key record that is not there as it should be.
#include "rotation/zone_look.h"

#include "crypto/private_key.h"
#include "dkim/key_record.h"
#include "dns/unbound_resolver.h"
#include "fakes/dkim_keys.h"
#include "fakes/temporary_folder.h"
#include "rotation/record_forms.h"
#include "wire/daemon.h"
#include "wire/name_server.h"
#include "wire/server_process.h"

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using namespace msa;
using namespace msa::wire;

constexpr const char* name = "one._domainkey.mail.example";

std::string record_of(const std::string& pem) {
    return key_record(parse_private_key(pem, 1024).value());
}

/// Of the zone of both servers.
std::string line(const std::string& record) {
    return zone_line(name, record) + '\n';
}

ZoneSight sight(const std::vector<std::string>& servers, const std::string& record) {
    const auto dns = make_zone_look(
        servers,
        {.resolver = nullptr,
         .name_servers = {},
         .ask_server = [](const std::string& server) -> Result<std::unique_ptr<const Resolver>> {
             auto made = make_unbound_resolver({.servers = {server}});
             if (!made) {
                 return made.error();
             }
             return std::unique_ptr<const Resolver>(*std::move(made));
         },
         .alias_at =
             [](const std::string& server, const std::string& asked) {
                 const auto resolver = make_unbound_resolver({.servers = {server}});
                 return (*resolver)->alias(
                     asked, std::chrono::steady_clock::now() + std::chrono::seconds(20));
             }});
    return dns->look(name, record);
}

/// Of one server with these lines: neither everywhere nor in doubt.
std::string why_not(const std::string& lines, const std::string& record) {
    const NameServer server(lines);
    const auto seen = sight({server.address()}, record);
    BOOST_TEST(!seen.is_everywhere());
    BOOST_TEST(seen.with == 0U);
    BOOST_TEST(seen.why.find(server.address() + ' ') == 0U, seen.why);
    return seen.why.substr(std::min(seen.why.size(), server.address().size() + 1));
}

/// A server that has one TXT record under every name and answers no datagram whole: TC is set, and
/// who wants it asks by TCP (RFC 7766, 5); `tcp`: where it listens, too.
constexpr const char* cutting = R"(
import socket, struct, sys, threading
port, record, tcp = int(sys.argv[1]), sys.argv[2].encode(), sys.argv[3] == "tcp"
def answer(asked, is_whole):
    end = asked.index(b"\0", 12) + 5
    flags = 0x8400 | (0 if is_whole else 0x0200)
    head = asked[:2] + struct.pack(">HHHHH", flags, 1, int(is_whole), 0, 0) + asked[12:end]
    pieces = [record[i:i + 255] for i in range(0, len(record), 255)]
    data = b"".join(bytes([len(each)]) + each for each in pieces)
    return head + (b"\xc0\x0c" + struct.pack(">HHIH", 16, 1, 60, len(data)) + data if is_whole else b"")
def serve(listener):
    while True:
        client, _ = listener.accept()
        with client, client.makefile("rb") as stream:
            while head := stream.read(2):
                whole = answer(stream.read(struct.unpack(">H", head)[0]), True)
                client.sendall(struct.pack(">H", len(whole)) + whole)
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", port))
if tcp:
    listener = socket.create_server(("127.0.0.1", port))
    threading.Thread(target=serve, args=(listener,), daemon=True).start()
open(sys.argv[4], "w").close()
while True:
    asked, who = datagrams.recvfrom(4096)
    datagrams.sendto(answer(asked, False), who)
)";

struct CuttingServer {
    CuttingServer(const std::string& record, const std::string& tcp)
        : port(free_port()),
          process({"/usr/bin/python3", "-c", cutting, std::to_string(port), record, tcp,
                   folder.path_of("up")},
                  folder.path_of("output"),
                  [this] { return std::filesystem::exists(folder.path_of("up")); }) {
        process.end_by(SIGTERM);
        process.start();
    }
    [[nodiscard]] std::string address() const { return "127.0.0.1@" + std::to_string(port); }

    TemporaryFolder folder;
    int port;
    ServerProcess process;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(zone_look)

BOOST_AUTO_TEST_CASE(a_key_is_everywhere_when_each_server_has_it_alone) {
    const auto record = record_of(ed25519_pem());
    const NameServer first(line(record));
    const NameServer second(line("t=s; k=ed25519; " + record.substr(record.find("p="))));
    const auto seen = sight({first.address(), second.address()}, record);
    BOOST_TEST(seen.is_everywhere());
    BOOST_TEST(seen.with == 2U);
    BOOST_TEST(seen.why.empty(), seen.why);
}

BOOST_AUTO_TEST_CASE(servers_that_disagree_are_neither_everywhere_nor_nowhere) {
    const auto record = record_of(ed25519_pem());
    const NameServer first(line(record));
    for (const auto& [other, why] :
         {std::pair{line(record_of(rsa_pem(2048))), "has another key there"},
          std::pair{line("v=DKIM1; k=ed25519; p="), "has another key there"},
          std::pair{std::string(), "does not know the name"}}) {
        const NameServer second(other);
        const auto seen = sight({first.address(), second.address()}, record);
        BOOST_TEST(seen.can_tell);
        BOOST_TEST(!seen.is_everywhere());
        BOOST_TEST(!seen.is_nowhere());
        BOOST_TEST(seen.why == second.address() + ' ' + why);
    }
}

BOOST_AUTO_TEST_CASE(one_that_is_away_leaves_the_whole_in_doubt) {
    const auto record = record_of(ed25519_pem());
    const NameServer first(line(record));
    NameServer second(line(record));
    second.stop();
    for (const auto& wanted : {record, record_of(rsa_pem(2048))}) {
        const auto seen = sight({first.address(), second.address()}, wanted);
        BOOST_TEST(!seen.can_tell);
        BOOST_TEST(!seen.is_everywhere());
        BOOST_TEST(!seen.is_nowhere());
        BOOST_TEST(seen.why.find(second.address() + " cannot tell: ") == 0U, seen.why);
    }
}

BOOST_AUTO_TEST_CASE(two_records_are_not_this_key) {
    const auto record = record_of(ed25519_pem());
    BOOST_TEST(why_not(line(record) + line("v=spf1 -all"), record) == "has 2 TXT records there");
    BOOST_TEST(why_not(line(record) + line(record_of(rsa_pem(2048))), record) ==
               "has 2 TXT records there");
}

BOOST_AUTO_TEST_CASE(what_is_no_key_record_is_said_to_be_something_else) {
    BOOST_TEST(why_not(line("v=spf1 -all"), record_of(ed25519_pem())) ==
               "has something else there: v= is not DKIM1, or not the first tag");
    BOOST_TEST(why_not(std::string(name) + ". A 192.0.2.1\n", record_of(ed25519_pem())) ==
               "has no TXT record there");
}

BOOST_AUTO_TEST_CASE(an_alias_of_the_zone_is_followed) {
    const auto record = record_of(ed25519_pem());
    const auto alias = std::string(name) + ". CNAME keys.example.\n";
    const NameServer server(alias + zone_line("keys.example", record) + '\n');
    BOOST_TEST(sight({server.address()}, record).is_everywhere());
    BOOST_TEST(why_not(alias + zone_line("keys.example", record_of(rsa_pem(2048))) + '\n',
                       record) == "has another key there");
}

BOOST_AUTO_TEST_CASE(an_alias_into_a_foreign_zone_is_named) {
    const NameServer server(std::string(name) + ". CNAME keys.example.net.\n");
    const auto seen = sight({server.address()}, record_of(ed25519_pem()));
    BOOST_TEST(!seen.is_everywhere());
    BOOST_TEST(!seen.is_nowhere());
    BOOST_TEST(seen.why == server.address() +
                               " has a CNAME there, to keys.example.net, which it does not know");
}

BOOST_AUTO_TEST_CASE(a_key_of_4096_bits_comes_whole_although_datagrams_hold_512_octets) {
    const auto record = record_of(rsa_pem(4096));
    BOOST_TEST(record.size() > 512U);
    const NameServer server(line(record), "", {.more = "    ipv4-edns-size: 512\n"});
    const auto seen = sight({server.address()}, record);
    BOOST_TEST(seen.is_everywhere(), seen.why);
}

BOOST_AUTO_TEST_CASE(what_datagrams_cut_comes_by_tcp) {
    const auto record = record_of(rsa_pem(4096));
    const CuttingServer server(record, "tcp");
    const auto seen = sight({server.address()}, record);
    BOOST_TEST(seen.is_everywhere(), seen.why);
    BOOST_TEST(seen.record == record);
}

BOOST_AUTO_TEST_CASE(what_does_not_come_by_tcp_leaves_the_whole_in_doubt) {
    const auto record = record_of(rsa_pem(4096));
    const CuttingServer server(record, "none");
    const auto seen = sight({server.address()}, record);
    BOOST_TEST(!seen.can_tell);
    BOOST_TEST(!seen.is_nowhere());
    BOOST_TEST(seen.why.starts_with(server.address() + " cannot tell: "), seen.why);
}

BOOST_AUTO_TEST_SUITE_END()
