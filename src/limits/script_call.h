// Calls of scripts: their words, and what the one that counts answers.
#pragma once

#include "limits/limit_keys.h"
#include "limits/redis_script.h"
#include "submission/limit_store.h"

#include <chrono>
#include <cstddef>
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
    std::vector<bool> is_charged{};  // which of the charges were
};

/// What a transaction holds under a key: of all amounts of one tag together, else of one limit.
struct Held {
    std::string tag;
    std::string key;
    Counting counting = Counting::amount;
    std::chrono::seconds span{};  // the window; of newcomers how long they are remembered
    std::string members{};        // of newcomers, one after the other
};

enum class HoldEnd { commit, free };

/// The keys and words of one call, for EVALSHA or EVAL.
class ScriptCall {
public:
    /// `id`: of the transaction, in letters of base64url, ':' and digits. `number`: of the call;
    /// with the same one it is the same call.
    [[nodiscard]] static ScriptCall reserve(std::string_view tag, std::string_view id,
                                            unsigned number, std::chrono::microseconds lapse);
    /// `is_late`: a call that nobody heard of may still come; it is to do nothing then. Else it
    /// does nothing where nothing was charged, or the second time.
    [[nodiscard]] static ScriptCall end(std::string_view tag, std::string_view id, HoldEnd ending,
                                        bool is_late, std::chrono::microseconds lapse);
    /// Members of newcomers that were seen, beside any transaction.
    [[nodiscard]] static ScriptCall sights(std::string_view tag);
    /// Begins again with what forget() names.
    [[nodiscard]] static ScriptCall forgetting(std::string_view tag);

    /// Of another script. The keys have this tag.
    [[nodiscard]] static ScriptCall of(const RedisScript& script, std::string_view tag,
                                       std::vector<std::string> keys,
                                       std::vector<std::string> arguments);

    [[nodiscard]] const std::string& tag() const { return tag_; }
    [[nodiscard]] const std::vector<std::string>& keys() const { return keys_; }
    /// `is_paid`: the transaction was charged for this newcomer before.
    void add(const Charge& charge, const LimitKeys& keys, std::string_view member, bool is_question,
             bool is_paid);
    void add(const Held& held);
    void forget(const LimitKeys& keys, Counting counting);

    /// Of EVALSHA, or with the text of the script of EVAL. This must outlive the words.
    [[nodiscard]] std::vector<std::string_view> words(bool is_whole);

private:
    static ScriptCall begun(std::string_view what, std::string_view tag, std::string_view id,
                            std::string number, std::chrono::microseconds lapse);
    [[nodiscard]] std::uint16_t place_of(const std::string& key);
    void add_end(Counting counting, std::uint16_t place, std::chrono::seconds span,
                 std::string_view list);

    const RedisScript* script_ = &limit_script();
    std::string tag_;
    std::vector<std::string> keys_;
    std::vector<std::string> arguments_;
    std::string charges_;  // packed, as the script takes them
    std::string ends_;
    std::string key_count_;
};

/// Of a reserve() or an end() with that many charges. Absent: no such answer.
[[nodiscard]] std::optional<Judged> parse_judged(std::string_view octets, std::size_t charges);

/// How many of what was to be forgotten there were.
[[nodiscard]] std::optional<std::size_t> parse_forgotten(std::string_view octets);

}  // namespace msa
