// What stands for the outside world where it must not be asked: tables, names, rates, chance and
// the clock, all of them given.
#pragma once

#include "config/test_file.h"
#include "submission/limit_store.h"
#include "submission/ports.h"
#include "submission/suspensions.h"
#include "workbench/given_resolver.h"

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

class FixedClock final : public Clock {
public:
    explicit FixedClock(Moment moment) : moment_(moment) {}
    [[nodiscard]] Moment now() const override { return moment_; }

private:
    Moment moment_;
};

/// The same each time, so that a test does not depend on those before it.
class FixedRandom final : public RandomSource {
public:
    [[nodiscard]] std::string hex(std::size_t octets) override {
        return std::string(octets * 2, '7');
    }
};

inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

class GivenRates final : public RateCounter {
public:
    /// So many more events are within every rate.
    explicit GivenRates(std::int64_t left) : left_(left) {}
    [[nodiscard]] Result<bool> admit(std::string_view /*key*/, std::int64_t /*events*/,
                                     std::chrono::seconds /*window*/) override {
        return left_-- > 0;
    }

private:
    std::int64_t left_;
};

/// Whoever it is, this is his suspension, or he has none.
class GivenSuspension final : public Suspensions {
public:
    explicit GivenSuspension(std::optional<Suspension> suspension)
        : suspension_(std::move(suspension)) {}
    [[nodiscard]] Result<std::optional<Suspension>> of(std::string_view /*login*/) override {
        return suspension_;
    }
    void suspend(const Suspension& /*suspension*/) noexcept override {}

private:
    std::optional<Suspension> suspension_;
};

class GivenLimits final : public LimitStore {
public:
    /// So many more are within every limit; then all are used up, and heal one by one.
    GivenLimits(std::int64_t left, std::chrono::system_clock::time_point now)
        : left_(left), now_(now) {}
    [[nodiscard]] Result<std::vector<LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<Charge>& charges) override;
    void commit(std::string_view /*transaction*/) noexcept override {}
    void give_back(std::string_view /*transaction*/) noexcept override {}

private:
    std::int64_t left_;
    std::chrono::system_clock::time_point now_;
    std::map<std::string, std::int64_t> used_{};  // by key
};

/// A table that a test has no entries for: cannot tell, and says which are missing.
[[nodiscard]] std::shared_ptr<const Table> table_without_entries(std::string name);

[[nodiscard]] GivenResolver resolver_of(const GivenWorld& common, const GivenWorld& own);

/// `common` with the tables of `own` in place of those of the same name.
[[nodiscard]] GivenWorld with_tables(GivenWorld common, const GivenWorld& own);

}  // namespace msa
