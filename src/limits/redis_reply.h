// What a server of Redis says, over the parser of hiredis, which does no I/O.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct ServerReply {
    enum class Kind { nothing, status, error, text, number, list };
    Kind kind = Kind::nothing;
    std::string text{};  // of a status, an error, a text
    std::int64_t number = 0;
    std::vector<ServerReply> list{};

    /// Also if a command of a script said so: before Redis 7 that stands behind other words.
    [[nodiscard]] bool is_error(std::string_view code) const;
    /// The text of an error for people, without what Redis adds about the script.
    [[nodiscard]] std::string_view error_text() const;
};

/// Reads replies in the order in which they come. Bounds what a server can make us keep: a megabyte
/// and 20,000 elements for one reply.
class RedisReader {
public:
    RedisReader();
    RedisReader(const RedisReader&) = delete;
    RedisReader& operator=(const RedisReader&) = delete;
    ~RedisReader();

    /// Error: too much.
    [[nodiscard]] Result<void> add(std::string_view octets);
    /// Absent: not complete yet. Error: it is no reply; nothing more can be read.
    [[nodiscard]] Result<std::optional<ServerReply>> next();
    /// Nothing is left that no reply was made of.
    [[nodiscard]] bool is_empty() const;

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

/// A command as it goes over the wire.
[[nodiscard]] std::string redis_words(const std::vector<std::string_view>& words);

}  // namespace msa
