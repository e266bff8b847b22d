#include "tables/redis_table.h"

#include "base/socket_address.h"
#include "base/stream.h"
#include "base/text.h"
#include "ownership/table_kind.h"
#include "tables/key_template.h"
#include "tables/remote_table.h"
#include "tables/secret.h"
#include "tables/server_text.h"
#include "tables/table_keys.h"
#include "tables/table_values.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace msa {
namespace {

using Strings = std::vector<std::string>;

constexpr std::size_t largest_reply = std::size_t{1} << 20U;  // octets
constexpr std::int64_t most_strings = 10000;
constexpr std::size_t longest_line = 512;
constexpr std::size_t chunk = 4096;
constexpr std::string_view line_end = "\r\n";

Error malformed() {
    return {"malformed reply"};
}

/// Reads a reply from its beginning; says when it is not complete.
class ReplyReader {
public:
    explicit ReplyReader(std::string_view received) : rest_(received) {}

    /// False where it is not complete.
    [[nodiscard]] Result<bool> read(RedisReply& reply);
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    [[nodiscard]] Result<std::optional<std::string_view>> line();
    /// Of a string or a list: its type and its size.
    [[nodiscard]] Result<std::optional<std::pair<char, std::int64_t>>> head();
    [[nodiscard]] Result<bool> read_string(std::int64_t size, Strings& strings);
    [[nodiscard]] Result<bool> read_list(std::int64_t count, Strings& strings);

    std::string_view rest_;
};

Result<std::optional<std::string_view>> ReplyReader::line() {
    const auto end = rest_.find(line_end);
    // Half a line end may be there already.
    if (end == std::string_view::npos ? rest_.size() > longest_line + 1 : end > longest_line) {
        return malformed();
    }
    if (end == std::string_view::npos) {
        return std::optional<std::string_view>();
    }
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + line_end.size());
    return std::optional(line);
}

Result<bool> ReplyReader::read_string(std::int64_t size, Strings& strings) {
    const auto length = static_cast<std::size_t>(size);
    if (length > largest_reply) {
        return malformed();
    }
    if (rest_.size() < length + line_end.size()) {
        return false;
    }
    if (rest_.substr(length, line_end.size()) != line_end) {
        return malformed();
    }
    strings.emplace_back(rest_.substr(0, length));
    rest_.remove_prefix(length + line_end.size());
    return true;
}

Result<std::optional<std::pair<char, std::int64_t>>> ReplyReader::head() {
    const auto text = line();
    if (!text) {
        return text.error();
    }
    if (!*text) {
        return std::optional<std::pair<char, std::int64_t>>();
    }
    std::int64_t number = 0;
    const char* const end = (*text)->data() + (*text)->size();
    if (!(*text)->starts_with('$') && !(*text)->starts_with('*')) {
        return malformed();
    }
    const auto [rest, error] = std::from_chars((*text)->data() + 1, end, number);
    if (error != std::errc() || rest != end || number < -1) {
        return malformed();
    }
    return std::optional(std::pair((*text)->front(), number));
}

Result<bool> ReplyReader::read_list(std::int64_t count, Strings& strings) {
    if (count > most_strings) {
        return malformed();
    }
    for (std::int64_t i = 0; i < count; ++i) {
        const auto next = head();
        if (!next) {
            return next.error();
        }
        if (!*next) {
            return false;
        }
        const auto [type, size] = **next;
        if (type != '$' || size < 0) {
            return malformed();
        }
        auto complete = read_string(size, strings);
        if (!complete || !*complete) {
            return complete;
        }
    }
    return true;
}

Result<bool> ReplyReader::read(RedisReply& reply) {
    if (rest_.starts_with('-') || rest_.starts_with('+')) {
        const auto said = line();
        if (!said) {
            return said.error();
        }
        if (!*said) {
            return false;
        }
        const auto text = (*said)->substr(1);
        if ((*said)->starts_with('-')) {
            return Error{"the server says " + printable(text)};
        }
        reply = {RedisReply::Kind::status, {std::string(text)}};
        return true;
    }
    const auto first = head();
    if (!first) {
        return first.error();
    }
    if (!*first) {
        return false;
    }
    const auto [type, size] = **first;
    reply.kind = type == '$' ? RedisReply::Kind::string : RedisReply::Kind::list;
    if (size == -1) {
        return true;
    }
    return type == '$' ? read_string(size, reply.strings) : read_list(size, reply.strings);
}

struct RedisSettings {
    std::string server{};
    Strings command{};
    std::string user{};
    std::string password_file{};
    std::string separator{};
};

struct Login {
    std::string user;
    std::string password;
};

class RedisConnection final : public TableConnection {
public:
    RedisConnection(SocketAddress server, const RedisSettings& settings, Login login)
        : server_(std::move(server)),
          command_(settings.command),
          separators_(settings.separator),
          login_(std::move(login)) {}

    [[nodiscard]] Result<LookupAnswer> ask(std::string_view key, Deadline deadline) override;
    [[nodiscard]] bool is_usable() const override { return stream_.has_value(); }

private:
    [[nodiscard]] Result<void> connect(Deadline deadline);
    [[nodiscard]] Result<RedisReply> exchange(const Strings& words, Deadline deadline) const;

