// Calls of scripts: their words, and what the one that counts answers.
#pragma once

#include "limits/limit_keys.h"
#include "limits/redis_script.h"
#include "submission/limit_store.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What the script judged, at a time of the server.
struct Judged {
    std::chrono::microseconds now{};  // since 1970
    std::vector<LimitAnswer> answers{};
};

/// What a transaction holds under a key.
struct Held {
    LimitKeys keys;
    Counting counting = Counting::amount;
    std::chrono::seconds window{};
    std::chrono::seconds memory{};
};

enum class HoldEnd { commit, free };

/// The keys and words of one call, for EVALSHA or EVAL.
class ScriptCall {
public:
    /// `id`: of the transaction, in letters of base64url, ':' and digits. `number`: of the call;
    /// with the same one it is the same call.
    [[nodiscard]] static ScriptCall reserve(std::string_view tag, std::string_view id,
                                            unsigned number, std::chrono::microseconds lapse);
    /// `is_late`: a call that nobody heard of may still come; it is to do nothing then.
    [[nodiscard]] static ScriptCall end(std::string_view tag, std::string_view id, HoldEnd ending,
                                        bool is_late, std::chrono::microseconds lapse);

    /// Of another script. The keys have this tag.
    [[nodiscard]] static ScriptCall of(const RedisScript& script, std::string_view tag,
                                       std::vector<std::string> keys,
                                       std::vector<std::string> arguments);

    [[nodiscard]] const std::string& tag() const { return tag_; }
    void add(const Charge& charge, const LimitKeys& keys, std::string member, bool is_question);
    void add(const Held& held);

    /// Of EVALSHA, or with the text of the script of EVAL. This must outlive the words.
    [[nodiscard]] std::vector<std::string_view> words(bool is_whole);

private:
    void add_key(const LimitKeys& keys);

    const RedisScript* script_ = &limit_script();
    std::string tag_;
    std::vector<std::string> keys_;
    std::vector<std::string> arguments_;
    std::string key_count_;
};

/// Of a reserve() with that many charges. Absent: no such answer.
[[nodiscard]] std::optional<Judged> parse_judged(std::string_view text, std::size_t charges);

}  // namespace msa
