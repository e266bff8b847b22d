// A hash in the server that counts limits, in which hosts tell each other things that nobody else
// can read or make. What becomes of a thing is always the same: it is there, then it is over.
#pragma once

#include "crypto/digest.h"
#include "limits/limit_keys.h"
#include "limits/redis_caller.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class SharedHash {
public:
    /// What stands in a field.
    struct Value {
        bool is_over = false;
        std::int64_t useless_at = 0;  // seconds since 1970 of the server; 0: never
        std::string sealed{};         // in base64

        [[nodiscard]] bool is_useless(std::int64_t now) const {
            return useless_at != 0 && useless_at <= now;
        }
    };
    using Fields = std::map<std::string, Value, std::less<>>;
    /// Of no state of it.
    static constexpr const char* unknown_stamp = "?";

    /// `purpose`: what it is for, in letters; the caller and `names` must outlive it. Hosts with
    /// another secret have a hash of their own. A call takes at most `patience`.
    SharedHash(RedisCaller& caller, const LimitNames& names, const std::string& purpose,
               std::chrono::milliseconds patience);

    struct Look {
        std::string stamp;     // empty: there is nothing in it
        std::int64_t now = 0;  // seconds since 1970 of the server
    };
    [[nodiscard]] Result<Look> look();
    /// The fields, and which state that is. Whatever is no value is left out.
    [[nodiscard]] Result<std::string> scan(Fields& fields);
    /// Fields and values in turn; an empty value is that of a field that is useless. `most`: no
    /// more fields than that; 0: any number. What is known of its state afterwards, where it was
    /// `stamp` before.
    [[nodiscard]] Result<std::string> put(const std::vector<std::string>& words, std::string stamp,
                                          std::size_t most = 0);

    /// A name that tells others nothing; 12 letters.
    [[nodiscard]] std::string name(std::string_view of) const;
    [[nodiscard]] std::string sealed_value(const std::string& field, bool is_over,
                                           std::int64_t useless_at, std::string_view text) const;
    /// Absent: nobody with the secret has written it there.
    [[nodiscard]] std::optional<std::string> unsealed_text(const std::string& field,
                                                           const Value& value) const;

private:
    [[nodiscard]] Result<ServerReply> ask(std::vector<std::string> words);

    RedisCaller& caller_;
    const LimitNames& names_;
    std::string purpose_;
    std::chrono::milliseconds patience_;
    Digest seal_;
    std::string key_;
};

}  // namespace msa