    SocketAddress server_;
    Strings command_;
    std::string separators_;
    Login login_;
    std::optional<Stream> stream_;
};

Result<RedisReply> RedisConnection::exchange(const Strings& words, Deadline deadline) const {
    if (const auto sent = stream_->send(redis_command(words), deadline); !sent) {
        return sent.error();
    }
    std::string received;
    for (;;) {
        const auto octets = stream_->receive(chunk, deadline);
        if (!octets) {
            return octets.error();
        }
        received += *octets;
        if (received.size() > largest_reply) {
            return malformed();
        }
        auto reply = redis_reply(received);
        if (!reply) {
            return reply.error();
        }
        if (*reply) {
            return **std::move(reply);
        }
    }
}

Result<void> RedisConnection::connect(Deadline deadline) {
    auto connected = Stream::connect(server_, deadline);
    if (!connected) {
        return connected.error();
    }
    stream_ = *std::move(connected);
    if (login_.password.empty()) {
        return {};
    }
    Strings words{"AUTH"};
    if (!login_.user.empty()) {
        words.push_back(login_.user);
    }
    words.push_back(login_.password);
    const auto reply = exchange(words, deadline);
    if (!reply) {
        return within("AUTH", reply.error());
    }
    return *reply == RedisReply{RedisReply::Kind::status, {"OK"}} ? Result<void>()
                                                                  : within("AUTH", malformed());
}

Result<LookupAnswer> RedisConnection::ask(std::string_view key, Deadline deadline) {
    if (!stream_ || !stream_->is_quiet()) {
        if (const auto connected = connect(deadline); !connected) {
            stream_.reset();
            return connected.error();
        }
    }
    Strings words;
    for (const auto& word : command_) {
        words.push_back(with_key(word, key));
    }
    const auto reply = exchange(words, deadline);
    const auto expected =
        command_.front() == "SMEMBERS" ? RedisReply::Kind::list : RedisReply::Kind::string;
    if (!reply || reply->kind != expected) {
        stream_.reset();
        return reply ? malformed() : reply.error();
    }
    const auto& strings = reply->strings;
    if (strings.empty()) {
        return LookupAnswer{};
    }
    auto answer = found_entry({strings.begin(), strings.end()}, separators_);
    return answer && answer->values.empty() ? Error{"malformed answer: no value"}
                                            : std::move(answer);
}

Result<void> check_command(const Strings& command) {
    const auto name = command.empty() ? std::string() : command.front();
    const std::size_t words = name == "HGET" ? 3 : 2;
    if ((name != "GET" && name != "SMEMBERS" && name != "HGET") || command.size() != words) {
        return Error{"command: GET with a name, SMEMBERS with a name or HGET with two",
                     ErrorKind::bad_config};
    }
    return std::any_of(command.begin() + 1, command.end(), has_key_place)
               ? Result<void>()
               : Error{"command: must hold {key}", ErrorKind::bad_config};
}

}  // namespace

std::string redis_command(const Strings& words) {
    std::string text = '*' + std::to_string(words.size()) + "\r\n";
    for (const auto& word : words) {
        text += '$' + std::to_string(word.size()) + "\r\n" + word + "\r\n";
    }
    return text;
}

Result<std::optional<RedisReply>> redis_reply(std::string_view received) {
    ReplyReader reader(received);
    RedisReply reply;
    const auto complete = reader.read(reply);
    if (!complete) {
        return complete.error();
    }
    if (!*complete) {
        return std::optional<RedisReply>();
    }
    return reader.at_end() ? Result<std::optional<RedisReply>>(std::move(reply)) : malformed();
}

namespace {

/// The server is not asked yet. Errors: no address, a command that is none of the three, a password
/// file that cannot be read.
OpenedTable make_table(const RedisSettings& own, const TableSettings& settings) {
    const auto server = parse_socket_address(own.server);
    if (!server) {
        return server.error();
    }
    if (const auto valid = check_command(own.command); !valid) {
        return valid.error();
    }
    auto password = read_secret(own.password_file);
    if (!password) {
        return password.error();
    }
    return std::shared_ptr<const Table>(std::make_shared<RemoteTable>(
        [server = *server, own, login = Login{own.user, *std::move(password)}] {
            return std::make_unique<RedisConnection>(server, own, login);
        },
        settings.deadline));
}

}  // namespace

TableKind redis_table() {
    return DescribeTable<RedisSettings>("redis", TableSettings::Kept::by_server,
                                        "A server of Redis or Valkey.")
        .key(server_key("unix:PATH, inet:PORT@HOST or inet6:PORT@HOST.", "\"inet:6379@127.0.0.1\""),
             &RedisSettings::server)
        .key({.name = "command",
              .help = "GET, HGET or SMEMBERS with its words; {key} is the key.",
              .example = "[\"SMEMBERS\", \"owners:{key}\"]",
              .required = true},
             &RedisSettings::command)
        .key({.name = "user",
              .help = "The user to log in as, if not the default one.",
              .example = "\"milter\""},
             &RedisSettings::user)
        .key(password_file_key(), &RedisSettings::password_file)
        .key(separator_key(), &RedisSettings::separator)
        .in_the_open_if([](const RedisSettings& own) { return is_socket_elsewhere(own.server); })
        .opened_by(make_table);
}

}  // namespace msa
