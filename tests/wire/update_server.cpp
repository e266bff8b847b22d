// Knot DNS as the primary server, see update_server.h.
#include "wire/update_server.h"

#include "wire/daemon.h"

#include <csignal>
#include <filesystem>

namespace msa::wire {
namespace {

constexpr const char* update_secret = "3lSJ0Zb4kkqPgk2Y4rQYc9mXnMZ7a1Wb0m5u2n7VvJ4=";
constexpr const char* wrong_secret = "4lSJ0Zb4kkqPgk2Y4rQYc9mXnMZ7a1Wb0m5u2n7VvJ4=";
constexpr const char* transfer_secret = "bm90IGEgc2VjcmV0LCBvbmx5IG9mIGEgdGVzdCBoZXJl";

constexpr const char* zone_text = R"($ORIGIN example.
$TTL 60
@ SOA ns hostmaster 1 3600 600 86400 60
@ NS ns
ns A 192.0.2.53
)";

/// What journals and records of the zone it keeps stays in its folder.
constexpr const char* settings = R"(key:
  - id: update
    algorithm: hmac-sha256
    secret: UPDATE
  - id: pair
    algorithm: hmac-sha256
    secret: TRANSFER
acl:
  - id: update
    action: update
    key: update
    update-type: [TXT]
  - id: transfer
    action: transfer
    key: pair
database:
    storage: "FOLDER/db"
zone:
  - domain: example
    storage: "FOLDER"
    file: zone
    acl: [update, transfer]
    zonefile-sync: -1
    zonefile-load: difference
    journal-content: all
)";

std::string replaced(std::string text, const std::string& word, const std::string& by) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
        text.replace(at, word.size(), by);
    }
    return text;
}

std::string nsupdate_key(const char* secret) {
    return "key \"update\" {\n    algorithm hmac-sha256;\n    secret \"" + std::string(secret) +
           "\";\n};\n";
}

}  // namespace

UpdateServer::UpdateServer(const std::string& records)
    : port_(free_port()),
      process_({"knotd", "-c", folder_.path_of("knot.conf")}, folder_.path_of("output"),
               [this] { return listens(port_); }) {
    namespace fs = std::filesystem;
    fs::permissions(folder_.path(), fs::perms(0755));
    fs::create_directory(folder_.path_of("db"));
    const std::string server =
        "server:\n    rundir: \"FOLDER\"\n    pidfile: \"FOLDER/pid\"\n"
        "    listen: " +
        address() +
        "\n    udp-workers: 1\n    tcp-workers: 1\n"
        "    background-workers: 1\n"
        "log:\n  - target: \"FOLDER/log\"\n    any: info\n";
    auto text = replaced(server + settings, "FOLDER", folder_.path());
    text = replaced(replaced(text, "UPDATE", update_secret), "TRANSFER", transfer_secret);
    (void)folder_.write("knot.conf", text);
    (void)folder_.write("zone", zone_text + records);
    (void)folder_.write("tsig.key", nsupdate_key(update_secret));
    (void)folder_.write("wrong.key", nsupdate_key(wrong_secret));
    process_.end_by(SIGTERM);
    process_.start();
}

std::string UpdateServer::address() const {
    return "127.0.0.1@" + std::to_string(port_);
}

std::string UpdateServer::transfer_settings() const {
    return "    request-xfr: AXFR " + address() +
           " pair\nkey:\n    name: \"pair\"\n    algorithm: hmac-sha256\n    secret: \"" +
           transfer_secret + "\"\n";
}

}  // namespace msa::wire
