#include "tables/socketmap_table.h"

#include "base/socket_address.h"
#include "base/stream.h"
#include "base/text.h"
#include "ownership/table_kind.h"
#include "tables/netstring.h"
#include "tables/remote_table.h"
#include "tables/server_text.h"
#include "tables/table_keys.h"
#include "tables/table_values.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace msa {
namespace {

constexpr std::size_t chunk = 4096;

class SocketmapConnection final : public TableConnection {
public:
    SocketmapConnection(SocketAddress server, std::string map)
        : server_(std::move(server)), map_(std::move(map)) {}

    [[nodiscard]] Result<LookupAnswer> ask(std::string_view key, Deadline deadline) override {
        const auto reply = exchange(map_ + ' ' + std::string(key), deadline);
        if (!reply) {
            stream_.reset();
            return reply.error();
        }
        return socketmap_answer(*reply);
    }
    [[nodiscard]] bool is_usable() const override { return stream_.has_value(); }

private:
    [[nodiscard]] Result<std::string> exchange(const std::string& request, Deadline deadline);

    SocketAddress server_;
    std::string map_;
    std::optional<Stream> stream_;
};

Result<std::string> SocketmapConnection::exchange(const std::string& request, Deadline deadline) {
    if (!stream_ || !stream_->is_quiet()) {
        auto connected = Stream::connect(server_, deadline);
        if (!connected) {
            return connected.error();
        }
        stream_ = *std::move(connected);
    }
    if (const auto sent = stream_->send(netstring(request), deadline); !sent) {
        return sent.error();
    }
    NetstringReader reader;
    for (;;) {
        const auto octets = stream_->receive(chunk, deadline);
        if (!octets) {
            return octets.error();
        }
        auto reply = reader.take(*octets);
        if (!reply) {
            return reply.error();
        }
        if (*reply) {
            return **std::move(reply);
        }
    }
}

}  // namespace

Result<LookupAnswer> socketmap_answer(std::string_view reply) {
    const auto word = reply.substr(0, reply.find(' '));
    const auto text = reply.substr(std::min(word.size() + 1, reply.size()));
    if (word == "OK") {
        return found_value(text);
    }
    if (word == "NOTFOUND") {
        return LookupAnswer{};
    }
    if (word == "TEMP" || word == "TIMEOUT" || word == "PERM") {
        return Error{"the server says " + printable(reply)};
    }
    return Error{"malformed reply: " + printable(reply)};
}

namespace {

struct SocketmapSettings {
    std::string server{};
    std::string map{};
};

/// The server is not asked yet. Errors: its address is none, or the name of the map holds blanks.
OpenedTable make_table(const SocketmapSettings& own, const TableSettings& settings) {
    const auto server = parse_socket_address(own.server);
    if (!server) {
        return server.error();
    }
    const auto is_graphic = [](char c) { return c > ' ' && !is_control(c); };
    if (!std::all_of(own.map.begin(), own.map.end(), is_graphic)) {
        return Error{"the name of a map holds no blanks and only ASCII", ErrorKind::bad_config};
    }
    return std::shared_ptr<const Table>(std::make_shared<RemoteTable>(
        [server = *server, map = own.map] {
            return std::make_unique<SocketmapConnection>(server, map);
        },
        settings.deadline));
}

}  // namespace

TableKind socketmap_table() {
    return DescribeTable<SocketmapSettings>("socketmap", TableSettings::Kept::by_server,
                                            "A map behind a server that speaks Sendmail's "
                                            "socketmap protocol. A reply is a list of "
                                            "logins, as a line of a text is.")
        .key(server_key("unix:PATH, inet:PORT@HOST or inet6:PORT@HOST.", "\"inet:8889@127.0.0.1\""),
             &SocketmapSettings::server)
        .key({.name = "map",
              .help = "Which map of the server.",
              .example = "\"senders\"",
              .required = true},
             &SocketmapSettings::map)
        .in_the_open_if(
            [](const SocketmapSettings& own) { return is_socket_elsewhere(own.server); })
        .opened_by(make_table);
}

}  // namespace msa
