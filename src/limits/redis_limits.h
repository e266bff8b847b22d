// Limits that hosts share: counted in Redis or Valkey (submission/limit_store.h), each call within
// a deadline, with an answer of our own where the server gives none.
#pragma once

#include "base/guarded.h"
#include "base/repeated.h"
#include "limits/full_limits.h"
#include "limits/redis_caller.h"
#include "limits/redis_limit_settings.h"
#include "limits/script_call.h"
#include "limits/used_up_keys.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace msa {

class RedisLimits final : public LimitStore {
public:
    struct Parts {
        RedisCaller::Servers servers{};
        RedisAccess access{};
        std::string secret{};
        RedisCaller::Say say{};
    };

    /// `local` counts while the server is away, and must outlive this; nothing is asked yet.
    RedisLimits(Parts parts, const RedisLimitSettings& settings, LimitStore& local);
    RedisLimits(const RedisLimits&) = delete;
    RedisLimits& operator=(const RedisLimits&) = delete;
    /// Tells the server what it has not been told, if it listens at once.
    ~RedisLimits() override;

    /// What the end of a message only notes (rates and shares that are final and enforce nothing)
    /// goes with commit() or give_back(), where the server knows the transaction; its answers here
    /// say nothing.
    [[nodiscard]] Result<std::vector<LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<Charge>& charges) override;
    void commit(std::string_view transaction) noexcept override;
    void give_back(std::string_view transaction) noexcept override;
    /// So that each message waits for one call, but for those that this host has seen refused.
    [[nodiscard]] bool may_wait(const std::vector<Charge>& of_message) override;

    /// Of those that were at least half used on any host in the last two days. Costs a call for
    /// each hundred of them, in a cluster for each login.
    [[nodiscard]] Result<std::vector<LimitUse>> fullest(std::size_t most) override;
    [[nodiscard]] Result<std::size_t> forget(const std::vector<Charge>& keys) override;

    /// What the server says, without help from `local`. The time is the server's; of several nodes
    /// of a cluster that of the last one.
    [[nodiscard]] Result<Judged> judged(std::string_view transaction,
                                        const std::vector<Charge>& charges);

    /// Waits until the server has answered what it was told of ends, or until then.
    void settle(RedisCaller::Instant deadline) { caller_.settle(deadline); }
    [[nodiscard]] RedisLimitCounts counts() const;
    [[nodiscard]] RedisCaller& caller() { return caller_; }
    [[nodiscard]] const LimitNames& names() const { return names_; }
    /// Why the server decides nothing now, or refused a call in the last minute; empty: it is well.
    [[nodiscard]] std::string trouble() const { return caller_.trouble(); }
    [[nodiscard]] std::string refusal() const { return caller_.refusal(); }

private:
    using Instant = RedisCaller::Instant;

    /// A transaction that has not ended.
    struct Open {
        std::string id{};
        unsigned calls = 0;
        std::vector<std::pair<std::string, std::string>> tags{};  // of whom; few
        std::vector<Held> held{};
        std::unordered_set<std::string> paid{};  // newcomers, by their keys
        std::vector<Charge> noted{};             // to be charged at the end
        bool is_counted = false;                 // in the server, perhaps
        bool is_marked = false;                  // the server knows it: something was charged
        bool is_late = false;                    // the server may still do what it was asked for
        bool is_local = false;                   // counted by `local`, too
    };
    struct End {
        Open open;
        HoldEnd ending = HoldEnd::free;
        Instant at{};
    };
    struct Named {
        const std::vector<Charge>& charges;
        std::vector<LimitKeys> keys{};
        std::vector<std::string> members{};
        std::vector<bool> is_paid{};
    };
    struct Group;
    [[nodiscard]] Named named(const std::vector<Charge>& charges) const;
    /// Notes what it will hold, and names the keys: of the result only id and number count.
    [[nodiscard]] Open begun(std::string_view transaction, Named& named);
    void note(std::string_view transaction, bool Open::*what);
    void note_charged(std::string_view transaction, const Named& named, const Judged& judged);
    [[nodiscard]] bool is_left_for_the_end(std::string_view transaction,
                                           const std::vector<Charge>& charges);
    [[nodiscard]] std::vector<Group> groups_of(const Open& open, const Named& named) const;
    /// One call. `is_asked`: of which charges only the answer is wanted.
    [[nodiscard]] RedisOutcome judge(const Open& open, const Named& named, const Group& group,
                                     const std::vector<bool>& is_asked, Instant deadline);
    [[nodiscard]] RedisOutcome judge_all(const Open& open, const Named& named,
                                         const std::vector<bool>& is_asked, Instant deadline,
                                         Judged& judged);
    [[nodiscard]] RedisOutcome judge_spread(const Open& open, const Named& named, Instant deadline,
                                            Judged& judged);
    [[nodiscard]] Result<std::vector<LimitAnswer>> answers_without(
        std::string_view transaction, const std::vector<Charge>& charges, const Error& error);
    void finish(std::string_view transaction, HoldEnd ending);
    [[nodiscard]] ScriptCall call_of(const End& end) const;
    [[nodiscard]] bool tell_members(End& end, Instant deadline);
    [[nodiscard]] bool tell(End& end, Instant deadline);
    void tell_or_put_off(End end);
    void hear(const End& end, const ServerReply& reply);
    void put_off(End end);
    void tell_waiting(Instant deadline);
    void look_after() noexcept;

    RedisLimitSettings settings_;
    LimitNames names_;
    RedisCaller caller_;
    FullLimits full_;
    UsedUpKeys used_up_;
    LimitStore& local_;
    std::string nonce_;  // ids of several hosts are different
    Guarded<std::map<std::string, Open, std::less<>>> open_;
    Guarded<std::deque<End>> ends_;
    std::atomic<std::uint64_t> next_id_ = 0;
    std::atomic<std::uint64_t> answered_ = 0;
    std::atomic<std::uint64_t> unanswered_ = 0;
    std::atomic<std::uint64_t> lost_ends_ = 0;
    std::atomic<std::size_t> told_ends_ = 0;  // that somebody tells, or whose replies have not come
    std::optional<Repeated> keeper_;          // the last member: it uses all others
};

/// Errors, bad_config and no_permission: files that cannot be read or are not safe, addresses that
/// are none. Whether the server answers is not asked.
[[nodiscard]] Result<std::unique_ptr<RedisLimits>> make_redis_limits(
    const RedisLimitSettings& settings, LimitStore& local, RedisCaller::Say say);

}  // namespace msa
