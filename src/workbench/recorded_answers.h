// The world outside as a recorded transaction found it: tables, names, senders' policies and rates
// answer what the record says they answered. What was not asked then, nobody can tell now.
#pragma once

#include "submission/limit_store.h"
#include "submission/ports.h"
#include "submission/recorded_facts.h"
#include "workbench/limit_history.h"
#include "workbench/rate_history.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

/// Why a transaction cannot be judged again.
struct Doubt {
    std::string why;     // the same for all that have it in common: `table staff was not asked`
    std::string detail;  // what it was about in this one; empty: nothing more
};

/// Names of tables that are others than they were.
using OtherTables = std::set<std::string, std::less<>>;

/// What stands in the place of the world for one transaction.
struct RecordedWorld {
    const RecordedFacts& facts;
    const OtherTables& others;
    bool has_masked = false;  // addresses of which only the form is known, see masked_list.h
    const std::vector<CountedRate>* counted = nullptr;     // null: rates say what the record says
    const CountedLimits::ByKey* counted_limits = nullptr;  // null: so do limits
};

/// Which limits were asked, of all transactions so far.
struct SeenLimits {
    bool has_unknown = false;        // a rate that the record does not tell of
    bool has_unknown_limit = false;  // the same of [[limit]]
    std::set<RateLimit> asked{};
    std::set<RateLimit> not_asked{};  // though the record tells of them

    void merge(SeenLimits more);
    /// Whether the records are not enough to tell what limits would have said.
    [[nodiscard]] bool need_counting() const;
};

/// For one thread. Tables that it opens must not outlive it.
class RecordedAnswers final : public Resolver, public SenderPolicy, public RateCounter {
public:
    RecordedAnswers() = default;
    RecordedAnswers(const RecordedAnswers&) = delete;  // its tables know where it is
    RecordedAnswers& operator=(const RecordedAnswers&) = delete;
    ~RecordedAnswers() override = default;

    /// Speaks for this transaction from now on, but not for its `others`; all of it must stay until
    /// the next one.
    void speak_for(const RecordedWorld& world) {
        facts_ = &world.facts;
        others_ = &world.others;
        has_masked_ = world.has_masked;
        counted_ = world.counted;
        counted_limits_ = world.counted_limits;
        limits_used_.clear();
        doubts_.clear();
        rates_used_.assign(world.facts.rates.size(), false);
        rates_asked_ = 0;
    }
    /// That name in any rule file.
    [[nodiscard]] std::shared_ptr<const Table> table(std::string name);
    /// One whose entries stand in the rule file: it answers, but not for what is masked.
    [[nodiscard]] std::shared_ptr<const Table> written_down(std::string name,
                                                            std::shared_ptr<const Table> table);
    /// To be called once a transaction is judged.
    void note_limits();
    [[nodiscard]] const SeenLimits& limits() const { return limits_; }
    /// What was asked since the last call, and is not in the record.
    [[nodiscard]] std::vector<Doubt> take_doubts() { return std::exchange(doubts_, {}); }

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view table, std::string_view key) const;
    /// Error: nobody knows what the key was.
    [[nodiscard]] Result<void> known(std::string_view table, std::string_view key) const;
    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                        Deadline deadline) const override;
    [[nodiscard]] SpfAnswer check_host(const SpfQuestion& question,
                                       Deadline deadline) const override;
    [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                     std::chrono::seconds window) override;
    /// Of a [[limit]] that the record does not tell of. Error: nobody can tell, which is noted as a
    /// doubt.
    [[nodiscard]] Result<LimitAnswer> limit(const Charge& charge);

private:
    [[nodiscard]] Error not_asked(std::string what, std::string detail) const;
    [[nodiscard]] Result<bool> recorded(const RateQuestion& question);
    [[nodiscard]] Error not_counted(const RateQuestion& question, CountedRate why) const;
    [[nodiscard]] Error not_counted(const Charge& charge, Uncounted why) const;

    const RecordedFacts* facts_ = nullptr;
    const OtherTables* others_ = nullptr;
    bool has_masked_ = false;
    mutable std::vector<Doubt> doubts_;
    std::vector<bool> rates_used_;  // one limit asked twice has two answers
    const std::vector<CountedRate>* counted_ = nullptr;
    std::size_t rates_asked_ = 0;
    const CountedLimits::ByKey* counted_limits_ = nullptr;
    std::map<std::string, std::size_t> limits_used_{};  // how many answers, by key
    SeenLimits limits_;
};

}  // namespace msa
