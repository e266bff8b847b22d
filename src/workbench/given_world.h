// What stands for the outside world where it must not be asked: tables, names, rates, chance and
// the clock, all of them given.
#pragma once

#include "config/test_file.h"
#include "policy/ports.h"
#include "workbench/given_resolver.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>

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

/// A table that a test has no entries for: cannot tell, and says which are missing.
[[nodiscard]] std::shared_ptr<const Table> table_without_entries(std::string name);

[[nodiscard]] GivenResolver resolver_of(const GivenWorld& common, const GivenWorld& own);

/// `common` with the tables of `own` in place of those of the same name.
[[nodiscard]] GivenWorld with_tables(GivenWorld common, const GivenWorld& own);

}  // namespace msa
