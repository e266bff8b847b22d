#include "tables/socketmap_table.h"

#include "base/socket_address.h"
#include "base/text.h"
#include "tables/remote_table.h"
#include "tables/stream.h"
#include "tables/table_values.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace msa {
namespace {

constexpr std::size_t largest_reply = 100000;  // octets; Postfix's socketmap_max_reply_size
constexpr std::size_t digits_of_length = 6;
constexpr std::size_t chunk = 4096;

std::string netstring(std::string_view text) {
    return std::to_string(text.size()) + ':' + std::string(text) + ',';
}

/// What arrived of a netstring so far.
class NetstringReader {
public:
    /// Its text when it is complete. Errors: it is none, is too long, or has something behind it.
    [[nodiscard]] Result<std::optional<std::string>> take(std::string_view octets) {
        received_ += octets;
        const auto colon = received_.find(':');
        const auto digits = std::string_view(received_).substr(0, colon);
        if (digits.size() > digits_of_length ||
            !std::all_of(digits.begin(), digits.end(), is_digit) ||
            (colon != std::string::npos && digits.empty())) {
            return Error{"malformed reply: no netstring"};
        }
        if (colon == std::string::npos) {
            return std::optional<std::string>();
        }
        const std::size_t length = std::stoul(std::string(digits));
        if (length > largest_reply) {
            return Error{"malformed reply: longer than " + std::to_string(largest_reply)};
        }
        const auto end = colon + 1 + length;
        if (received_.size() <= end) {
            return std::optional<std::string>();
        }
        if (received_[end] != ',' || received_.size() != end + 1) {
            return Error{"malformed reply: no netstring"};
        }
        return std::optional(received_.substr(colon + 1, length));
    }

private:
    std::string received_;
};

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

Result<std::shared_ptr<const Table>> socketmap_table(const TableSettings& settings) {
    const auto server = parse_socket_address(settings.server);
    if (!server) {
        return server.error();
    }
    const auto is_graphic = [](char c) { return c > ' ' && !is_control(c); };
    if (!std::all_of(settings.map.begin(), settings.map.end(), is_graphic)) {
        return Error{"the name of a map holds no blanks and only ASCII", ErrorKind::bad_config};
    }
    return std::shared_ptr<const Table>(std::make_shared<RemoteTable>(
        [server = *server, map = settings.map] {
            return std::make_unique<SocketmapConnection>(server, map);
        },
        settings.deadline));
}

}  // namespace msa
