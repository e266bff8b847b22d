// The world outside as a recorded transaction found it: tables, names, senders' policies and rates
// answer what the record says they answered. What was not asked then, nobody can tell now.
#pragma once

#include "policy/ports.h"
#include "policy/recorded_facts.h"

#include <functional>
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

/// For one thread. Tables that it opens must not outlive it.
class RecordedAnswers final : public Resolver, public SenderPolicy, public RateCounter {
public:
    RecordedAnswers() = default;
    RecordedAnswers(const RecordedAnswers&) = delete;  // its tables know where it is
    RecordedAnswers& operator=(const RecordedAnswers&) = delete;
    ~RecordedAnswers() override = default;

    /// Speaks for this transaction from now on, but not for `others`; both must stay until the next
    /// one.
    void speak_for(const RecordedFacts& facts, const OtherTables& others) {
        facts_ = &facts;
        others_ = &others;
        doubts_.clear();
        rates_used_.assign(facts.rates.size(), false);
    }
    /// That name in any rule file.
    [[nodiscard]] std::shared_ptr<const Table> table(std::string name);
    /// What was asked since the last call, and is not in the record.
    [[nodiscard]] std::vector<Doubt> take_doubts() { return std::exchange(doubts_, {}); }

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view table, std::string_view key) const;
    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                        Deadline deadline) const override;
    [[nodiscard]] SpfAnswer check_host(const SpfQuestion& question,
                                       Deadline deadline) const override;
    [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                     std::chrono::seconds window) override;

private:
    [[nodiscard]] Error not_asked(std::string what, std::string detail) const;

    const RecordedFacts* facts_ = nullptr;
    const OtherTables* others_ = nullptr;
    mutable std::vector<Doubt> doubts_;
    std::vector<bool> rates_used_;  // one limit asked twice has two answers
};

}  // namespace msa
